using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;

namespace QueryGen.Tests.State;

/// <summary>By hand what the compiler emits for a key of two columns.</summary>
internal struct PairKey : IStoredKey<PairKey>
{
    public int? Number;
    public Text Name;

    public readonly KeyHash Hash() => KeyHash.None.With(Number).With(Name);

    public readonly bool Same(in PairKey other) => KeyPart.Same(Number, other.Number) && KeyPart.Same(Name, other.Name);

    public readonly void Write(ref StateWriter writer)
    {
        writer.Write(Number);
        writer.Write(Name);
    }

    public static PairKey Read(ref StateReader reader)
    {
        PairKey key = default;
        reader.Read(out key.Number);
        reader.Read(out key.Name);
        return key;
    }

    public void CopySlices(ref SliceCopy copy) => copy.Take(ref Name);
}

/// <summary>By hand what the compiler emits for a row.</summary>
internal struct NoteRow : IStored<NoteRow>
{
    public long? Id;
    public Text Note;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Write(Id);
        writer.Write(Note);
    }

    public static NoteRow Read(ref StateReader reader)
    {
        NoteRow row = default;
        reader.Read(out row.Id);
        reader.Read(out row.Note);
        return row;
    }

    public void CopySlices(ref SliceCopy copy) => copy.Take(ref Note);
}

/// <summary>By hand what the compiler emits for COUNT(*) and LATEST_BY_OFFSET of a text.</summary>
internal struct CountState : IState
{
    public long Count;
    public StoredText Latest;

    public readonly void Write(ref StateWriter writer)
    {
        writer.Fixed(Count);
        writer.Write(Latest.ToText());
    }

    public void Read(ref StateReader reader, StoreMemory memory)
    {
        Count = reader.Fixed<long>();
        reader.Read(out Text latest);
        memory.Keep(ref Latest, latest);
    }
}

internal static class Changelog
{
    /// <summary>Brings a store to where the records of a changelog leave it.</summary>
    public static void Restore(StateStore store, OutputBuffer changelog)
    {
        for (int i = 0; i < changelog.Count; i++)
        {
            RecordRef record = changelog[i];
            store.Restore(in record);
        }
    }
}
