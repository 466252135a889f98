namespace QueryGen.State;

/// <summary>How far <see cref="StateStore.WriteEntries"/> has come; <c>default</c> is the beginning.</summary>
public readonly record struct EntryPosition
{
    internal EntryPosition(int table, long slot)
    {
        Table = table;
        Slot = slot;
    }

    /// <summary>Which of the store's tables: its windows in order.</summary>
    internal int Table { get; }

    /// <summary>The first slot that is not written.</summary>
    internal long Slot { get; }
}
