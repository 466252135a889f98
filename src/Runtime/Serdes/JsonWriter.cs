using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Writes one JSON value as ksqlDB does, as a record's key or value. NULL is <c>null</c>.</summary>
/// <remarks>
/// Emitted code reserves room for a row once: the sum of the constants here, of <see cref="MostBytes(Text)"/> for each text and
/// of all names and punctuation. The row is then written into it without another look. Only what is inside a collection, whose
/// size is not known, makes its own room (<see cref="Reserve"/>), and leaves the row's. The fields lie in registers as long as
/// the struct is a local and no method takes its address: what writes collections takes a copy.
/// </remarks>
public unsafe ref struct JsonWriter
{
    /// <summary>What a BOOLEAN takes at most, in bytes.</summary>
    public const int BooleanBytes = 5;

    /// <summary>What an INTEGER, a DATE or a TIME takes at most, in bytes.</summary>
    public const int IntegerBytes = Digits.MostIntegerBytes;

    /// <summary>What a BIGINT or a TIMESTAMP takes at most, in bytes.</summary>
    public const int BigIntBytes = Digits.MostLongBytes;

    /// <summary>What a DOUBLE takes at most, in bytes.</summary>
    public const int DoubleBytes = Digits.MostDoubleBytes;

    /// <summary>What a DECIMAL takes at most, in bytes.</summary>
    public const int DecimalBytes = Digits.MostDecimalBytes;

    /// <summary>What a DECIMAL of more than 28 digits takes at most, in bytes.</summary>
    public const int WideDecimalBytes = WideDecimal.MostBytes;

    private const ulong True = 0x65757274;
    private const ulong False = 0x65736C6166;

    private readonly OutputBuffer _output;
    private readonly long _room;
    private byte* _at;

    /// <summary>Starts the key or the value that comes next.</summary>
    /// <param name="output">A record has begun there.</param>
    /// <param name="room">What is written at most, in bytes, without what is inside collections.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JsonWriter(OutputBuffer output, long room)
    {
        _output = output;
        _room = room;
        _at = output.Reserve(room + OutputBuffer.WindowBytes);
    }

    /// <summary>What a VARCHAR takes at most, in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long MostBytes(Text value) => (value.IsPlain ? value.Length : 6L * value.Length) + 4;

    /// <summary>What the name of a member takes at most, in bytes.</summary>
    public static long MostNameBytes(Text key) => MostBytes(key) + 2;

    /// <summary>What BYTES take at most, in bytes.</summary>
    public static long MostBytes(Bytes value) => (4L * ((value.Length / 3) + 1)) + 4;

    /// <summary>What was written is the record's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey() => _output.EndKey(_at);

    /// <summary>What was written is the record's key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey(long windowStartMs) => _output.EndKey(_at, windowStartMs);

    /// <summary>What was written is the record's key, and a session's end and start follow it, in 8 bytes each, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey(long windowEndMs, long windowStartMs) => _output.EndKey(_at, windowEndMs, windowStartMs);

    /// <summary>What was written is the record's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndValue() => _output.EndValue(_at);

    /// <summary>Makes room inside a collection, beside the room that the row has.</summary>
    /// <param name="bytes">What is written at most until the next call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reserve(long bytes) => _at = _output.Reserve(_at, bytes + _room + OutputBuffer.WindowBytes);

    /// <summary>Bytes as they are.</summary>
    /// <param name="json">A constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(new Span<byte>(_at, json.Length));
        _at += json.Length;
    }

    /// <summary><c>null</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Null()
    {
        Unsafe.WriteUnaligned(_at, JsonString.Null);
        _at += sizeof(uint);
    }

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(bool? value)
    {
        if (value is not { } isTrue)
        {
            Null();
            return;
        }

        Unsafe.WriteUnaligned(_at, isTrue ? True : False);
        _at += isTrue ? 4 : 5;
    }

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int? value)
    {
        if (value is { } number)
        {
            _at = Digits.Write(_at, number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(long? value)
    {
        if (value is { } number)
        {
            _at = Digits.Write(_at, number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A DOUBLE in Java's form; NaN and the infinities as strings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(double? value) => _at = JsonValue.Write(_at, value);

    /// <summary>A DECIMAL, plain, with all digits of its scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(decimal? value) => _at = JsonValue.Write(_at, value);

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    public void Write(WideDecimal? value) => _at = JsonValue.Write(_at, value);

    /// <summary>A DATE: its days.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlDate? value) => Write(value?.Days);

    /// <summary>A TIME: its milliseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlTime? value) => Write(value?.Ms);

    /// <summary>A TIMESTAMP: its milliseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlTimestamp? value) => Write(value?.Ms);

    /// <summary>A VARCHAR as a string, escaped where it must be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Text value)
    {
        if (value.IsPlain && value.Length <= NativeText.Block && NativeText.CanOverread(value.Data))
        {
            *_at = (byte)'"';
            NativeText.CopyBlock(_at + 1, value.Data, value.Length);
            _at += value.Length + 2;
            _at[-1] = (byte)'"';
            return;
        }

        _at = JsonValue.Write(_at, value);
    }

    /// <summary>A key of a MAP as the name of a member; NULL is called <c>null</c>, as ksqlDB has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteName(Text key)
    {
        if (key.IsNull)
        {
            Raw("\"null\""u8);
            return;
        }

        Write(key);
    }

    /// <summary>BYTES as a Base64 string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Bytes value) => _at = JsonValue.Write(_at, value);
}
