using QueryGen.Log;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>The end of a log whose process was killed: what is not whole never happened.</summary>
public sealed class TornTailTests
{
    private readonly SimulatedLog _simulated = new();

    [Fact]
    public void A_torn_tail_is_cut_and_the_commit_that_needs_it_never_happened()
    {
        EmbeddedLog log = _simulated.Open();
        Append(log, "ratings", 1, 0, "first");
        LogTransaction both = log.Begin();
        both.Writer(log.GetOrCreateTopic("ratings", 1), 0).Append(1, false, default, true, "second"u8);
        both.Writer(log.GetOrCreateTopic("other", 1), 0).Append(1, false, default, true, "with it"u8);
        both.SetPosition("at", 2);
        both.Commit();
        Kill(_simulated.Segments("ratings")[0], 3);

        using EmbeddedLog again = _simulated.Open();
        Assert.Equal(["first"], EmbeddedLogTests.Values(again.GetOrCreateTopic("ratings", 1), 0));
        Assert.Empty(EmbeddedLogTests.Values(again.GetOrCreateTopic("other", 1), 0));
        Assert.Null(again.Position("at"));
        Assert.Equal(
            [
                "Warning: /state/log/topics/other/0: a torn tail of 75 bytes is cut off behind record -1",
                "Warning: /state/log/topics/ratings/0: a torn tail of 71 bytes is cut off behind record 0",
                "Warning: The embedded log in /state/log was not closed; its last 1 commits were not whole and never happened",
            ],
            _simulated.Logger.Lines.Order(StringComparer.Ordinal));

        Append(again, "ratings", 1, 0, "third");
        Assert.Equal(["first", "third"], EmbeddedLogTests.Values(again.GetOrCreateTopic("ratings", 1), 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(20)]
    public void A_torn_commit_takes_its_records_with_it(int lostBytes)
    {
        EmbeddedLog log = _simulated.Open();
        Append(log, "ratings", 1, 0, "first");
        Append(log, "ratings", 1, 0, "second");
        Kill(_simulated.Commits(), lostBytes);

        using EmbeddedLog again = _simulated.Open();
        LogTopic topic = again.GetOrCreateTopic("ratings", 1);
        Assert.Equal(["first"], EmbeddedLogTests.Values(topic, 0));
        Append(again, "ratings", 1, 0, "third");
        Assert.Equal(["first", "third"], EmbeddedLogTests.Values(topic, 0));
    }

    [Fact]
    public void A_flipped_bit_at_the_end_is_noticed()
    {
        EmbeddedLog log = _simulated.Open();
        Append(log, "ratings", 1, 0, "first");
        Append(log, "ratings", 1, 0, "second");
        string segment = _simulated.Segments("ratings")[0];
        Kill(segment, 0);
        _simulated.Disk.FlipBit(segment, _simulated.Length(segment) - 4, 0);

        using EmbeddedLog again = _simulated.Open();
        Assert.Equal(["first"], EmbeddedLogTests.Values(again.GetOrCreateTopic("ratings", 1), 0));
    }

    [Fact]
    public void What_a_killed_process_left_is_on_disk_after_the_next_start()
    {
        Append(_simulated.Open(), "ratings", 1, 0, "first");
        Kill(_simulated.Commits(), 0);
        EmbeddedLog again = _simulated.Open();
        Assert.Equal(["first"], EmbeddedLogTests.Values(again.GetOrCreateTopic("ratings", 1), 0));

        _simulated.Disk.PowerOff();
        _simulated.Disk.Restart();
        using EmbeddedLog third = _simulated.Open();
        Assert.Equal(["first"], EmbeddedLogTests.Values(third.GetOrCreateTopic("ratings", 1), 0));
    }

    /// <summary>The process ends, and a file of it is shorter than it was.</summary>
    private void Kill(string path, int lostBytes)
    {
        _simulated.Disk.EndProcess();
        _simulated.Disk.Shorten(path, _simulated.Length(path) - lostBytes);
    }
}
