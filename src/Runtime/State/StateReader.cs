using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote, from memory that does not move.</summary>
/// <exception cref="InvalidDataException">The bytes end too early: the state is damaged or of another layout.</exception>
public unsafe ref struct StateReader
{
    private readonly byte* _end;
    private readonly RecordArena? _arena;
    private byte* _position;

    /// <summary>Reads from bytes that stay where they are while what is read is used.</summary>
    /// <param name="data">The first byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="arena">Takes collections; null where there are none.</param>
    public StateReader(byte* data, int length, RecordArena? arena = null)
    {
        _position = data;
        _end = data + length;
        _arena = arena;
    }

    /// <summary>Memory for the collections that are read.</summary>
    /// <exception cref="InvalidOperationException">The reader was made without one.</exception>
    public readonly RecordArena Arena => _arena ?? throw new InvalidOperationException("Collections cannot be read here.");

    /// <summary>Bytes that are left.</summary>
    public readonly int Remaining => (int)(_end - _position);

    /// <summary>A value of fixed size.</summary>
    public T Fixed<T>()
        where T : unmanaged
    {
        T value = Unsafe.ReadUnaligned<T>(Take(sizeof(T)));
        return value;
    }

    /// <summary>A BOOLEAN.</summary>
    public void Read(out bool? value) => value = Fixed<bool>() ? Fixed<bool>() : null;

    /// <summary>An INTEGER.</summary>
    public void Read(out int? value) => value = Fixed<bool>() ? Fixed<int>() : null;

    /// <summary>A BIGINT.</summary>
    public void Read(out long? value) => value = Fixed<bool>() ? Fixed<long>() : null;

    /// <summary>A DOUBLE.</summary>
    public void Read(out double? value) => value = Fixed<bool>() ? Fixed<double>() : null;

    /// <summary>A DECIMAL.</summary>
    public void Read(out decimal? value) => value = Fixed<bool>() ? Fixed<decimal>() : null;

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    public void Read(out WideDecimal? value) => value = Fixed<bool>() ? Fixed<WideDecimal>() : null;

    /// <summary>A DATE.</summary>
    public void Read(out SqlDate? value) => value = Fixed<bool>() ? Fixed<SqlDate>() : null;

    /// <summary>A TIME.</summary>
    public void Read(out SqlTime? value) => value = Fixed<bool>() ? Fixed<SqlTime>() : null;

    /// <summary>A TIMESTAMP.</summary>
    public void Read(out SqlTimestamp? value) => value = Fixed<bool>() ? Fixed<SqlTimestamp>() : null;

    /// <summary>A VARCHAR, as a slice.</summary>
    public void Read(out Text value)
    {
        int length = Fixed<int>();
        value = length < 0 ? default : new Text(Take(length), length);
    }

    /// <summary>BYTES, as a slice.</summary>
    public void Read(out Bytes value)
    {
        int length = Fixed<int>();
        value = length < 0 ? default : new Bytes(Take(length), length);
    }

    /// <summary>How many elements follow; -1 for a NULL collection or struct.</summary>
    public int Count() => Fixed<int>();

    private byte* Take(int bytes)
    {
        if (bytes > _end - _position)
        {
            throw new InvalidDataException("A state ends too early: it is damaged, or was written with another layout.");
        }

        byte* start = _position;
        _position += bytes;
        return start;
    }
}
