using QueryGen.Checkpoints;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Storage;
using QueryGen.Testing.Simulation;
using QueryGen.Tests.State;
using Xunit;

namespace QueryGen.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private const string Layout = "N INTEGER, NAME VARCHAR -> COUNT BIGINT, LATEST VARCHAR";
    private const string Folder = StoreCheckpoints.Folder;

    private readonly StoreCheckpoints _checkpoints = new();
    private readonly AggregateStore<PairKey, CountState> _store = new("counts", Layout);

    [Fact]
    public void A_store_of_many_parts_comes_back_from_its_checkpoint()
    {
        Fill(60_000, count: 1);
        Write(offset: 60_001);

        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
        Assert.Equal(60_001, Restore(restored, end: 70_000));

        Assert.Equal(60_000, restored.Count);
        Assert.Equal(1, CountOf(restored, 59_999));
        Assert.False(restored.HasChanges);
        Assert.Equal(1, _checkpoints.Flushes);
        Assert.DoesNotContain(_checkpoints.Logger.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_are_kept_and_the_newest_one_is_taken()
    {
        for (int count = 1; count <= 4; count++)
        {
            Fill(3, count);
            Write(offset: 3 * count);
        }

        Assert.Equal(["00000000000000000009.checkpoint", "00000000000000000012.checkpoint"], _checkpoints.Disk.Files(Folder));
        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
        Assert.Equal(12, Restore(restored, end: 12));
        Assert.Equal(4, CountOf(restored, 2));
    }

    [Fact]
    public void A_bit_that_flips_anywhere_is_found_before_a_record_is_taken_and_the_older_one_takes_its_place()
    {
        Fill(3, count: 1);
        Write(offset: 3);
        Fill(3, count: 2);
        Write(offset: 6);
        string newest = Folder + "/00000000000000000006.checkpoint";
        long length = _checkpoints.Disk.AllFiles().Single(file => file.Path == newest).Length;
        for (long at = 0; at < length; at++)
        {
            SimulatedDisk flipped = _checkpoints.Disk.Copy();
            flipped.FlipBit(newest, at, (int)(at % 8));
            using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
            long? offset = Restore(restored, end: 6, flipped);

            // The leader's epoch is no part of Kafka's checksum, and nobody reads it.
            bool isEpoch = (at - CheckpointHeader.Bytes) is >= 12 and < 16;
            Assert.Equal(isEpoch ? 6 : 3, offset);
            Assert.Equal(isEpoch ? 2 : 1, CountOf(restored, 1));
        }

        Assert.Contains(
            $"Warning: The checkpoint {newest} is damaged and is not used: the checksum of its header is wrong; "
            + "the store is restored from an older one or from its changelog",
            _checkpoints.Logger.Lines);
    }

    [Theory]
    [InlineData(0, "it does not begin as a checkpoint does")]
    [InlineData(60, "it has 60 bytes and should have ")]
    public void One_that_is_torn_is_passed_over(long bytes, string reason)
    {
        Fill(3, count: 1);
        Write(offset: 3);
        _checkpoints.Disk.Shorten(Folder + "/00000000000000000003.checkpoint", bytes);
        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);

        Assert.Null(Restore(restored, end: 3));

        Assert.Equal(0, restored.Count);
        Assert.Contains(_checkpoints.Logger.Lines, line => line.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_is_ahead_of_the_changelog_is_deleted_for_good()
    {
        Fill(3, count: 1);
        Write(offset: 3);
        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);

        Assert.Null(Restore(restored, end: 2));
        _checkpoints.Disk.Restart();
        Assert.Null(Restore(restored, end: 100));

        Assert.Contains(
            $"Warning: The checkpoint {Folder}/00000000000000000003.checkpoint is deleted: it holds commits that the log does not have, "
            + "whose last record is before 3",
            _checkpoints.Logger.Lines);
    }

    [Fact]
    public void One_that_is_older_than_deletions_stay_is_used_only_where_nothing_came_behind_it()
    {
        Fill(3, count: 1);
        Write(offset: 3);
        _checkpoints.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        using AggregateStore<PairKey, CountState> inTime = new("counts", Layout);
        Assert.Equal(3, Restore(inTime, end: 4));

        _checkpoints.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using AggregateStore<PairKey, CountState> tooLate = new("counts", Layout);
        Assert.Null(Restore(tooLate, end: 4));
        using AggregateStore<PairKey, CountState> complete = new("counts", Layout);
        Assert.Equal(3, Restore(complete, end: 3));
    }

    [Fact]
    public void A_checkpoint_of_another_layout_is_refused()
    {
        Fill(3, count: 1);
        Write(offset: 3);
        using AggregateStore<PairKey, CountState> other = new("counts", "N INTEGER, NAME VARCHAR -> COUNT BIGINT");

        StateLayoutException error = Assert.Throws<StateLayoutException>(() => Restore(other, end: 3));

        Assert.Contains("LATEST VARCHAR is gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_costs_the_checkpoint_and_not_the_task()
    {
        Fill(3, count: 1);
        Write(offset: 3);
        Fill(3, count: 2);
        _checkpoints.Disk.Faults = new DiskFaults { CapacityBytes = _checkpoints.Disk.UsedBytes };

        Write(offset: 6);

        _checkpoints.Disk.Faults = DiskFaults.None;
        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
        Assert.Equal(3, Restore(restored, end: 6));
        Assert.Contains(
            $"Warning: The checkpoint {Folder}/new.tmp could not be written; a restart reads more of the changelog",
            _checkpoints.Logger.Lines);
    }

    public void Dispose() => _store.Dispose();

    private static PairKey Key(int number) => new() { Number = number };

    private static long CountOf(AggregateStore<PairKey, CountState> store, int number) =>
        store.TryGet(Key(number), out AggregateEntry<CountState> entry) ? entry.State.Count : 0;

    private void Fill(int keys, int count)
    {
        using OutputBuffer changelog = new();
        for (int i = 0; i < keys; i++)
        {
            ref AggregateEntry<CountState> entry = ref _store.GetOrAdd(Key(i));
            entry.TimestampMs = count;
            entry.State.Count = count;
        }

        _store.WriteChanges(changelog);
    }

    private void Write(long offset) => _checkpoints.Write(_store, offset);

    private long? Restore(StateStore store, long end, IDisk? disk = null) => _checkpoints.Restore(store, end, disk);
}
