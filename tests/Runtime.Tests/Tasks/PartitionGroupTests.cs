using System.Globalization;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Testing;
using Xunit;

namespace QueryGen.Tests.Tasks;

public sealed class PartitionGroupTests : IDisposable
{
    private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ScriptedSource _source = new(3);

    [Fact]
    public void Records_of_several_sources_come_in_the_order_of_event_time()
    {
        _source.Arrive(0, 1, 4, 9).Arrive(1, 2, 3, 10).Arrive(2, 5, 6, 7);

        Assert.Equal("0:1 | 1:2,3 | 0:4 | 2:5,6,7 | 0:9 | 1:10", TakeAll(Group()));
    }

    [Fact]
    public void On_equal_times_the_source_that_stands_first_goes_first_however_records_were_fetched()
    {
        _source.Arrive(0, 5, 7).Arrive(1, 3, 5, 5, 7).Arrive(2, 5, 7);

        Assert.Equal("1:3 | 0:5 | 1:5,5 | 2:5 | 0:7 | 1:7 | 2:7", TakeAll(Group()));
    }

    [Fact]
    public void A_source_that_goes_back_in_time_keeps_the_order_of_its_offsets()
    {
        _source.Arrive(0, 10, 2, 11).Arrive(1, 4, 12);

        Assert.Equal("1:4 | 0:10,2,11 | 1:12", TakeAll(Group()));
    }

    [Fact]
    public void Negative_and_extreme_times_have_their_order_too()
    {
        _source.Arrive(0, -1, long.MaxValue).Arrive(1, long.MinValue, long.MinValue, 0).Arrive(2, long.MinValue);

        Assert.Equal(
            $"1:{long.MinValue},{long.MinValue} | 2:{long.MinValue} | 0:-1 | 1:0 | 0:{long.MaxValue}", TakeAll(Group()));
    }

    [Fact]
    public void No_more_is_taken_at_once_than_asked_for()
    {
        _source.Arrive(0, 1, 2, 3, 4, 5);
        PartitionGroup group = Group();

        Assert.True(group.TryTake(2, out RecordQueue queue, out RecordBatch batch));

        Assert.Equal(2, batch.Count);
        Assert.Equal(2, queue.Position);
        Assert.Equal(3, batch.Partition);
    }

    [Fact]
    public void A_source_with_records_under_way_is_waited_for()
    {
        _source.Arrive(0, 1).SetUnderWay(1, 2);
        PartitionGroup group = Group();
        Assert.False(group.TryTake(10, out _, out _));
        Assert.Null(group.IdleLeft);

        _source.SetUnderWay(1, 0);

        Assert.Equal("0:1", TakeAll(group));
    }

    [Fact]
    public void A_source_without_records_is_waited_for_as_long_as_allowed_and_then_not_again_until_it_had_some()
    {
        _source.Arrive(0, 1, 2).Arrive(1, 5).Arrive(2, 6);
        PartitionGroup group = Group(TimeSpan.FromSeconds(2));
        Assert.Equal("0:1,2", TakeOne(group));
        Assert.Equal("", TakeOne(group));
        Assert.Equal(TimeSpan.FromSeconds(2), group.IdleLeft);

        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("", TakeOne(group));
        Assert.Equal(TimeSpan.FromSeconds(0.5), group.IdleLeft);

        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("1:5 | 2:6", TakeAll(group));
        Assert.Null(group.IdleLeft);

        _source.Arrive(0, 7).Arrive(1, 8).Arrive(2, 9);
        Assert.Equal("0:7", TakeAll(group));
        Assert.Equal(TimeSpan.FromSeconds(2), group.IdleLeft);
    }

    [Fact]
    public void A_record_that_comes_while_others_wait_goes_before_them()
    {
        _source.Arrive(0, 10).Arrive(1, 11);
        PartitionGroup group = Group(TimeSpan.FromSeconds(2));
        Assert.Equal("", TakeOne(group));

        _source.Arrive(2, 3);

        Assert.Equal("2:3", TakeOne(group));
    }

    [Fact]
    public void Below_zero_nothing_is_waited_for()
    {
        _source.Arrive(0, 1).SetUnderWay(1, 2);

        Assert.Equal("0:1", TakeAll(Group(TimeSpan.FromMilliseconds(-1))));
    }

    [Fact]
    public void Random_sources_are_merged_as_a_stable_sort_merges_them()
    {
        Random random = new(11);
        List<(long TimestampMs, int Source)> expected = [];
        for (int source = 0; source < 3; source++)
        {
            long timestampMs = 0;
            for (int i = 0; i < 2000; i++)
            {
                timestampMs += random.Next(3);
                _source.Arrive(source, timestampMs);
                expected.Add((timestampMs, source));
            }
        }

        PartitionGroup group = Group();
        List<(long, int)> taken = [];
        while (group.TryTake(64, out RecordQueue queue, out RecordBatch batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                taken.Add((batch[i].TimestampMs, queue.Source));
            }
        }

        Assert.Equal(expected.Order(), taken);
    }

    public void Dispose() => _source.Dispose();

    private PartitionGroup Group(TimeSpan maxIdle = default) => new(3, _source, maxIdle, _clock);

    private static string TakeAll(PartitionGroup group)
    {
        List<string> taken = [];
        while (TakeOne(group) is { Length: > 0 } one)
        {
            taken.Add(one);
        }

        return string.Join(" | ", taken);
    }

    private static string TakeOne(PartitionGroup group)
    {
        if (!group.TryTake(100, out RecordQueue queue, out RecordBatch batch))
        {
            return "";
        }

        string[] times = new string[batch.Count];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = batch[i].TimestampMs.ToString(CultureInfo.InvariantCulture);
        }

        return $"{queue.Source}:{string.Join(',', times)}";
    }
}
