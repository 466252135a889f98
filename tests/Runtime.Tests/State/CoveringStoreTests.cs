using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class CoveringStoreTests : IDisposable
{
    private const string Layout = "N INTEGER -> ID BIGINT, NOTE VARCHAR";

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _changelog = new();

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 20_000)]
    public void What_lies_beside_a_key_is_what_the_row_has_also_when_it_is_restored(int seed, int keys)
    {
        using CoveringStore<NumberKey, NoteRow, IncludedNote> store = new("notes", Layout);
        Dictionary<int, string?> model = [];
        Random random = new(seed);
        for (int step = 0; step < 60_000; step++)
        {
            NumberKey key = new() { Number = random.Next(keys) };
            switch (random.Next(6))
            {
                case 0:
                    store.Delete(in key);
                    model.Remove(key.Number);
                    break;
                case 1:
                    AssertNote(store, key.Number, model);
                    break;
                case 2 when random.Next(50) == 0:
                    store.WriteChanges(_changelog);
                    break;
                default:
                    string? note = random.Next(4) switch
                    {
                        0 => null,
                        1 => $"note {random.Next(1000)} of more than sixteen bytes",
                        _ => $"note {random.Next(9)}",
                    };
                    store.Put(in key, new NoteRow { Id = step, Note = _arena.Text(note) }, step);
                    model[key.Number] = note;
                    break;
            }

            _arena.Reset();
        }

        store.WriteChanges(_changelog);
        using CoveringStore<NumberKey, NoteRow, IncludedNote> restored = new("notes", Layout);
        Changelog.Restore(restored, _changelog);
        for (int number = 0; number < keys; number++)
        {
            AssertNote(store, number, model);
            AssertNote(restored, number, model);
        }
    }

    [Fact]
    public void Where_there_is_no_row_all_is_NULL_and_so_it_is_behind_a_deletion()
    {
        using CoveringStore<NumberKey, NoteRow, IncludedNote> store = new("notes", Layout);
        NumberKey key = new() { Number = 1 };
        Assert.True(store.GetIncluded(in key, out bool isFound).Note.IsNull);
        Assert.False(isFound);

        store.Put(in key, new NoteRow { Note = _arena.Text("one") }, 10);
        Assert.Equal("one", store.GetIncluded(in key, out isFound).Note.ToString());
        Assert.True(isFound);

        store.Delete(in key);
        Assert.True(store.GetIncluded(in key, out isFound).Note.IsNull);
        Assert.False(isFound);
        Assert.True(store.NoneIncluded.Note.IsNull);
    }

    [Fact]
    public void What_is_fetched_ahead_changes_nothing()
    {
        using CoveringStore<NumberKey, NoteRow, IncludedNote> store = new("notes", Layout);
        NumberKey key = new() { Number = 1 };
        store.Put(in key, new NoteRow { Note = _arena.Text("one") }, 10);

        store.FetchSlot(in key);
        store.FetchIncluded(in key);
        store.FetchIncluded(new NumberKey { Number = 2 });

        Assert.Equal("one", store.GetIncluded(in key, out _).Note.ToString());
    }

    public void Dispose()
    {
        _changelog.Dispose();
        _arena.Dispose();
    }

    private static void AssertNote(CoveringStore<NumberKey, NoteRow, IncludedNote> store, int number, Dictionary<int, string?> model)
    {
        NumberKey key = new() { Number = number };
        IncludedNote included = store.GetIncluded(in key, out bool isFound);
        Assert.Equal(model.TryGetValue(number, out string? note), isFound);
        Assert.Equal(note, included.Note.ToString());
        Assert.Equal(isFound, store.TryGet(in key, out NoteRow row));
        Assert.Equal(note, row.Note.ToString());
    }

    /// <summary>By hand what the compiler emits for a column beside the key.</summary>
    private struct IncludedNote : IIncludedColumns<IncludedNote, NoteRow>
    {
        public Text Note;
        private nint _place;

        nint IRowSlot<IncludedNote, NoteRow>.Place
        {
            readonly get => _place;
            set => _place = value;
        }

        static IncludedNote IRowSlot<IncludedNote, NoteRow>.Of(in NoteRow row) => new() { Note = row.Note };

        readonly void IIncludedColumns<IncludedNote, NoteRow>.Fetch() => ReadAhead.Fetch(Note);
    }
}
