using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one line of DELIMITED (RFC 4180): each call the next field. An empty field, quoted or not, is NULL.</summary>
public unsafe ref struct DelimitedReader
{
    private readonly RecordArena _arena;
    private readonly byte _delimiter;
    private readonly byte* _end;
    private byte* _at;
    private bool _isAtEnd;

    /// <summary>Reads from a record, whose memory does not move.</summary>
    public DelimitedReader(ReadOnlySpan<byte> line, char delimiter, RecordArena arena)
    {
        _arena = arena;
        _delimiter = (byte)delimiter;
        _at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(line));
        _end = _at + line.Length;
        _isAtEnd = line.IsEmpty;
    }

    /// <summary>Whether all fields were read.</summary>
    public readonly bool IsAtEnd => _isAtEnd;

    /// <summary>A field as it is; false where there is none left or its quotes are not closed.</summary>
    public bool NextField(out Text field)
    {
        field = default;
        if (_isAtEnd)
        {
            return false;
        }

        return _at < _end && *_at == '"' ? NextQuoted(out field) : NextPlain(out field);
    }

    /// <summary>Passes over a field.</summary>
    public bool Skip() => NextField(out _);

    /// <summary>A VARCHAR.</summary>
    public bool Read(out Text value)
    {
        bool isRead = NextField(out value);
        value = value.Length == 0 ? default : value;
        return isRead;
    }

    /// <summary>A BOOLEAN: true without regard to case, else false.</summary>
    public bool Read(out bool? value)
    {
        bool isRead = Read(out Text field);
        value = field.IsNull ? null : System.Text.Ascii.EqualsIgnoreCase(field.Span, "true"u8);
        return isRead;
    }

    /// <summary>An INTEGER.</summary>
    public bool Read(out int? value)
    {
        bool isRead = Read(out Text field) & TryParse(field, out long? number);
        value = number is { } n && n == (int)n ? (int)n : null;
        return isRead && (number is null) == (value is null);
    }

    /// <summary>A BIGINT.</summary>
    public bool Read(out long? value) => Read(out Text field) & TryParse(field, out value);

    /// <summary>A DOUBLE, NaN and Infinity too.</summary>
    public bool Read(out double? value)
    {
        value = null;
        if (!Read(out Text field) || field.IsNull)
        {
            return field.IsNull;
        }

        bool isNumber = double.TryParse(field.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        value = isNumber ? number : null;
        return isNumber;
    }

    /// <summary>A DECIMAL that fits without rounding.</summary>
    public bool Read(out decimal? value, int precision, int scale)
    {
        value = null;
        if (!Read(out Text field) || field.IsNull)
        {
            return field.IsNull;
        }

        bool isNumber = DecimalText.TryParse(field.Span, precision, scale, out decimal number);
        value = isNumber ? number : null;
        return isNumber;
    }

    /// <summary>A DATE: days since 1970-01-01.</summary>
    public bool Read(out SqlDate? value)
    {
        bool isRead = Read(out int? days);
        value = days is { } number ? new SqlDate(number) : null;
        return isRead;
    }

    /// <summary>A TIME: milliseconds of a day.</summary>
    public bool Read(out SqlTime? value)
    {
        bool isRead = Read(out int? ms);
        value = ms is { } number ? new SqlTime(number) : null;
        return isRead && ms is null or (>= 0 and < 86_400_000);
    }

    /// <summary>A TIMESTAMP: milliseconds since 1970-01-01 UTC.</summary>
    public bool Read(out SqlTimestamp? value)
    {
        bool isRead = Read(out long? ms);
        value = ms is { } number ? new SqlTimestamp(number) : null;
        return isRead;
    }

    /// <summary>BYTES: Base64.</summary>
    public bool Read(out Bytes value)
    {
        value = default;
        if (!Read(out Text field) || field.IsNull)
        {
            return field.IsNull;
        }

        byte* to = _arena.Allocate(field.Length);
        System.Buffers.OperationStatus status =
            Base64.DecodeFromUtf8(field.Span, new Span<byte>(to, field.Length), out _, out int written);
        value = new Bytes(to, written);
        return status == System.Buffers.OperationStatus.Done;
    }

    private bool NextPlain(out Text field)
    {
        ReadOnlySpan<byte> rest = new(_at, (int)(_end - _at));
        int stop = rest.IndexOfAny(_delimiter, (byte)'\n', (byte)'\r');
        field = new Text(_at, stop < 0 ? rest.Length : stop);
        Pass(field.Length);
        return true;
    }

    private bool NextQuoted(out Text field)
    {
        byte* to = _arena.Allocate((int)(_end - _at));
        int length = 0;
        byte* at = _at + 1;
        while (at < _end)
        {
            if (*at == '"' && (at + 1 == _end || at[1] != '"'))
            {
                field = new Text(to, length);
                Pass((int)(at + 1 - _at));
                return true;
            }

            at += *at == '"' ? 1 : 0;
            to[length++] = *at++;
        }

        field = default;
        return false;
    }

    // Behind a field stands the delimiter, and then another field; or a line end, or nothing.
    private void Pass(int length)
    {
        _at += length;
        _isAtEnd = _at >= _end || *_at != _delimiter;
        _at++;
    }

    private static bool TryParse(Text field, out long? value)
    {
        value = null;
        if (field.IsNull)
        {
            return true;
        }

        bool isNumber = Utf8Parser.TryParse(field.Span, out long number, out int used) && used == field.Length;
        value = isNumber ? number : null;
        return isNumber;
    }
}
