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

    private readonly OutputBuffer _output;
    private readonly byte _delimiter;
    private readonly byte* _start;
    private byte* _at;

    /// <summary>Starts the key or the value that comes next.</summary>
    /// <param name="output">A record has begun there.</param>
    /// <param name="delimiter">ASCII.</param>
    /// <param name="room">What is written at most, in bytes.</param>
    public DelimitedWriter(OutputBuffer output, char delimiter, long room)
    {
        _output = output;
        _delimiter = (byte)delimiter;
        _start = _at = output.Reserve(room + sizeof(long));
    }

    // Behind each field stands a delimiter; behind the last one it is not part of the line.
    private readonly byte* End => _at == _start ? _at : _at - 1;

    /// <summary>What a VARCHAR takes at most, in bytes.</summary>
    public static long MostBytes(Text value) => (2L * value.Length) + 3;

    /// <summary>What BYTES take at most, in bytes.</summary>
    public static long MostBytes(Bytes value) => Base64.GetMaxEncodedToUtf8Length(value.Length) + 1L;

    /// <summary>What was written is the record's key.</summary>
    public readonly void EndKey() => _output.EndKey(End);

    /// <summary>What was written is the record's key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    public readonly void EndKey(long windowStartMs) => _output.EndKey(End, windowStartMs);

    /// <summary>What was written is the record's value.</summary>
    public readonly void EndValue() => _output.EndValue(End);

    /// <summary>A BOOLEAN.</summary>
    public void Write(bool? value)
    {
        ReadOnlySpan<byte> text = value switch { true => "true"u8, false => "false"u8, null => ""u8 };
        text.CopyTo(new Span<byte>(_at, text.Length));
        Separate(_at + text.Length);
    }

    /// <summary>An INTEGER.</summary>
    public void Write(int? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A BIGINT.</summary>
    public void Write(long? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A DOUBLE in Java's form.</summary>
    public void Write(double? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A DECIMAL with all digits of its scale.</summary>
    public void Write(decimal? value) => Separate(value is { } number ? Digits.Write(_at, number) : _at);

    /// <summary>A DATE: its days.</summary>
    public void Write(SqlDate? value) => Write(value?.Days);

    /// <summary>A TIME: its milliseconds.</summary>
    public void Write(SqlTime? value) => Write(value?.Ms);

    /// <summary>A TIMESTAMP: its milliseconds.</summary>
    public void Write(SqlTimestamp? value) => Write(value?.Ms);

    /// <summary>BYTES in Base64.</summary>
    public void Write(Bytes value)
    {
        Base64.EncodeToUtf8(value.Span, new Span<byte>(_at, (int)MostBytes(value)), out _, out int written);
        Separate(_at + written);
    }

    /// <summary>A VARCHAR, quoted where it must be.</summary>
    public void Write(Text value)
    {
        if (value.IsNull)
        {
            Separate(_at);
            return;
        }

        ReadOnlySpan<byte> text = value.Span;
        if (MustQuote(text))
        {
            WriteQuoted(text);
            return;
        }

        text.CopyTo(new Span<byte>(_at, text.Length));
        Separate(_at + text.Length);
    }

    // As Commons CSV's minimal mode: a first character up to '#', a last one up to a space, what has a meaning
    // inside, and an empty first field.
    private readonly bool MustQuote(ReadOnlySpan<byte> text) => text.IsEmpty
        ? _at == _start
        : text[0] <= '#' || text[^1] <= ' ' || text.IndexOfAny(_delimiter, (byte)'"') >= 0 || text.IndexOfAny((byte)'\r', (byte)'\n') >= 0;

    private void WriteQuoted(ReadOnlySpan<byte> text)
    {
        *_at++ = (byte)'"';
        foreach (byte c in text)
        {
            *_at = c;
            _at += c == '"' ? 2 : 1;
            _at[-1] = c;
        }

        *_at = (byte)'"';
        Separate(_at + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Separate(byte* end)
    {
        *end = _delimiter;
        _at = end + 1;
    }
}
