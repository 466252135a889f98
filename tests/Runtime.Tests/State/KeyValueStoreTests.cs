using System.Globalization;
using System.Text;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class KeyValueStoreTests : IDisposable
{
    private const string Layout = "N INTEGER, NAME VARCHAR -> ID BIGINT, NOTE VARCHAR";

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 300)]
    [InlineData(3, 20_000)]
    public void It_holds_what_a_dictionary_holds_and_so_does_one_restored_from_its_changelog(int seed, int keys)
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        Dictionary<string, (long? Id, string? Note, long TimestampMs)> model = [];
        Random random = new(seed);
        for (int step = 0; step < 60_000; step++)
        {
            int number = random.Next(keys);
            PairKey key = Key(number);
            switch (random.Next(8))
            {
                case 0 or 1:
                    store.Delete(in key);
                    model.Remove(Name(number));
                    break;
                case 2:
                    AssertRow(store, number, model);
                    break;
                case 3 when random.Next(50) == 0:
                    store.WriteChanges(_changelog);
                    break;
                default:
                    string? note = random.Next(10) == 0 ? null : new string((char)('a' + random.Next(26)), random.Next(100));
                    long? id = random.Next(10) == 0 ? null : random.NextInt64();
                    store.Put(in key, new NoteRow { Id = id, Note = _arena.Text(note) }, step);
                    model[Name(number)] = (id, note, step);
                    break;
            }

            _arena.Reset();
            Assert.Equal(model.Count, store.Count);
        }

        store.WriteChanges(_changelog);
        using KeyValueStore<PairKey, NoteRow> restored = new("notes", Layout);
        Changelog.Restore(restored, _changelog);
        using KeyValueStore<PairKey, NoteRow> copied = new("notes", Layout);
        Changelog.Copy(store, copied);
        Assert.Equal(model.Count, restored.Count);
        Assert.Equal(model.Count, copied.Count);
        Assert.False(copied.HasChanges);
        for (int number = 0; number < keys; number++)
        {
            AssertRow(store, number, model);
            AssertRow(restored, number, model);
            AssertRow(copied, number, model);
            _arena.Reset();
        }
    }

    [Fact]
    public void Each_changed_key_is_written_once_with_its_last_row_and_a_deleted_one_as_a_tombstone()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Id = 1 }, 10);
        store.Put(Key(2), new NoteRow { Id = 2 }, 20);
        store.Put(Key(1), new NoteRow { Id = 3 }, 30);
        store.Delete(Key(2));
        store.Delete(Key(9));

        store.WriteChanges(_changelog);

        Assert.Equal(3, _changelog.Count);
        Assert.Equal(Layout, Encoding.UTF8.GetString(_changelog[0].Value));
        Assert.Equal(0, _changelog[0].Key.Length);
        Assert.Equal(30, _changelog[1].TimestampMs);
        Assert.True(_changelog[1].HasValue);
        Assert.False(_changelog[2].HasValue);
        _changelog.Clear();
        store.WriteChanges(_changelog);
        Assert.Equal(0, _changelog.Count);
    }

    [Fact]
    public void A_changelog_of_another_layout_is_refused_with_both_layouts_named()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Id = 1 }, 10);
        store.WriteChanges(_changelog);
        using KeyValueStore<PairKey, NoteRow> other = new("notes", "ID INTEGER");

        StateLayoutException error = Assert.Throws<StateLayoutException>(() => Changelog.Restore(other, _changelog));

        Assert.Contains(Layout, error.Message, StringComparison.Ordinal);
        Assert.Contains("[ID INTEGER]", error.Message, StringComparison.Ordinal);
        Assert.Equal("notes", error.Store);
    }

    [Fact]
    public void The_layout_is_written_once_in_the_life_of_a_changelog()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Id = 1 }, 10);
        store.WriteChanges(_changelog);
        using KeyValueStore<PairKey, NoteRow> restored = new("notes", Layout);
        Changelog.Restore(restored, _changelog);
        _changelog.Clear();

        restored.Put(Key(1), new NoteRow { Id = 2 }, 11);
        restored.WriteChanges(_changelog);

        Assert.Equal(1, _changelog.Count);
        Assert.NotEqual(0, _changelog[0].Key.Length);
    }

    [Fact]
    public void A_row_can_be_put_back_with_the_text_that_was_read_from_it()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Note = _arena.Text("a text of some length") }, 1);
        Assert.True(store.TryGet(Key(1), out NoteRow row));

        store.Put(Key(1), row with { Id = 5 }, 2);

        Assert.True(store.TryGet(Key(1), out row, out long timestampMs));
        Assert.Equal((5, "a text of some length", 2), (row.Id, row.Note.ToString(), timestampMs));
    }

    [Fact]
    public void A_row_is_read_where_it_lies_and_one_that_is_not_there_is_all_NULL()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Id = 4, Note = _arena.Text("four") }, 10);
        _arena.Reset();

        ref readonly NoteRow row = ref store.Get(Key(1), out bool isFound);
        Assert.True(isFound);
        Assert.Equal((4, "four"), (row.Id, row.Note.ToString()));
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in row, in store.Get(Key(1), out _)));

        ref readonly NoteRow none = ref store.Get(Key(2), out isFound);
        Assert.False(isFound);
        Assert.True(none.Id is null && none.Note.IsNull);
        store.Delete(Key(1));
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in store.None, in store.Get(Key(1), out _)));
    }

    [Theory]
    [InlineData("plain text, as most are", true)]
    [InlineData("", true)]
    [InlineData("with \"quotes\"", false)]
    [InlineData("with a \\", false)]
    [InlineData("two\nlines", false)]
    [InlineData("Zürich", false)]
    public void A_kept_text_knows_whether_JSON_can_take_it_as_it_is(string text, bool isPlain)
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        store.Put(Key(1), new NoteRow { Note = _arena.Text(text) }, 10);

        Assert.True(store.TryGet(Key(1), out NoteRow row));
        Assert.Equal((text, isPlain), (row.Note.ToString(), row.Note.IsPlain));
    }

    [Fact]
    public void What_is_fetched_ahead_changes_nothing()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        Assert.False(store.IsLarge);
        for (int i = 0; i < 10_000; i++)
        {
            store.Put(Key(i), new NoteRow { Id = i }, i);
            store.FetchSlot(Key(i + 1));
            store.FetchRow(Key(i));
            store.FetchRow(Key(i + 1));
            _arena.Reset();
        }

        Assert.True(store.IsLarge);
        Assert.Equal(10_000, store.Count);
        Assert.True(store.TryGet(Key(9_999), out NoteRow row));
        Assert.Equal(9_999, row.Id);
    }

    [Fact]
    public void Memory_of_deleted_rows_is_used_again()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        long afterFirst = 0;
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 1000; i++)
            {
                store.Put(Key(i), new NoteRow { Note = _arena.Text(new string('x', 50 + (i % 100))) }, i);
                _arena.Reset();
            }

            for (int i = 0; i < 1000; i++)
            {
                store.Delete(Key(i));
                _arena.Reset();
            }

            store.WriteChanges(_changelog);
            _changelog.Clear();
            afterFirst = round == 0 ? store.SizeBytes : afterFirst;
        }

        Assert.Equal(0, store.Count);
        Assert.Equal(afterFirst, store.SizeBytes);
    }

    [Fact]
    public void Putting_reading_and_deleting_known_keys_allocates_nothing()
    {
        using KeyValueStore<PairKey, NoteRow> store = new("notes", Layout);
        NoteRow row = new() { Id = 1, Note = _arena.Text("a note of forty or so characters in length") };
        PairKey[] keys = [.. Enumerable.Range(0, 200).Select(Key)];
        long allocated = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100_000; i++)
            {
                ref readonly PairKey key = ref keys[i * 7 % keys.Length];
                store.Put(in key, in row, i);
                store.TryGet(in key, out _);
                if (i % 3 == 0)
                {
                    store.Delete(in key);
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

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    private PairKey Key(int number) => new() { Number = number % 7 == 0 ? null : number, Name = _arena.Text(Name(number)) };

    private void AssertRow(
        KeyValueStore<PairKey, NoteRow> store, int number, Dictionary<string, (long? Id, string? Note, long TimestampMs)> model)
    {
        bool isThere = store.TryGet(Key(number), out NoteRow row, out long timestampMs);
        Assert.Equal(model.TryGetValue(Name(number), out (long? Id, string? Note, long TimestampMs) expected), isThere);
        if (isThere)
        {
            Assert.Equal(expected, (row.Id, row.Note.ToString(), timestampMs));
        }
    }
}
