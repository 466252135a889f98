using QueryGen.Log;
using QueryGen.Serdes;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>What was on disk whole and cannot be read any more: an error that says where and what to do, or a loss that is logged.</summary>
public sealed class DamageTests
{
    private const string WayOut = " Bring the folder back from a copy; or set QueryGen:Log:OnCorruption to 'skip', to go on without what "
        + "cannot be read; or delete '/state/log' to begin anew.";

    private readonly SimulatedLog _simulated = new();

    [Fact]
    public void A_flipped_bit_in_a_record_is_an_error_of_who_reads_it()
    {
        Fill();
        string segment = _simulated.Segments("ratings")[1];
        _simulated.Disk.FlipBit(segment, 150 + 70, 3);

        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogDamagedException error = Assert.Throws<LogDamagedException>(() => EmbeddedLogTests.Values(topic, 0).ToList());
        Assert.Equal(
            $"The embedded log is damaged: in '{segment}', byte 150, there is no whole record batch that begins with record 8." + WayOut,
            error.Message);
        Assert.Equal((segment, 150), (error.Path, error.Position));

        // Who reads elsewhere goes on, and the damage does not go away by reading again.
        Assert.Equal(["value 18", "value 19"], Read(topic, 0, from: 18).Select(record => record.Value));
        Assert.Throws<LogDamagedException>(() => EmbeddedLogTests.Values(topic, 0).ToList());
    }

    [Fact]
    public void A_damage_is_passed_over_where_that_is_wanted_and_the_loss_is_logged()
    {
        Fill();
        string segment = _simulated.Segments("ratings")[1];
        _simulated.Disk.FlipBit(segment, 150 + 70, 3);
        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };

        using EmbeddedLog log = _simulated.Open();
        Assert.Equal(Expected(number => number != 8), EmbeddedLogTests.Values(log.GetOrCreateTopic("ratings", 1), 0));
        Assert.Equal(
            [$"Error: {segment} is damaged at byte 150: records 8 to 8 cannot be read and are left out, as OnCorruption says"],
            _simulated.Logger.Lines);
    }

    [Theory]
    [InlineData(150 + 0)]
    [InlineData(150 + 11)]
    [InlineData(150 + 16)]
    [InlineData(150 + 24)]
    public void A_flipped_bit_in_a_header_is_found_at_start_where_the_segment_has_no_index(int position)
    {
        Fill();
        string segment = _simulated.Segments("ratings")[1];
        _simulated.Disk.FlipBit(segment, position, 5);
        DeleteIndexes();

        LogDamagedException error = Assert.Throws<LogDamagedException>(_simulated.Open);
        Assert.Equal((segment, 150), (error.Path, error.Position));

        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };
        using EmbeddedLog log = _simulated.Open();
        Assert.Equal(Expected(number => number != 8), EmbeddedLogTests.Values(log.GetOrCreateTopic("ratings", 1), 0));
        Append(log, "ratings", 1, 0, "next");
        Assert.Equal(20, Read(log.GetOrCreateTopic("ratings", 1), 0, from: 20).Single().Offset);
    }

    [Fact]
    public void A_segment_that_is_gone_is_an_error_or_a_loss()
    {
        Fill();
        string[] segments = _simulated.Segments("ratings");
        _simulated.Disk.DeleteFile(segments[1]);

        LogDamagedException error = Assert.Throws<LogDamagedException>(_simulated.Open);
        Assert.Equal(
            $"The embedded log is damaged: in '{segments[0]}', byte 450, there is no whole record batch that begins with record 6." + WayOut,
            error.Message);

        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };
        using EmbeddedLog log = _simulated.Open();
        Assert.Equal(Expected(number => number is < 6 or > 11), EmbeddedLogTests.Values(log.GetOrCreateTopic("ratings", 1), 0));
    }

    [Fact]
    public void A_last_segment_that_is_shorter_than_it_was_is_an_error_or_a_loss()
    {
        Fill();
        string segment = _simulated.Segments("ratings")[^1];
        _simulated.Disk.Shorten(segment, _simulated.Length(segment) - 5);
        Assert.Throws<LogDamagedException>(_simulated.Open);

        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        Assert.Equal(Expected(number => number < 19), EmbeddedLogTests.Values(topic, 0));

        // No later record gets the offset of the one that is lost.
        Append(log, "ratings", 1, 0, "next");
        Assert.Equal((20L, "next"), Read(topic, 0).Select(record => (record.Offset, record.Value)).Last());
    }

    [Fact]
    public void A_flipped_bit_in_the_file_of_commits_is_an_error_or_takes_later_commits_back()
    {
        Fill();
        _simulated.Disk.FlipBit(_simulated.Commits(), 300, 0);
        LogDamagedException error = Assert.Throws<LogDamagedException>(_simulated.Open);
        Assert.Equal(
            $"The embedded log is damaged: in '{_simulated.Commits()}', byte {error.Position}, there is no whole entry, and there are whole "
            + "ones behind it." + WayOut,
            error.Message);

        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };
        using EmbeddedLog log = _simulated.Open();
        int kept = (int)(log.PositionNumber("at") ?? -1) + 1;
        Assert.InRange(kept, 1, 19);
        Assert.Equal(Expected(number => number < kept), EmbeddedLogTests.Values(log.GetOrCreateTopic("ratings", 1), 0));
        Assert.Contains(_simulated.Logger.Lines, line => line.StartsWith($"Error: {_simulated.Commits()} is damaged at byte", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_commits_whose_first_entry_is_damaged_is_never_passed_over()
    {
        Fill();
        _simulated.Disk.FlipBit(_simulated.Commits(), 10, 0);
        _simulated.Options = _simulated.Options with { OnCorruption = CorruptionPolicy.Skip };
        LogDamagedException error = Assert.Throws<LogDamagedException>(_simulated.Open);
        Assert.Contains("byte 0, there is no whole entry, so nobody knows what was committed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_commits_that_is_gone_does_not_take_the_records_along()
    {
        Fill();
        string commits = _simulated.Commits();
        byte[] copy = _simulated.Bytes(commits);
        _simulated.Disk.DeleteFile(commits);
        LogDamagedException error = Assert.Throws<LogDamagedException>(_simulated.Open);
        Assert.Contains("there is no such file, so nobody knows what was committed.", error.Message, StringComparison.Ordinal);

        using (QueryGen.Storage.IDiskFile file = _simulated.Disk.Open(commits, FileMode.CreateNew))
        {
            file.Write(copy, 0);
        }

        using EmbeddedLog log = _simulated.Open();
        Assert.Equal(Expected(_ => true), EmbeddedLogTests.Values(log.GetOrCreateTopic("ratings", 1), 0));
    }

    [Fact]
    public void Any_flipped_bit_of_a_closed_log_is_an_error_or_changes_nothing()
    {
        for (int i = 0; i < 400; i++)
        {
            SimulatedLog simulated = new();
            Fill(simulated);
            string folder = SimulatedLog.Partition("ratings");
            string[] files = [simulated.Commits(), .. simulated.Disk.Files(folder).Select(name => $"{folder}/{name}")];
            string file = files[i % files.Length];
            long position = (i * 7919L) % simulated.Length(file);
            simulated.Disk.FlipBit(file, position, i % 8);
            if (i % 3 == 0)
            {
                simulated.Disk.DeleteFile(Path.ChangeExtension(simulated.Segments("ratings")[i % 4], ".index"));
            }

            try
            {
                using EmbeddedLog log = simulated.Open();
                LogTopic topic = log.GetOrCreateTopic("ratings", 1);
                Assert.Equal(Expected(_ => true), EmbeddedLogTests.Values(topic, 0));
                Assert.Equal(19, log.PositionNumber("at"));
            }
            catch (LogDamagedException)
            {
                // Told, and not passed over.
            }
        }
    }

    /// <summary>20 commits of one record in four segments, closed.</summary>
    private void Fill() => Fill(_simulated);

    private static void Fill(SimulatedLog simulated)
    {
        simulated.Options = simulated.Options with { SegmentBytes = 500 };
        using EmbeddedLog log = simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogTransaction transaction = log.Begin();
        for (int i = 0; i < 20; i++)
        {
            transaction.Writer(topic, 0).Append(1_000, false, default, true, System.Text.Encoding.UTF8.GetBytes($"value {i}"));
            transaction.SetPosition("at", i);
            transaction.Commit();
        }
    }

    private void DeleteIndexes()
    {
        foreach (string segment in _simulated.Segments("ratings"))
        {
            _simulated.Disk.DeleteFile(Path.ChangeExtension(segment, ".index"));
        }
    }

    private static IEnumerable<string> Expected(Func<int, bool> isThere) =>
        Enumerable.Range(0, 20).Where(isThere).Select(number => $"value {number}");
}
