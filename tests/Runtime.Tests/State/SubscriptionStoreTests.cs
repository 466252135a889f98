using System.Text;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class SubscriptionStoreTests : IDisposable
{
    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_holds_who_names_whom_in_order_also_over_restarts(int seed)
    {
        SubscriptionStore<PairKey, PairKey> store = New();
        SortedDictionary<(int Key, string Subscriber), long> model = [];
        Random random = new(seed);
        for (int step = 0; step < 20_000; step++)
        {
            (int key, string subscriber) = (random.Next(20), $"{random.Next(50)}");
            if (random.Next(3) == 0)
            {
                store.Remove(Key(key), Subscriber(subscriber));
                model.Remove((key, subscriber));
            }
            else
            {
                bool isThere = random.Next(2) == 0 && store.TryUpdate(Key(key), Subscriber(subscriber), step);
                Assert.True(!isThere || model.ContainsKey((key, subscriber)));
                if (!isThere)
                {
                    store.Put(Key(key), Subscriber(subscriber), step, Encoding.UTF8.GetBytes(subscriber));
                }

                model[(key, subscriber)] = step;
            }

            Assert.Equal(model.Count, store.Count);
            if (random.Next(50) == 0)
            {
                Assert.Equal(Named(model, key), Named(store, key));
            }

            if (random.Next(2_000) == 0)
            {
                store = Restarted(store, fromCheckpoint: random.Next(2) == 0);
            }

            _arena.Reset();
        }

        for (int key = 0; key < 20; key++)
        {
            Assert.Equal(Named(model, key), Named(store, key));
        }

        store.Dispose();
    }

    [Fact]
    public void Pairs_of_keys_that_belong_together_have_hashes_of_their_own()
    {
        // As orders name customers: the one key tells the other.
        HashSet<uint> places = [];
        for (int subscriber = 0; subscriber < 10_000; subscriber++)
        {
            Subscription<NumberKey, NumberKey> pair = new()
            {
                Key = new NumberKey { Number = subscriber % 1000 },
                Subscriber = new NumberKey { Number = subscriber },
            };
            places.Add(pair.Hash().Value >> 16);
        }

        // Chance alone would give 9,276 places of 65,536.
        Assert.InRange(places.Count, 9_000, 10_000);
    }

    [Fact]
    public void Nothing_is_left_behind_of_those_who_go()
    {
        using SubscriptionStore<PairKey, PairKey> store = New();
        long sizeBytes = 0;
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 1000; i++)
            {
                store.Put(Key(i % 10), Subscriber($"{i}"), i, Encoding.UTF8.GetBytes($"{i}"));
            }

            for (int i = 0; i < 1000; i++)
            {
                store.Remove(Key(i % 10), Subscriber($"{i}"));
            }

            store.WriteChanges(_changelog);
            Assert.Equal(0, store.Count);
            sizeBytes = round == 0 ? store.SizeBytes : sizeBytes;
            Assert.Equal(sizeBytes, store.SizeBytes);
            _arena.Reset();
        }
    }

    public void Dispose()
    {
        _arena.Dispose();
        _changelog.Dispose();
    }

    private static SubscriptionStore<PairKey, PairKey> New() => new("s", "layout");

    private static List<(string, long)> Named(SortedDictionary<(int Key, string Subscriber), long> model, int key) =>
        [.. model.Where(pair => pair.Key.Key == key).OrderBy(pair => pair.Key.Subscriber, StringComparer.Ordinal)
            .Select(pair => (pair.Key.Subscriber, pair.Value))];

    private List<(string, long)> Named(SubscriptionStore<PairKey, PairKey> store, int key)
    {
        List<(string, long)> found = [];
        SubscriberList<PairKey> subscribers = store.Find(Key(key));
        for (int i = 0; i < subscribers.Count; i++)
        {
            string name = subscribers.Get(i, out long version).Name.ToString() ?? "";
            found.Add((name, version));
        }

        return found;
    }

    private SubscriptionStore<PairKey, PairKey> Restarted(SubscriptionStore<PairKey, PairKey> store, bool fromCheckpoint)
    {
        store.WriteChanges(_changelog);
        SubscriptionStore<PairKey, PairKey> restored = New();
        if (fromCheckpoint)
        {
            Changelog.Copy(store, restored);
        }
        else
        {
            Changelog.Restore(restored, _changelog);
        }

        store.Dispose();
        return restored;
    }

    private PairKey Key(int number) => new() { Number = number, Name = _arena.Text($"key {number}") };

    private PairKey Subscriber(string name) => new() { Number = 1, Name = _arena.Text(name) };
}
