using System.Diagnostics.CodeAnalysis;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Access;

/// <summary>A <see cref="RowSerde{TRow}"/> that knows the key as well; generated once a table.</summary>
/// <typeparam name="TKey">The C# type of the key column, or a generated record of several.</typeparam>
/// <typeparam name="TRow">The row as C# code sees it, key columns included.</typeparam>
public abstract class TableSerde<TKey, TRow> : RowSerde<TRow>
    where TKey : notnull
    where TRow : class
{
    /// <summary>
    /// Writes one record that has this key and no value; the key of a windowed table is written without its window.
    /// </summary>
    public abstract void WriteKey(TKey key, RecordArena arena, in RecordContext context, OutputBuffer output);

    /// <summary>Reads a record's key, also that of a tombstone.</summary>
    /// <param name="record">Its key is in the table's key format.</param>
    /// <param name="arena">Memory for what has to be unescaped.</param>
    /// <param name="key">The key.</param>
    /// <param name="windowStartMs">Start of the window, milliseconds since 1970-01-01 UTC; null where the table has no
    /// windows.</param>
    /// <returns>False where the key cannot be read.</returns>
    public abstract bool TryReadKey(
        in RecordRef record, RecordArena arena, [NotNullWhen(true)] out TKey? key, out long? windowStartMs);
}
