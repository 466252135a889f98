using System.Buffers.Binary;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class WindowStoreTests : IDisposable
{
    private const string Layout = "N INTEGER, NAME VARCHAR -> COUNT BIGINT, LATEST VARCHAR";

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Theory]
    [InlineData(0, 10, true, 0)]
    [InlineData(9, 10, true, 0)]
    [InlineData(10, 10, true, 10)]
    [InlineData(0, 14, true, 0)]
    [InlineData(0, 15, false, 0)]
    [InlineData(9, 15, false, 0)]
    [InlineData(10, 15, true, 10)]
    public void A_row_is_late_once_stream_time_reaches_its_windows_end_and_grace(
        long timestampMs, long streamTimeMs, bool isTaken, long expectedStartMs)
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 5);
        Assert.True(store.Observe(streamTimeMs, out _));

        Assert.Equal(isTaken, store.Observe(timestampMs, out long startMs));
        Assert.Equal(expectedStartMs, startMs);
    }

    [Theory]
    [InlineData(1, 10, 0, null)]
    [InlineData(2, 10, 25, null)]
    [InlineData(3, 7, 30, 100)]
    public void It_holds_what_the_rules_of_time_say_and_so_does_one_restored(int seed, long sizeMs, long graceMs, int? retentionMs)
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs, graceMs, retentionMs);
        Model model = new(sizeMs, graceMs, retentionMs ?? (sizeMs + graceMs));
        Random random = new(seed);
        long nowMs = 0;
        for (int step = 0; step < 20_000; step++)
        {
            nowMs += random.Next(3);
            long timestampMs = Math.Max(0, nowMs - random.Next(60));
            int number = random.Next(20);
            bool isTaken = store.Observe(timestampMs, out long startMs);
            Assert.Equal(model.Take(number, timestampMs), isTaken);
            if (isTaken)
            {
                ref AggregateEntry<CountState> entry = ref store.GetOrAdd(Key(number), startMs);
                entry.State.Count++;
                store.Memory.Keep(ref entry.State.Latest, _arena.Text($"text {step}"));
                entry.TimestampMs = Math.Max(entry.TimestampMs, timestampMs);
            }

            if (random.Next(100) == 0)
            {
                store.WriteChanges(_changelog);
            }

            _arena.Reset();
        }

        store.WriteChanges(_changelog);
        using WindowStore<PairKey, CountState> restored = new("w", Layout, sizeMs, graceMs, retentionMs);
        Changelog.Restore(restored, _changelog);
        using WindowStore<PairKey, CountState> pruned = new("w", Layout, sizeMs, graceMs, retentionMs);
        Changelog.Restore(pruned, _changelog, expiredBeforeMs: store.ExpiredBeforeMs);
        Assert.True(store.ExpiredBeforeMs > nowMs / 2);
        using WindowStore<PairKey, CountState> copied = new("w", Layout, sizeMs, graceMs, retentionMs);
        Changelog.Copy(store, copied);
        model.AssertHeldBy(store, Key);
        model.AssertHeldBy(restored, Key);
        model.AssertHeldBy(pruned, Key);
        model.AssertHeldBy(copied, Key);
        Assert.Equal(store.Observe(nowMs - graceMs - sizeMs, out _), copied.Observe(nowMs - graceMs - sizeMs, out _));
        Assert.Equal(store.Observe(nowMs - graceMs - sizeMs, out _), restored.Observe(nowMs - graceMs - sizeMs, out _));
        Assert.Equal(store.Observe(nowMs - graceMs - sizeMs, out _), pruned.Observe(nowMs - graceMs - sizeMs, out _));
    }

    [Fact]
    public void An_expired_window_gives_its_memory_back_and_writes_no_change()
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 0);
        Count(store, number: 1, timestampMs: 0);
        long sizeBytes = store.SizeBytes;
        for (int i = 1; i < 100; i++)
        {
            Count(store, number: 1, timestampMs: i * 20);
        }

        Assert.Equal(1, store.Count);
        Assert.Equal(sizeBytes, store.SizeBytes);
        store.WriteChanges(_changelog);
        Assert.Equal(2, _changelog.Count);
        Assert.Equal(99 * 20, BinaryPrimitives.ReadInt64BigEndian(_changelog[1].Key[^8..]));
    }

    [Fact]
    public void A_window_of_the_past_that_nobody_has_touched_is_not_found()
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 100);
        Count(store, number: 1, timestampMs: 25);

        Assert.True(store.TryGet(Key(1), 20, out AggregateEntry<CountState> entry));
        Assert.Equal((1, 25), (entry.State.Count, entry.TimestampMs));
        Assert.False(store.TryGet(Key(1), 10, out _));
        Assert.False(store.TryGet(Key(2), 20, out _));
    }

    [Fact]
    public void Updates_allocate_nothing_also_when_rows_jump_between_windows()
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 1000);
        PairKey[] keys = [.. Enumerable.Range(0, 50).Select(Key)];
        long allocated = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50_000; i++)
            {
                store.Observe(i % 7 * 10, out long startMs);
                store.GetOrAdd(in keys[i % keys.Length], startMs).State.Count++;
            }

            store.WriteChanges(_changelog);
            _changelog.Clear();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Updates_allocate_nothing_also_when_windows_come_and_go()
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 20);
        PairKey[] keys = [.. Enumerable.Range(0, 50).Select(Key)];
        Text text = _arena.Text("a text that the state keeps, longer with the window");
        long allocated = 0;
        long nowMs = 0;
        for (int pass = 0; pass < 4; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50_000; i++)
            {
                nowMs += i % 10 == 0 ? 1 : 0;
                Assert.True(store.Observe(nowMs - (i % 7), out long startMs));
                ref AggregateEntry<CountState> entry = ref store.GetOrAdd(in keys[i % keys.Length], startMs);
                store.Memory.Keep(ref entry.State.Latest, text.Slice(0, (int)(startMs / 10 % text.Length)));
                if (i % 1000 == 0)
                {
                    store.WriteChanges(_changelog);
                    _changelog.Clear();
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.InRange(store.Count, 50, 200);
    }

    [Fact]
    public void Many_windows_are_kept_side_by_side_and_go_together_when_time_jumps()
    {
        using WindowStore<PairKey, CountState> store = new("w", Layout, sizeMs: 10, graceMs: 100_000);
        Random random = new(5);
        int[] starts = [.. Enumerable.Range(0, 5_000).Select(window => window * 10)];
        Count(store, number: 0, timestampMs: starts[^1]);
        random.Shuffle(starts);
        foreach (int startMs in starts)
        {
            Count(store, number: 1, timestampMs: startMs + random.Next(10));
        }

        Assert.Equal(5_001, store.Count);
        Assert.All(starts, startMs => Assert.True(store.TryGet(Key(1), startMs, out _)));

        Count(store, number: 1, timestampMs: 1_000_000);
        Assert.Equal(1, store.Count);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _changelog.Dispose();
    }

    private void Count(WindowStore<PairKey, CountState> store, int number, long timestampMs)
    {
        Assert.True(store.Observe(timestampMs, out long startMs));
        ref AggregateEntry<CountState> entry = ref store.GetOrAdd(Key(number), startMs);
        entry.State.Count++;
        entry.TimestampMs = timestampMs;
    }

    private PairKey Key(int number) => new() { Number = number, Name = _arena.Text("group") };

    /// <summary>The rules of docs/semantics/windows.md, written down once more and slowly.</summary>
    private sealed class Model(long sizeMs, long graceMs, long retentionMs)
    {
        private readonly Dictionary<(int Number, long StartMs), (long Count, long TimestampMs)> _all = [];
        private long _streamTimeMs = long.MinValue;

        public bool Take(int number, long timestampMs)
        {
            _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
            long startMs = timestampMs / sizeMs * sizeMs;
            if (startMs + sizeMs <= _streamTimeMs - graceMs)
            {
                return false;
            }

            (long count, long highest) = _all.GetValueOrDefault((number, startMs));
            _all[(number, startMs)] = (count + 1, Math.Max(highest, timestampMs));
            return true;
        }

        public void AssertHeldBy(WindowStore<PairKey, CountState> store, Func<int, PairKey> key)
        {
            long newestMs = _all.Keys.Max(one => one.StartMs);
            int held = 0;
            foreach (((int number, long startMs), (long Count, long TimestampMs) expected) in _all)
            {
                bool isKept = startMs >= newestMs - retentionMs;
                Assert.Equal(isKept, store.TryGet(key(number), startMs, out AggregateEntry<CountState> entry));
                if (isKept)
                {
                    held++;
                    Assert.Equal(expected, (entry.State.Count, entry.TimestampMs));
                }
            }

            Assert.Equal(held, store.Count);
        }
    }
}
