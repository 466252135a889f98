using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Writes one JSON value as ksqlDB does. NULL is <c>null</c>.</summary>
/// <remarks>Emitted code writes names and punctuation as constants by <see cref="Raw"/> and values by <c>Write</c>.</remarks>
public unsafe ref struct JsonWriter(BufferCursor cursor)
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private BufferCursor _cursor = cursor;

    /// <summary>Where it has come to: what <see cref="OutputBuffer.EndKey(in BufferCursor)"/> and <c>EndValue</c> take.</summary>
    public readonly BufferCursor Cursor => _cursor;

    /// <summary>Bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> json) => _cursor.Raw(json);

    /// <summary>An INTEGER.</summary>
    public void Write(int? value)
    {
        if (value is { } number)
        {
            Write(number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>An INTEGER.</summary>
    public void Write(int value) => Write((long)value);

    /// <summary>A BIGINT.</summary>
    public void Write(long? value)
    {
        if (value is { } number)
        {
            Write(number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A BIGINT.</summary>
    public void Write(long value)
    {
        _cursor.EnsureRoom(Digits.MostLongChars);
        _cursor.Position = Digits.Write(_cursor.Position, value);
    }

    /// <summary>A DOUBLE in Java's form; NaN and the infinities as strings.</summary>
    public void Write(double? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        bool isQuoted = !double.IsFinite(number);
        if (isQuoted)
        {
            _cursor.Byte((byte)'"');
        }

        _cursor.Advance(Digits.Write(_cursor.Room(Digits.MostDoubleChars), number));
        if (isQuoted)
        {
            _cursor.Byte((byte)'"');
        }
    }

    /// <summary>A DECIMAL, plain, with all digits of its scale.</summary>
    public void Write(decimal? value)
    {
        if (value is { } number)
        {
            _cursor.Advance(Digits.Write(_cursor.Room(Digits.MostDecimalChars), number));
        }
        else
        {
            Null();
        }
    }

    /// <summary>A BOOLEAN.</summary>
    public void Write(bool? value) => _cursor.Raw(value switch { true => "true"u8, false => "false"u8, null => "null"u8 });

    /// <summary>A DATE: its days.</summary>
    public void Write(SqlDate? value) => Write(value?.Days);

    /// <summary>A TIME: its milliseconds.</summary>
    public void Write(SqlTime? value) => Write(value?.Ms);

    /// <summary>A TIMESTAMP: its milliseconds.</summary>
    public void Write(SqlTimestamp? value) => Write(value?.Ms);

    /// <summary>A VARCHAR as a string, escaped where it must be.</summary>
    public void Write(Text value)
    {
        if (value.IsNull)
        {
            Null();
            return;
        }

        ReadOnlySpan<byte> utf8 = value.Span;
        _cursor.EnsureRoom(utf8.Length + 2);
        *_cursor.Position++ = (byte)'"';
        if (value.IsPlain)
        {
            _cursor.Raw(utf8);
        }
        else
        {
            WriteEscaped(utf8);
        }

        _cursor.Byte((byte)'"');
    }

    /// <summary>BYTES as a Base64 string.</summary>
    public void Write(Bytes value)
    {
        if (value.IsNull)
        {
            Null();
            return;
        }

        _cursor.Byte((byte)'"');
        Base64.EncodeToUtf8(value.Span, _cursor.Room(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        _cursor.Advance(written);
        _cursor.Byte((byte)'"');
    }

    /// <summary><c>null</c></summary>
    public void Null() => _cursor.Raw("null"u8);

    private void WriteEscaped(ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            int plain = utf8.IndexOfAny(MustEscape);
            _cursor.Raw(plain < 0 ? utf8 : utf8[..plain]);
            if (plain < 0)
            {
                return;
            }

            WriteEscape(utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private void WriteEscape(byte c)
    {
        ReadOnlySpan<byte> known = c switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => "\\u00"u8,
        };
        _cursor.Raw(known);
        if (known.Length > 2)
        {
            _cursor.Byte("0123456789ABCDEF"u8[c >> 4]);
            _cursor.Byte("0123456789ABCDEF"u8[c & 15]);
        }
    }
}
