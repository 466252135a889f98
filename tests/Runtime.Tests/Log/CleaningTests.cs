using System.Text;
using QueryGen.Log;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>Retention: whole segments go when their time, or the room for them, is over.</summary>
public sealed class CleaningTests
{
    private static readonly TopicSettings s_aDay = new() { Retention = TimeSpan.FromDays(1) };

    private readonly SimulatedLog _simulated = new();

    public CleaningTests() => _simulated.Options = _simulated.Options with { SegmentBytes = 500 };

    [Fact]
    public void Segments_whose_newest_record_is_too_old_go()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1, s_aDay);
        Fill(log, topic, 20);
        _simulated.Clock.Advance(TimeSpan.FromHours(23));
        Fill(log, topic, 20);
        log.Clean();
        Assert.Equal(0, topic.FirstOffset(0));

        _simulated.Clock.Advance(TimeSpan.FromHours(2));
        log.Clean();
        Assert.InRange(topic.FirstOffset(0), 15, 20);
        Assert.Equal(40 - topic.FirstOffset(0), Read(topic, 0).Count);

        // The segment that is written to goes too, when all of it is too old.
        _simulated.Clock.Advance(TimeSpan.FromDays(2));
        log.Clean();
        Assert.Equal((40, 40), (topic.FirstOffset(0), topic.CommittedOffset(0)));
        Assert.Single(_simulated.Segments("ratings"));
        Fill(log, topic, 1);
        Assert.Equal(40, Assert.Single(Read(topic, 0)).Offset);
    }

    [Fact]
    public void A_partition_that_is_too_large_loses_its_oldest_segments()
    {
        using (EmbeddedLog log = _simulated.Open())
        {
            LogTopic topic = log.GetOrCreateTopic("ratings", 2, new TopicSettings { RetentionBytes = 1_200 });
            Fill(log, topic, 60);
            log.Clean();
            long kept = _simulated.Segments("ratings").Sum(_simulated.Length);
            Assert.InRange(kept, 1_200, 1_700);
            Assert.Contains(_simulated.Logger.Lines, line => line.StartsWith(
                "Information: /state/log/topics/ratings/0: retention has deleted records 0 to ", StringComparison.Ordinal));
        }

        using EmbeddedLog again = _simulated.Open();
        LogTopic found = again.GetOrCreateTopic("ratings", 2);
        Assert.Equal(60 - found.FirstOffset(0), Read(found, 0).Count);
    }

    [Fact]
    public void The_options_say_what_a_topic_does_not()
    {
        _simulated.Options = _simulated.Options with { RetentionBytes = 600 };
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogTopic table = log.GetOrCreateTopic("table", 1, new TopicSettings { IsCompacted = true });
        Fill(log, topic, 40);
        Fill(log, table, 40);
        log.Clean();
        Assert.InRange(topic.FirstOffset(0), 20, 39);
        Assert.Equal(0, table.FirstOffset(0));
    }

    [Fact]
    public void What_the_only_reader_has_committed_goes()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("repartition", 1, new TopicSettings { ReadPosition = "group/app/repartition" });
        Fill(log, topic, 20);
        log.Clean();
        Assert.Equal(0, topic.FirstOffset(0));

        LogTransaction read = log.Begin();
        read.SetPosition("group/app/repartition/0", 13);
        read.Commit();
        log.Clean();
        Assert.InRange(topic.FirstOffset(0), 7, 13);
        Assert.Equal("value 13", Read(topic, 0).First(record => record.Offset == 13).Value);
    }

    [Fact]
    public void A_reader_goes_on_where_records_were_deleted_and_it_is_logged()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1, new TopicSettings { RetentionBytes = 0 });
        Fill(log, topic, 40);
        using LogReader inside = new(topic, 0, 3);
        Assert.True(inside.TryRead(out _));
        log.Clean();
        long first = topic.FirstOffset(0);

        // One that is in a deleted segment reads it to its end; one that comes to it goes on behind it.
        Assert.True(inside.TryRead(out QueryGen.Serdes.RecordBatch batch));
        Assert.Equal(4, batch[0].Offset);
        Assert.Equal(first, Read(topic, 0, from: 2)[0].Offset);
        Assert.Contains(
            $"Warning: /state/log/topics/ratings/0: records 2 to {first - 1} were deleted before a reader came to them; "
                + "it goes on behind them",
            _simulated.Logger.Lines);
    }

    private void Fill(EmbeddedLog log, LogTopic topic, int records)
    {
        LogTransaction transaction = log.Begin();
        for (int i = 0; i < records; i++)
        {
            transaction.Writer(topic, 0).Append(
                _simulated.Clock.NowMs, true, Encoding.UTF8.GetBytes($"key {i}"), true, Encoding.UTF8.GetBytes($"value {i}"));
            transaction.Commit();
        }
    }
}
