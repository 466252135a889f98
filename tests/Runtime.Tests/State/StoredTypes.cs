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

/// <summary>A key of one number, as most tables have.</summary>
internal struct NumberKey : IStoredKey<NumberKey>
{
    public int Number;

    public readonly KeyHash Hash() => KeyHash.None.With(Number);

    public readonly bool Same(in NumberKey other) => KeyPart.Same(Number, other.Number);

    public readonly void Write(ref StateWriter writer) => writer.Fixed(Number);

    public static NumberKey Read(ref StateReader reader) => new() { Number = reader.Fixed<int>() };

    public readonly void CopySlices(ref SliceCopy copy)
    {
    }
}

/// <summary>A key with a part of each kind.</summary>
internal struct WideKey : IStoredKey<WideKey>
{
    public bool? Flag;
    public int? Number;
    public long Id;
    public double Amount;
    public decimal? Price;
    public SqlDate? Day;
    public SqlTimestamp At;
    public Text Name;
    public Bytes Data;

    public readonly KeyHash Hash() =>
        KeyHash.None.With(Flag).With(Number).With(Id).With(Amount).With(Price).With(Day).With(At).With(Name).With(Data);

    public readonly bool Same(in WideKey other) =>
        KeyPart.Same(Flag, other.Flag) && KeyPart.Same(Number, other.Number) && KeyPart.Same(Id, other.Id)
        && KeyPart.Same(Amount, other.Amount) && KeyPart.Same(Price, other.Price) && KeyPart.Same(Day, other.Day)
        && KeyPart.Same(At, other.At) && KeyPart.Same(Name, other.Name) && KeyPart.Same(Data, other.Data);

    public readonly void Write(ref StateWriter writer)
    {
        writer.Write(Flag);
        writer.Write(Number);
        writer.Fixed(Id);
        writer.Fixed(Amount);
        writer.Write(Price);
        writer.Write(Day);
        writer.Fixed(At);
        writer.Write(Name);
        writer.Write(Data);
    }

    public static WideKey Read(ref StateReader reader)
    {
        WideKey key = default;
        reader.Read(out key.Flag);
        reader.Read(out key.Number);
        key.Id = reader.Fixed<long>();
        key.Amount = reader.Fixed<double>();
        reader.Read(out key.Price);
        reader.Read(out key.Day);
        key.At = reader.Fixed<SqlTimestamp>();
        reader.Read(out key.Name);
        reader.Read(out key.Data);
        return key;
    }

    public void CopySlices(ref SliceCopy copy)
    {
        copy.Take(ref Name);
        copy.Take(ref Data);
    }
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
internal struct CountState : IMergedState<CountState>
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

    public void Merge(in CountState other, StoreMemory memory)
    {
        Count += other.Count;
        memory.Keep(ref Latest, other.Latest.ToText());
    }

    public void Free(StoreMemory memory) => memory.Free(ref Latest);
}

internal static class Changelog
{
    /// <summary>Brings a store to where the records of a changelog leave it, without those that compaction may have taken.</summary>
    public static void Restore(StateStore store, OutputBuffer changelog, int from = 0, long expiredBeforeMs = long.MinValue)
    {
        for (int i = from; i < changelog.Count; i++)
        {
            RecordRef record = changelog[i];
            if (record.Key.IsEmpty || record.TimestampMs >= expiredBeforeMs)
            {
                store.Restore(in record);
            }
        }
    }

    /// <summary>Brings a store to where another one is, by all entries of that one, in small parts.</summary>
    public static void Copy(StateStore from, StateStore to)
    {
        using OutputBuffer part = new();
        EntryPosition position = default;
        for (bool isMore = true; isMore;)
        {
            isMore = from.WriteEntries(part, ref position, mostBytes: 300);
            Restore(to, part);
            part.Clear();
        }
    }
}
