using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Tests.Checkpoints;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

[Collection(AllocationCollection.Name)]
public sealed class SessionStoreTests : IDisposable
{
    private const string Layout = "N INTEGER, NAME VARCHAR -> COUNT BIGINT, LATEST VARCHAR, SESSION";

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Theory]
    [InlineData(1, 5, 0, null, false)]
    [InlineData(2, 5, 20, null, false)]
    [InlineData(3, 0, 3, 40, false)]
    [InlineData(4, 5, 0, null, true)]
    [InlineData(5, 7, 25, null, true)]
    [InlineData(6, 3, 2, 60, true)]
    public void It_holds_and_writes_what_the_rules_of_sessions_say_and_so_does_one_restored(
        int seed, long gapMs, long graceMs, int? retentionMs, bool isFinal)
    {
        SessionStore<PairKey, CountState> store = new("s", Layout, gapMs, graceMs, retentionMs, isFinal, isFinal);
        Model model = new(gapMs, graceMs, retentionMs ?? (gapMs + graceMs), isFinal);
        Random random = new(seed);
        StoreCheckpoints checkpoints = new();
        int restoredFromCheckpoints = 0;
        long nowMs = 0;
        for (int step = 0; step < 20_000; step++)
        {
            nowMs += random.Next(200) == 0 ? random.Next(300) : random.Next(3);
            long timestampMs = Math.Max(0, nowMs - random.Next(40));
            int number = random.Next(20);
            Assert.Equal(model.Take(number, timestampMs), Take(store, number, timestampMs, $"text {step}"));
            Assert.Equal(model.TakeFinal(), Close(store));
            if (random.Next(100) == 0)
            {
                store.WriteChanges(_changelog);
                if (random.Next(10) == 0)
                {
                    SessionStore<PairKey, CountState> restored = new("s", Layout, gapMs, graceMs, retentionMs, isFinal, isFinal);
                    int from = random.Next(3) == 0 ? 0 : (int)(checkpoints.Restore(restored, _changelog.Count) ?? 0);
                    restoredFromCheckpoints += from > 0 ? 1 : 0;
                    Changelog.Restore(restored, _changelog, from, random.Next(2) == 0 ? store.ExpiredBeforeMs : long.MinValue);
                    store.Dispose();
                    store = restored;
                }
                else if (random.Next(5) == 0)
                {
                    checkpoints.Write(store, _changelog.Count);
                }
            }

            _arena.Reset();
        }

        Assert.NotEqual(0, restoredFromCheckpoints);
        Assert.True(store.ExpiredBeforeMs > nowMs / 2);
        store.WriteChanges(_changelog);
        using SessionStore<PairKey, CountState> copied = new("s", Layout, gapMs, graceMs, retentionMs, isFinal, isFinal);
        Changelog.Copy(store, copied);
        model.AssertHeldBy(store, Key);
        model.AssertHeldBy(copied, Key);
        store.Dispose();
    }

    [Fact]
    public void A_row_that_brings_two_sessions_together_tells_both()
    {
        using SessionStore<PairKey, CountState> store = new("s", Layout, gapMs: 10, graceMs: 100);
        Assert.True(Take(store, 1, 0, "a"));
        Assert.True(Take(store, 1, 20, "b"));

        Assert.True(store.Observe(Key(1), 10));
        Assert.True(store.TryTakeChanged(out long startMs, out long endMs, out _));
        Assert.Equal((0, 0), (startMs, endMs));
        Assert.True(store.TryTakeChanged(out startMs, out endMs, out _));
        Assert.Equal((20, 20), (startMs, endMs));
        Assert.False(store.TryTakeChanged(out _, out _, out _));

        ref AggregateEntry<CountState> entry = ref store.Merge(out startMs, out endMs);
        Assert.Equal((0, 20, 2, "b"), (startMs, endMs, entry.State.Count, entry.State.Latest.ToText().ToString()));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void Rows_of_one_time_change_no_bounds()
    {
        using SessionStore<PairKey, CountState> store = new("s", Layout, gapMs: 10, graceMs: 100);
        Assert.True(Take(store, 1, 5, "a"));

        Assert.True(store.Observe(Key(1), 5));
        Assert.False(store.TryTakeChanged(out _, out _, out _));
    }

    [Fact]
    public void What_expires_gives_its_memory_back()
    {
        using SessionStore<PairKey, CountState> store = new("s", Layout, gapMs: 10, graceMs: 0);
        long most = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Take(store, i, i * 5, "a text that is longer than a few bytes");
            if (i % 100 == 0)
            {
                store.WriteChanges(_changelog);
                _changelog.Clear();
            }

            most = i == 1_000 ? store.SizeBytes : most;
            _arena.Reset();
        }

        // What has changed keeps its place until the changes are written.
        store.WriteChanges(_changelog);
        Assert.InRange(store.Count, 1, 3);
        Assert.InRange(store.SizeBytes, 1, most);
    }

    [Fact]
    public void Sessions_come_grow_merge_and_go_without_an_allocation()
    {
        using SessionStore<PairKey, CountState> store = new("s", Layout, gapMs: 10, graceMs: 20, isFinal: true);
        PairKey[] keys = [.. Enumerable.Range(0, 50).Select(Key)];
        Text text = _arena.Text("a text that the state keeps, longer with time");
        long allocated = 0;
        long nowMs = 0;
        for (int pass = 0; pass < 5; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50_000; i++)
            {
                nowMs += i % 10 == 0 ? 1 : 0;
                if (i * 7 % 400 < 50 && store.Observe(in keys[i * 7 % 50], nowMs - (i % 15)))
                {
                    store.Memory.Keep(ref store.Merge(out _, out _).State.Latest, text.Slice(0, i % text.Length));
                }

                if (store.HasClosed)
                {
                    store.Close(new RecordContext(nowMs), new Nowhere());
                }

                if (i % 1000 == 0)
                {
                    store.WriteChanges(_changelog);
                    _changelog.Clear();
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _changelog.Dispose();
    }

    private static List<(int Number, long StartMs, long EndMs, long Count)> Close(SessionStore<PairKey, CountState> store)
    {
        List<(int Number, long StartMs, long EndMs, long Count)> rows = [];
        if (store.HasClosed)
        {
            store.Close(new RecordContext(0), new Rows(rows));
        }

        return rows;
    }

    private bool Take(SessionStore<PairKey, CountState> store, int number, long timestampMs, string text)
    {
        if (!store.Observe(Key(number), timestampMs))
        {
            return false;
        }

        ref AggregateEntry<CountState> entry = ref store.Merge(out _, out _);
        entry.State.Count++;
        store.Memory.Keep(ref entry.State.Latest, _arena.Text(text));
        return true;
    }

    private PairKey Key(int number) => new() { Number = number, Name = _arena.Text("group") };

    // KAFKA's bytes of an INT.
    private readonly struct Rows(List<(int Number, long StartMs, long EndMs, long Count)> rows) : IFinalOutput<PairKey, CountState>
    {
        public void WriteKey(in PairKey key, OutputBuffer output)
        {
            BufferCursor cursor = output.Write();
            cursor.Raw([0, 0, 0, (byte)key.Number!.Value]);
            output.EndKey(cursor);
        }

        public void Final(
            in PairKey key, ref AggregateEntry<CountState> entry, long startMs, long endMs, in RecordContext context) =>
            rows.Add((key.Number!.Value, startMs, endMs, entry.State.Count));
    }

    private readonly struct Nowhere : IFinalOutput<PairKey, CountState>
    {
        public void WriteKey(in PairKey key, OutputBuffer output) => output.EndKey(output.Write());

        public void Final(in PairKey key, ref AggregateEntry<CountState> entry, long startMs, long endMs, in RecordContext context)
        {
        }
    }

    /// <summary>The rules of docs/semantics/windows.md, written down once more and slowly.</summary>
    private sealed class Model(long gapMs, long graceMs, long retentionMs, bool isFinal)
    {
        private readonly List<Session> _all = [];
        private long _streamTimeMs = -1;
        private long _newestEndMs = -1;
        private long _finalBeforeMs = long.MinValue;

        public bool Take(int number, long timestampMs)
        {
            _all.RemoveAll(one => one.EndMs <= _newestEndMs - retentionMs && (!isFinal || one.EndMs < _finalBeforeMs));
            _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
            List<Session> near = _all.FindAll(one => one.Number == number && one.EndMs >= timestampMs - gapMs
                && one.StartMs <= timestampMs + gapMs && (!isFinal || one.EndMs >= _finalBeforeMs));
            long startMs = near.Select(one => one.StartMs).Append(timestampMs).Min();
            long endMs = near.Select(one => one.EndMs).Append(timestampMs).Max();
            if (endMs < _streamTimeMs - graceMs - gapMs)
            {
                return false;
            }

            _all.RemoveAll(near.Contains);
            _all.Add(new Session(number, startMs, endMs, near.Sum(one => one.Count) + 1));
            _newestEndMs = Math.Max(_newestEndMs, endMs);
            return true;
        }

        public List<(int Number, long StartMs, long EndMs, long Count)> TakeFinal()
        {
            long closedMs = _streamTimeMs - graceMs - gapMs;
            List<(int Number, long StartMs, long EndMs, long Count)> rows = !isFinal ? [] :
            [
                .. _all.Where(one => one.EndMs >= _finalBeforeMs && one.EndMs < closedMs)
                    .OrderBy(one => (one.EndMs, one.StartMs, one.Number))
                    .Select(one => (one.Number, one.StartMs, one.EndMs, one.Count)),
            ];
            _finalBeforeMs = Math.Max(_finalBeforeMs, closedMs);
            return rows;
        }

        public void AssertHeldBy(SessionStore<PairKey, CountState> store, Func<int, PairKey> key)
        {
            foreach (Session one in _all.Where(one => !isFinal || one.EndMs < _finalBeforeMs))
            {
                Assert.True(store.TryGet(key(one.Number), one.StartMs, out long endMs, out AggregateEntry<CountState> entry));
                Assert.Equal((one.EndMs, one.Count), (endMs, entry.State.Count));
            }

            Assert.Equal(_all.Count, store.Count);
        }

        private sealed record Session(int Number, long StartMs, long EndMs, long Count);
    }
}
