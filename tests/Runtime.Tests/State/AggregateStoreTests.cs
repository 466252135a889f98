using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class AggregateStoreTests : IDisposable
{
    private const string Layout = "N INTEGER, NAME VARCHAR -> COUNT BIGINT, LATEST VARCHAR";

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Fact]
    public void A_state_is_updated_in_place_and_comes_back_from_the_changelog()
    {
        using AggregateStore<PairKey, CountState> store = new("counts", Layout);
        Dictionary<int, (long Count, string? Latest, long TimestampMs)> model = [];
        Random random = new(7);
        for (int step = 0; step < 30_000; step++)
        {
            int number = random.Next(500);
            string? latest = random.Next(5) == 0 ? null : new string('x', random.Next(80));
            long timestampMs = random.Next(1000);
            Update(store, number, latest, timestampMs);
            (long count, _, long highest) = model.GetValueOrDefault(number);
            model[number] = (count + 1, latest, Math.Max(highest, timestampMs));
            if (step % 1000 == 0)
            {
                store.WriteChanges(_changelog);
            }
        }

        store.WriteChanges(_changelog);
        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
        Changelog.Restore(restored, _changelog);
        using AggregateStore<PairKey, CountState> copied = new("counts", Layout);
        Changelog.Copy(store, copied);
        Assert.Equal(model.Count, restored.Count);
        Assert.Equal(model.Count, copied.Count);
        foreach ((int number, (long Count, string? Latest, long TimestampMs) expected) in model)
        {
            Assert.Equal(expected, Read(store, number));
            Assert.Equal(expected, Read(restored, number));
            Assert.Equal(expected, Read(copied, number));
        }
    }

    [Fact]
    public void A_group_that_is_not_there_is_not_found_and_a_new_one_has_no_time()
    {
        using AggregateStore<PairKey, CountState> store = new("counts", Layout);
        Assert.False(store.TryGet(Key(1), out _));

        ref AggregateEntry<CountState> entry = ref store.GetOrAdd(Key(1));

        Assert.Equal(long.MinValue, entry.TimestampMs);
        Assert.Equal(0, entry.State.Count);
        Assert.True(entry.State.Latest.IsNull);
        Assert.False(entry.IsEmitted);
    }

    [Fact]
    public void What_HAVING_let_pass_is_remembered_over_a_restart()
    {
        using AggregateStore<PairKey, CountState> store = new("counts", Layout);
        store.GetOrAdd(Key(1)).IsEmitted = true;
        store.WriteChanges(_changelog);

        using AggregateStore<PairKey, CountState> restored = new("counts", Layout);
        Changelog.Restore(restored, _changelog);

        Assert.True(restored.TryGet(Key(1), out AggregateEntry<CountState> entry));
        Assert.True(entry.IsEmitted);
    }

    [Fact]
    public void An_update_of_a_group_that_is_there_allocates_nothing()
    {
        using AggregateStore<PairKey, CountState> store = new("counts", Layout);
        Text latest = new RecordArena().Text("a text that the state keeps");
        PairKey[] keys = [.. Enumerable.Range(0, 100).Select(Key)];
        long allocated = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100_000; i++)
            {
                ref AggregateEntry<CountState> entry = ref store.GetOrAdd(in keys[i % keys.Length]);
                entry.State.Count++;
                store.Memory.Keep(ref entry.State.Latest, latest);
                entry.TimestampMs = i;
            }

            store.WriteChanges(_changelog);
            _changelog.Clear();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_damaged_changelog_is_an_error_and_no_guess()
    {
        using AggregateStore<PairKey, CountState> store = new("counts", Layout);
        _changelog.Begin(1);
        BufferCursor cursor = _changelog.Write();
        cursor.Raw("k"u8);
        _changelog.EndKey(cursor);
        cursor = _changelog.Write();
        cursor.Raw("short"u8);
        _changelog.EndValue(cursor);
        _changelog.End();

        Assert.Throws<InvalidDataException>(() => Changelog.Restore(store, _changelog));
    }

    public void Dispose()
    {
        _arena.Dispose();
        _changelog.Dispose();
    }

    private void Update(AggregateStore<PairKey, CountState> store, int number, string? latest, long timestampMs)
    {
        ref AggregateEntry<CountState> entry = ref store.GetOrAdd(Key(number));
        entry.State.Count++;
        store.Memory.Keep(ref entry.State.Latest, _arena.Text(latest));
        entry.TimestampMs = Math.Max(entry.TimestampMs, timestampMs);
        _arena.Reset();
    }

    private (long Count, string? Latest, long TimestampMs) Read(AggregateStore<PairKey, CountState> store, int number)
    {
        Assert.True(store.TryGet(Key(number), out AggregateEntry<CountState> entry));
        return (entry.State.Count, entry.State.Latest.ToText().ToString(), entry.TimestampMs);
    }

    private PairKey Key(int number) => new() { Number = number, Name = _arena.Text($"group {number}") };
}
