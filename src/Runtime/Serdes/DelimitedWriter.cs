using System.Buffers.Text;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Writes one line of DELIMITED, as a record's key or value; each call a field. NULL is an empty field.</summary>
/// <remarks>Emitted code reserves room once: the sum of the constants here, and of <see cref="MostBytes(Text)"/> for each text.</remarks>
public unsafe ref struct DelimitedWriter
{
    /// <summary>What a BOOLEAN takes at most, in bytes, its delimiter with it.</summary>
    public const int BooleanBytes = 5 + 1;

    /// <summary>What an INTEGER, a DATE or a TIME takes at most, in bytes.</summary>
    public const int IntegerBytes = Digits.MostIntegerBytes + 1;

    /// <summary>What a BIGINT or a TIMESTAMP takes at most, in bytes.</summary>
    public const int BigIntBytes = Digits.MostLongBytes + 1;

    /// <summary>What a DOUBLE takes at most, in bytes.</summary>
    public const int DoubleBytes = Digits.MostDoubleBytes + 1;

    /// <summary>What a DECIMAL takes at most, in bytes.</summary>
    public const int DecimalBytes = Digits.MostDecimalBytes + 1;

    /// <summary>What a DECIMAL of more than 28 digits takes at most, in bytes.</summary>
    public const int WideDecimalBytes = WideDecimal.MostBytes + 1;

    // Around a first field that is no text.
    private const int QuoteBytes = 2;

    private readonly OutputBuffer _output;
    private readonly byte _delimiter;
    private readonly byte* _start;
    private byte* _at;

    /// <summary>Starts the key or the value that comes next.</summary>
    /// <param name="output">A record has begun there.</param>
    /// <param name="delimiter">ASCII.</param>
    /// <param name="room">What is written at most, in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DelimitedWriter(OutputBuffer output, char delimiter, long room)
    {
        _output = output;
        _delimiter = (byte)delimiter;
        _start = _at = output.Reserve(room + QuoteBytes + OutputBuffer.WindowBytes);
    }

    // Behind each field stands a delimiter; behind the last one it is not part of the line.
    private readonly byte* End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _at == _start ? _at : _at - 1;
    }

    /// <summary>What a VARCHAR takes at most, in bytes.</summary>
    public static long MostBytes(Text value) => (2L * value.Length) + 3;

    /// <summary>What BYTES take at most, in bytes.</summary>
    public static long MostBytes(Bytes value) => Base64.GetMaxEncodedToUtf8Length(value.Length) + 1L;

    /// <summary>What was written is the record's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey() => _output.EndKey(End);

    /// <summary>What was written is the record's key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey(long windowStartMs) => _output.EndKey(End, windowStartMs);

    /// <summary>What was written is the record's key, and a session's end and start follow it, in 8 bytes each, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndKey(long windowEndMs, long windowStartMs) => _output.EndKey(End, windowEndMs, windowStartMs);

    /// <summary>What was written is the record's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndValue() => _output.EndValue(End);

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(bool? value) => Separate(DelimitedValue.Write(_at, value));

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(long? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A DOUBLE in Java's form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(double? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A DECIMAL with all digits of its scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(decimal? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <inheritdoc cref="Write(decimal?)"/>
    public void Write(WideDecimal? value) => Separate(value is { } number ? number.Write(_at) : _at);

    /// <summary>A DATE: its days.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlDate? value) => Write(value?.Days);

    /// <summary>A TIME: its milliseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlTime? value) => Write(value?.Ms);

    /// <summary>A TIMESTAMP: its milliseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(SqlTimestamp? value) => Write(value?.Ms);

    /// <summary>BYTES in Base64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Bytes value) => Separate(DelimitedValue.Write(_at, value));

    /// <summary>A VARCHAR, quoted where it must be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Text value) => Close(DelimitedValue.Write(_at, value, _delimiter, isFirst: _at == _start));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Separate(byte* end)
    {
        bool isQuoted = _at == _start && end != _at && !DelimitedValue.MayBeginLine(*_at);
        Close(isQuoted ? DelimitedValue.Quote(_at, end) : end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close(byte* end)
    {
        *end = _delimiter;
        _at = end + 1;
    }
}
