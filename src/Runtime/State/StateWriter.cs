using System.Runtime.CompilerServices;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Writes keys, rows and states in the stores' own binary form: for each value one byte that says whether it
/// is there, then it.</summary>
public unsafe ref struct StateWriter(BufferCursor cursor)
{
    private BufferCursor _cursor = cursor;

    /// <summary>Where it has come to.</summary>
    public readonly BufferCursor Cursor => _cursor;

    /// <summary>A value of fixed size without a reference, as it lies in memory.</summary>
    public void Fixed<T>(T value)
        where T : unmanaged
    {
        _cursor.EnsureRoom(sizeof(T));
        Unsafe.WriteUnaligned(_cursor.Position, value);
        _cursor.Position += sizeof(T);
    }

    /// <summary>A BOOLEAN.</summary>
    public void Write(bool? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>An INTEGER.</summary>
    public void Write(int? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A BIGINT.</summary>
    public void Write(long? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A DOUBLE.</summary>
    public void Write(double? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A DECIMAL.</summary>
    public void Write(decimal? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    public void Write(WideDecimal? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A DATE.</summary>
    public void Write(SqlDate? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A TIME.</summary>
    public void Write(SqlTime? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A TIMESTAMP.</summary>
    public void Write(SqlTimestamp? value) => Optional(value.HasValue, value.GetValueOrDefault());

    /// <summary>A VARCHAR; whether it is plain is kept too, without a difference in the bytes of a key.</summary>
    public void Write(Text value) => Slice(value.IsNull, value.Span);

    /// <summary>BYTES.</summary>
    public void Write(Bytes value) => Slice(value.IsNull, value.Span);

    /// <summary>How many elements follow; -1 for a NULL collection or struct, 0 upwards else.</summary>
    public void Count(int count) => Fixed(count);

    private void Optional<T>(bool isThere, T value)
        where T : unmanaged
    {
        Fixed(isThere);
        if (isThere)
        {
            Fixed(value);
        }
    }

    private void Slice(bool isNull, ReadOnlySpan<byte> bytes)
    {
        Fixed(isNull ? -1 : bytes.Length);
        _cursor.Raw(bytes);
    }
}
