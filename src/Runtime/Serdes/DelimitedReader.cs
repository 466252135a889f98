using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one line of DELIMITED (RFC 4180): each call the next field. An empty field, quoted or not, is NULL.</summary>
/// <remarks>After the first field that cannot be read all calls fail, and <see cref="Error"/> says which one it was.</remarks>
public unsafe ref struct DelimitedReader
{
    private readonly RecordArena _arena;
    private readonly byte _delimiter;
    private readonly byte* _end;
    private byte* _at;
    private bool _isAtEnd;
    private int _fields;

    /// <summary>Reads from a record: memory that does not move, and behind which 64 bytes can be read.</summary>
    public DelimitedReader(ReadOnlySpan<byte> line, char delimiter, RecordArena arena)
    {
        _arena = arena;
        _delimiter = (byte)delimiter;
        _at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(line));
        _end = _at + line.Length;
        _isAtEnd = line.IsEmpty;
    }

    /// <summary>Whether the line ends here.</summary>
    public bool End()
    {
        _fields++;
        return _isAtEnd;
    }

    /// <summary>What went wrong where a field could not be read, or where fields are left behind the last one.</summary>
    /// <param name="side">"key" or "value", for an error in no column.</param>
    /// <param name="columns">Name and type of each field that was to be read.</param>
    public readonly SerdeError Error(string side, params ReadOnlySpan<(string Name, string Type)> columns)
    {
        if (_fields > columns.Length)
        {
            return new SerdeError(side, $"there are more than {columns.Length} fields");
        }

        (string name, string type) = columns[_fields - 1];
        return new SerdeError(name, $"a field is missing or is not a {type}");
    }

    /// <summary>A field as it is; false where there is none left or its quotes are not closed.</summary>
    public bool NextField(out Text field)
    {
        field = default;
        _fields++;
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
        if (TryReadDigits(out long usual))
        {
            value = usual == (int)usual ? (int)usual : null;
            return value is not null;
        }

        bool isRead = Read(out Text field) & TryParse(field, out long? number);
        value = number is { } n && n == (int)n ? (int)n : null;
        return isRead && (number is null) == (value is null);
    }

    /// <summary>A BIGINT.</summary>
    public bool Read(out long? value)
    {
        if (TryReadDigits(out long usual))
        {
            value = usual;
            return true;
        }

        return Read(out Text field) & TryParse(field, out value);
    }

    /// <summary>A DOUBLE, NaN and Infinity too.</summary>
    public bool Read(out double? value)
    {
        value = null;
        if (!Read(out Text field) || field.IsNull)
        {
            return field.IsNull;
        }

        bool isNumber = JavaDouble.TryParse(field.Span, out double number);
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

    /// <inheritdoc cref="Read(out decimal?, int, int)"/>
    public bool Read(out WideDecimal? value, int precision, int scale)
    {
        value = null;
        if (!Read(out Text field) || field.IsNull)
        {
            return field.IsNull;
        }

        bool isNumber = WideDecimalText.TryParse(field.Span, precision, scale, out WideDecimal number);
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
        byte* stop = _at;
        ulong stops = 0;
        while (stop < _end && (stops = DelimitedValue.Stops(stop, _delimiter)) == 0)
        {
            stop += JsonString.Block;
        }

        stop += stops == 0 ? 0 : BitOperations.TrailingZeroCount(stops);
        field = new Text(_at, (int)((stop < _end ? stop : _end) - _at));
        Pass(field.Length);
        return true;
    }

    // A whole field of one to 15 digits.
    private bool TryReadDigits(out long value)
    {
        value = 0;
        byte* after = _isAtEnd ? null : JsonNumber.Digits(_at, out value, mayStartWithZero: true);
        if (after == null || after > _end || (after < _end && *after != _delimiter))
        {
            return false;
        }

        _fields++;
        Pass((int)(after - _at));
        return true;
    }

    private bool NextQuoted(out Text field)
    {
        byte* start = _at + 1;
        int length = 0;
        bool hasQuotes = false;
        while (true)
        {
            int quote = new ReadOnlySpan<byte>(start + length, (int)(_end - start) - length).IndexOf((byte)'"');
            if (quote < 0)
            {
                field = default;
                return false;
            }

            length += quote;
            if (start + length + 1 >= _end || start[length + 1] != '"')
            {
                break;
            }

            hasQuotes = true;
            length += 2;
        }

        field = hasQuotes ? WithoutDoubledQuotes(start, length) : new Text(start, length);
        Pass(length + 2);
        return true;
    }

    private readonly Text WithoutDoubledQuotes(byte* from, int length)
    {
        byte* to = _arena.Allocate(length);
        int copied = 0;
        for (int i = 0; i < length; i++)
        {
            to[copied++] = from[i];
            i += from[i] == '"' ? 1 : 0;
        }

        return new Text(to, copied);
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
