using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>Groups and their states, with the memory of their texts: all of an aggregation, or one window of it.</summary>
internal sealed unsafe class AggregateTable<TKey, TState> : IDisposable
    where TKey : unmanaged, IStoredKey<TKey>
    where TState : unmanaged, IState
{
    /// <param name="expected">How many groups there is room for before the table grows.</param>
    public AggregateTable(int expected = 0) => Slots = new(Memory, expected);

    public StoreMemory Memory { get; } = new();

    public KeyTable<TKey, AggregateEntry<TState>> Slots { get; }

    public long SizeBytes => Memory.SizeBytes + Slots.SizeBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref AggregateEntry<TState> GetOrAdd(in TKey key)
    {
        Slot<TKey, AggregateEntry<TState>>* slot = Slots.FindOrAdd(key, out _);
        Slots.Touch(slot);
        return ref slot->Value;
    }

    public bool TryGet(in TKey key, out AggregateEntry<TState> entry)
    {
        Slot<TKey, AggregateEntry<TState>>* slot = Slots.Find(key);
        entry = slot == null ? default : slot->Value;
        return slot != null;
    }

    public void WriteChanges(OutputBuffer changelog, long? windowStartMs)
    {
        for (int i = 0; i < Slots.ChangedCount; i++)
        {
            WriteEntry(changelog, Slots.TakeChanged(i), windowStartMs);
        }

        Slots.ForgetChanged();
    }

    /// <summary>Writes the entries from a place on; false once the last is written.</summary>
    public bool WriteEntries(OutputBuffer entries, ref long place, int mostBytes, long? windowStartMs)
    {
        do
        {
            Slot<TKey, AggregateEntry<TState>>* slot = Slots.Next(ref place);
            if (slot == null)
            {
                return false;
            }

            WriteEntry(entries, slot, windowStartMs);
        }
        while (entries.Bytes < mostBytes);
        return true;
    }

    public void Restore(in TKey key, ref StateReader value) => Slots.FindOrAdd(key, out _)->Value.Read(ref value, Memory);

    /// <summary>Takes all groups out; the memory is kept for others.</summary>
    public void Clear()
    {
        Slots.Clear();
        Memory.Clear();
    }

    public void Dispose()
    {
        Slots.Dispose();
        Memory.Dispose();
    }

    private static void WriteEntry(OutputBuffer output, Slot<TKey, AggregateEntry<TState>>* slot, long? windowStartMs)
    {
        output.Begin(slot->Value.TimestampMs);
        StateWriter key = new(output.Write());
        slot->Key.Write(ref key);
        if (windowStartMs is { } start)
        {
            output.EndKey(key.Cursor, start);
        }
        else
        {
            output.EndKey(key.Cursor);
        }

        StateWriter value = new(output.Write());
        slot->Value.Write(ref value);
        output.EndValue(value.Cursor);
        output.End();
    }
}
