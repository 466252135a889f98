using System.Diagnostics.CodeAnalysis;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Access;

/// <summary>Between the C# row of a source and its records; generated once a source.</summary>
/// <typeparam name="TRow">The row as C# code sees it.</typeparam>
/// <remarks>Has no state: one instance serves all handles and threads.</remarks>
public abstract class RowSerde<TRow>
    where TRow : notnull
{
    /// <summary>Reads all columns of a record.</summary>
    /// <param name="record">Key and value in the source's formats.</param>
    /// <param name="arena">Memory for what has to be unescaped; the row does not point into it afterwards.</param>
    /// <param name="row">The row, a copy that lives as long as it likes.</param>
    /// <param name="problem">Column and reason where the record cannot be read.</param>
    /// <returns>False where the record cannot be read; no exception is thrown for bad data.</returns>
    public abstract bool TryRead(in RecordRef record, RecordArena arena, [NotNullWhen(true)] out TRow? row, out SerdeError problem);

    /// <summary>Writes a row as exactly one record, partitioned as the operators do.</summary>
    /// <param name="row">The row.</param>
    /// <param name="arena">Memory for text on its way into the record.</param>
    /// <param name="context">Gives the record's timestamp; has no headers.</param>
    /// <param name="output">Where the record goes.</param>
    public abstract void Write(TRow row, RecordArena arena, in RecordContext context, OutputBuffer output);
}
