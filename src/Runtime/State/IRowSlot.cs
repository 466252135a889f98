namespace QueryGen.State;

/// <summary>What lies where a key of a <see cref="RowStore{TKey, TRow, TSlot}"/> is found.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
public interface IRowSlot<TSelf, TRow>
    where TSelf : unmanaged, IRowSlot<TSelf, TRow>
    where TRow : unmanaged
{
    /// <summary>Where the row lies; the store's own.</summary>
    nint Place { get; set; }

    /// <summary>What is kept beside the key of a row that lies in the store.</summary>
    static abstract TSelf Of(in TRow row);
}

/// <summary>Columns of a row that lie beside its key. Emitted for each table that joins read few columns of.</summary>
/// <typeparam name="TSelf">The struct itself; <c>default</c> is all NULL.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
public interface IIncludedColumns<TSelf, TRow> : IRowSlot<TSelf, TRow>
    where TSelf : unmanaged, IIncludedColumns<TSelf, TRow>
    where TRow : unmanaged
{
    /// <summary>Begins to fetch the bytes of its texts from memory.</summary>
    void Fetch();
}

/// <summary>Only where the row lies.</summary>
/// <typeparam name="TRow">The row, emitted.</typeparam>
public struct RowPlace<TRow> : IRowSlot<RowPlace<TRow>, TRow>
    where TRow : unmanaged
{
    private nint _place;

    nint IRowSlot<RowPlace<TRow>, TRow>.Place
    {
        readonly get => _place;
        set => _place = value;
    }

    static RowPlace<TRow> IRowSlot<RowPlace<TRow>, TRow>.Of(in TRow row) => default;
}
