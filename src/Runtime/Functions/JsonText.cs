using System.Buffers.Text;
using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>
/// JSON as ksqlDB's functions print it: compact; in strings only quotes, backslashes and controls are escaped; times as CAST prints
/// them. The emitted code of TO_JSON_STRING stands on it.
/// </summary>
public static class JsonText
{
    /// <summary>Adds a BOOLEAN.</summary>
    public static void Append(ref TextBuilder json, bool? value) => AppendPlain(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds an INTEGER.</summary>
    public static void Append(ref TextBuilder json, int? value) => Append(ref json, (long?)value);

    /// <summary>Adds a BIGINT.</summary>
    public static void Append(ref TextBuilder json, long? value)
    {
        if (value is { } number)
        {
            json.Append(number);
        }
        else
        {
            json.Append("null"u8);
        }
    }

    /// <summary>Adds a DOUBLE.</summary>
    public static void Append(ref TextBuilder json, double? value)
    {
        bool isNumber = value is not { } number || double.IsFinite(number);
        Text text = Cast.ToText(json.Arena, value);
        if (isNumber)
        {
            AppendPlain(ref json, text);
        }
        else
        {
            Append(ref json, text);
        }
    }

    /// <summary>Adds a DECIMAL.</summary>
    public static void Append(ref TextBuilder json, decimal? value) => AppendPlain(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds a DECIMAL.</summary>
    public static void Append(ref TextBuilder json, WideDecimal? value) => AppendPlain(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds a DATE.</summary>
    public static void Append(ref TextBuilder json, SqlDate? value) => Append(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds a TIME.</summary>
    public static void Append(ref TextBuilder json, SqlTime? value) => Append(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds a TIMESTAMP.</summary>
    public static void Append(ref TextBuilder json, SqlTimestamp? value) => Append(ref json, Cast.ToText(json.Arena, value));

    /// <summary>Adds BYTES, in Base64.</summary>
    public static void Append(ref TextBuilder json, Bytes value)
    {
        if (value.IsNull)
        {
            json.Append("null"u8);
            return;
        }

        json.Append((byte)'"');
        Base64.EncodeToUtf8(value.Span, json.Room(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        json.Advance(written);
        json.Append((byte)'"');
    }

    /// <summary>Adds a VARCHAR.</summary>
    public static void Append(ref TextBuilder json, Text value)
    {
        if (value.IsNull)
        {
            json.Append("null"u8);
            return;
        }

        json.Append((byte)'"');
        if (value.IsPlain)
        {
            json.Append(value);
        }
        else
        {
            AppendEscaped(ref json, value.Span);
        }

        json.Append((byte)'"');
    }

    /// <summary>Adds a value that is JSON already, without its white space.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="source">The text that holds the value.</param>
    /// <param name="value">A part of <paramref name="source"/>, known to be right.</param>
    internal static void AppendCompact(ref TextBuilder json, Text source, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r':
                    break;
                case (byte)'"':
                    JsonCursor cursor = new(value[i..]);
                    cursor.TryTakeValue(out ReadOnlySpan<byte> quoted);
                    Append(ref json, JsonCursor.Unquote(json.Arena, source, quoted));
                    i += quoted.Length - 1;
                    break;
                default:
                    json.Append(value[i]);
                    break;
            }
        }
    }

    private static void AppendPlain(ref TextBuilder json, Text value) => json.Append(value.IsNull ? "null"u8 : value.Span);

    private static void AppendEscaped(ref TextBuilder json, ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
        {
            switch (c)
            {
                case (byte)'"':
                    json.Append("\\\""u8);
                    break;
                case (byte)'\\':
                    json.Append("\\\\"u8);
                    break;
                case (byte)'\b':
                    json.Append("\\b"u8);
                    break;
                case (byte)'\t':
                    json.Append("\\t"u8);
                    break;
                case (byte)'\n':
                    json.Append("\\n"u8);
                    break;
                case (byte)'\f':
                    json.Append("\\f"u8);
                    break;
                case (byte)'\r':
                    json.Append("\\r"u8);
                    break;
                case < 0x20:
                    json.Append("\\u00"u8);
                    json.Append("0123456789ABCDEF"u8.Slice(c >> 4, 1));
                    json.Append("0123456789ABCDEF"u8.Slice(c & 15, 1));
                    break;
                default:
                    json.Append(c);
                    break;
            }
        }
    }
}
