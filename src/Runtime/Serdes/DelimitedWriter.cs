using System.Buffers.Text;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Writes one line of DELIMITED; each call a field. NULL is an empty field.</summary>
public unsafe ref struct DelimitedWriter(BufferCursor cursor, char delimiter)
{
    private readonly byte _delimiter = (byte)delimiter;
    private BufferCursor _cursor = cursor;
    private bool _isFollowing;

    /// <summary>Where it has come to.</summary>
    public readonly BufferCursor Cursor => _cursor;

    /// <summary>A BOOLEAN.</summary>
    public void Write(bool? value)
    {
        Separate();
        _cursor.Raw(value switch { true => "true"u8, false => "false"u8, null => ""u8 });
    }

    /// <summary>An INTEGER.</summary>
    public void Write(int? value) => Write((long?)value);

    /// <summary>A BIGINT.</summary>
    public void Write(long? value)
    {
        Separate();
        if (value is { } number)
        {
            _cursor.EnsureRoom(Digits.MostLongChars);
            _cursor.Position = Digits.Write(_cursor.Position, number);
        }
    }

    /// <summary>A DOUBLE in Java's form.</summary>
    public void Write(double? value)
    {
        Separate();
        if (value is { } number)
        {
            _cursor.Advance(Digits.Write(_cursor.Room(Digits.MostDoubleChars), number));
        }
    }

    /// <summary>A DECIMAL with all digits of its scale.</summary>
    public void Write(decimal? value)
    {
        Separate();
        if (value is { } number)
        {
            _cursor.Advance(Digits.Write(_cursor.Room(Digits.MostDecimalChars), number));
        }
    }

    /// <summary>A DATE: its days.</summary>
    public void Write(SqlDate? value) => Write(value?.Days);

    /// <summary>A TIME: its milliseconds.</summary>
    public void Write(SqlTime? value) => Write(value?.Ms);

    /// <summary>A TIMESTAMP: its milliseconds.</summary>
    public void Write(SqlTimestamp? value) => Write(value?.Ms);

    /// <summary>BYTES in Base64.</summary>
    public void Write(Bytes value)
    {
        Separate();
        Base64.EncodeToUtf8(value.Span, _cursor.Room(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        _cursor.Advance(written);
    }

    /// <summary>A VARCHAR, quoted where it must be.</summary>
    public void Write(Text value)
    {
        bool isFirst = !_isFollowing;
        Separate();
        if (value.IsNull)
        {
            return;
        }

        ReadOnlySpan<byte> text = value.Span;
        if (!MustQuote(text, isFirst))
        {
            _cursor.Raw(text);
            return;
        }

        _cursor.Byte((byte)'"');
        int quote;
        while ((quote = text.IndexOf((byte)'"')) >= 0)
        {
            _cursor.Raw(text[..(quote + 1)]);
            _cursor.Byte((byte)'"');
            text = text[(quote + 1)..];
        }

        _cursor.Raw(text);
        _cursor.Byte((byte)'"');
    }

    // As Commons CSV's minimal mode: a first character up to '#', a last one up to a space, what has a meaning
    // inside, and an empty first field.
    private readonly bool MustQuote(ReadOnlySpan<byte> text, bool isFirst) => text.IsEmpty
        ? isFirst
        : text[0] <= '#' || text[^1] <= ' ' || text.Contains(_delimiter) || text.IndexOfAny((byte)'"', (byte)'\r', (byte)'\n') >= 0;

    private void Separate()
    {
        if (_isFollowing)
        {
            _cursor.Byte(_delimiter);
        }

        _isFollowing = true;
    }
}
