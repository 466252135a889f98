using QueryGen.Binding;

namespace QueryGen.Emit.Serdes;

/// <summary>A method that reads the key or the value of a record.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Format">The format of that side.</param>
/// <param name="All">The side's columns, in their order.</param>
/// <param name="Read">Those that are needed.</param>
/// <param name="Names">The source's names.</param>
/// <param name="IsKey">Whether it reads the key.</param>
/// <param name="WindowBytes">How many bytes of a window follow the key.</param>
internal sealed record ReadMethod(
    string Name, FormatSpec Format, ColumnSchema[] All, ColumnSchema[] Read, SourceNames Names, bool IsKey, int WindowBytes)
{
    /// <summary>The side, for an error that is no column's.</summary>
    public string Side => IsKey ? "key" : "value";

    /// <summary>The side's bytes, as an expression.</summary>
    public string Bytes => WindowBytes > 0 ? $"record.Key[..^{WindowBytes}]" : IsKey ? "record.Key" : "record.Value";

    /// <summary>A JSON cursor over them, as a call.</summary>
    public string Cursor => IsKey ? $"OfKey(in record, {Bytes}.Length, arena)" : "OfValue(in record, arena)";

    /// <summary>A JSON reader over the rest that a cursor has left, as a call.</summary>
    public string Rest => IsKey ? $"OfKey(in record, {Bytes}.Length, left, arena)" : "OfValue(in record, left, arena)";
}
