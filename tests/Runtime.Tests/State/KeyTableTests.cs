using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed unsafe class KeyTableTests : IDisposable
{
    private readonly RecordArena _arena = new();
    private readonly StoreMemory _memory = new();

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 40)]
    [InlineData(3, 5_000)]
    public void It_holds_what_a_dictionary_holds_however_keys_come_and_go(int seed, int keys)
    {
        using KeyTable<PairKey, long> table = new(_memory);
        Dictionary<int, long> model = [];
        Random random = new(seed);
        for (int step = 0; step < 60_000; step++)
        {
            int number = random.Next(keys);
            Slot<PairKey, long>* slot = table.Find(Key(number));
            Assert.Equal(model.ContainsKey(number), slot != null);
            if (random.Next(5) < 2)
            {
                if (slot != null)
                {
                    table.Remove(slot);
                    model.Remove(number);
                }
            }
            else
            {
                slot = table.FindOrAdd(Key(number), out bool isNew);
                Assert.Equal(!model.ContainsKey(number), isNew);
                Assert.Equal(isNew ? 0 : model[number], slot->Value);
                slot->Value = model[number] = step;
            }

            _arena.Reset();
            Assert.Equal(model.Count, table.Count);
        }

        AssertHolds(model, table);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(5_000)]
    public void All_values_that_a_test_holds_for_go_and_no_others(int keys)
    {
        using KeyTable<PairKey, long> table = new(_memory);
        for (int round = 0; round < 20; round++)
        {
            Dictionary<int, long> model = [];
            Random random = new(round);
            for (int i = 0; i < keys; i++)
            {
                table.FindOrAdd(Key(i), out _)->Value = model[i] = random.Next(100);
            }

            table.RemoveAll(new IsBelow(5 * round));
            AssertHolds(model.Where(pair => pair.Value >= 5 * round).ToDictionary(), table);
        }
    }

    [Fact]
    public void Removing_everything_leaves_no_slot_and_no_memory_behind()
    {
        using KeyTable<PairKey, long> table = new(_memory);
        long sizeBytes = 0;
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 1000; i++)
            {
                table.FindOrAdd(Key(i), out _);
            }

            sizeBytes = round == 0 ? table.SizeBytes : sizeBytes;
            for (int i = 0; i < 1000; i++)
            {
                table.Remove(table.Find(Key(i)));
            }

            long place = 0;
            Assert.True(table.Next(ref place) == null);
            Assert.Equal(0, _memory.SizeBytes);
            Assert.Equal(sizeBytes, table.SizeBytes);
            _arena.Reset();
        }
    }

    [Fact]
    public void A_changed_key_is_told_once_in_the_order_of_first_changes_also_when_slots_move()
    {
        using KeyTable<PairKey, long> table = new(_memory);
        for (int i = 0; i < 500; i++)
        {
            table.Touch(table.FindOrAdd(Key(i), out _));
            table.Touch(table.Find(Key(i / 2)));
        }

        Assert.Equal(500, table.ChangedCount);
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal($"name of {i}", table.TakeChanged(i)->Key.Name.ToString());
        }

        table.ForgetChanged();
        table.Touch(table.Find(Key(7)));
        Assert.Equal(1, table.ChangedCount);
        Assert.Equal("name of 7", table.TakeChanged(0)->Key.Name.ToString());
    }

    [Fact]
    public void A_cleared_table_is_empty_and_takes_the_same_keys_again()
    {
        using KeyTable<PairKey, long> table = new(_memory);
        for (int i = 0; i < 100; i++)
        {
            table.Touch(table.FindOrAdd(Key(i), out _));
        }

        table.Clear();
        _memory.Clear();

        Assert.Equal((0, 0), (table.Count, table.ChangedCount));
        Assert.True(table.Find(Key(5)) == null);
        table.FindOrAdd(Key(5), out bool isNew);
        Assert.True(isNew);
    }

    [Theory]
    [InlineData(10, 16)]
    [InlineData(11, 32)]
    [InlineData(640, 1024)]
    public void A_table_for_an_expected_number_of_keys_has_room_for_them(int expected, int slots)
    {
        using KeyTable<PairKey, long> table = new(_memory, expected);
        long sizeBytes = table.SizeBytes;
        for (int i = 0; i < expected; i++)
        {
            table.FindOrAdd(Key(i), out _);
        }

        Assert.Equal((long)slots * sizeof(Slot<PairKey, long>), table.SizeBytes);
        Assert.Equal(sizeBytes, table.SizeBytes);
    }

    [Fact]
    public void A_large_table_in_huge_pages_works_as_a_small_one()
    {
        using KeyTable<PairKey, long> table = new(_memory);
        for (int i = 0; i < 100_000; i++)
        {
            table.FindOrAdd(new PairKey { Number = i }, out _)->Value = i;
        }

        Assert.True(table.SizeBytes > NativePages.HugePageBytes);
        for (int i = 0; i < 100_000; i++)
        {
            Assert.Equal(i, table.Find(new PairKey { Number = i })->Value);
        }
    }

    /// <summary>Else loading a checkpoint, which comes in this order, would take time with the square of its keys.</summary>
    [Fact]
    public void A_smaller_table_that_is_filled_in_the_order_of_a_larger_one_is_filled_evenly()
    {
        using KeyTable<PairKey, long> table = new(_memory);
        const int Keys = 100_000;
        for (int i = 0; i < Keys; i++)
        {
            table.FindOrAdd(new PairKey { Number = i }, out _);
        }

        const int Parts = 8;

        // Hashes are not even themselves: of 12,500 keys in a part, about a hundred more or less.
        const int MostAside = Keys / Parts / 20;
        int[] keysOfPart = new int[Parts];
        long place = 0;
        for (int taken = 1; taken <= Keys; taken++)
        {
            uint home = table.Next(ref place)->Key.Hash().Value;
            keysOfPart[home >> 29]++;
            if (taken % 1_000 == 0)
            {
                int share = taken / Parts;
                Assert.All(keysOfPart, keys => Assert.InRange(keys, share - MostAside, share + MostAside));
            }
        }

        Assert.True(table.Next(ref place) == null);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _memory.Dispose();
    }

    private void AssertHolds(Dictionary<int, long> model, KeyTable<PairKey, long> table)
    {
        foreach ((int number, long value) in model)
        {
            Assert.Equal(value, table.Find(Key(number))->Value);
        }

        long place = 0;
        int found = 0;
        for (Slot<PairKey, long>* slot = table.Next(ref place); slot != null; slot = table.Next(ref place))
        {
            found++;
        }

        Assert.Equal(model.Count, found);
    }

    // Some have a NULL in them: it is a value like another.
    private PairKey Key(int number) => new() { Number = number % 7 == 0 ? null : number, Name = _arena.Text($"name of {number}") };

    private readonly struct IsBelow(long limit) : IValueTest<long>
    {
        public bool Holds(in long value) => value < limit;
    }
}
