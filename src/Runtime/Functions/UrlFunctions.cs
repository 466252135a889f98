using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of URLs. NULL in, a text that is no URL, and a part that is not there give NULL.</summary>
public static class UrlFunctions
{
    /// <summary>URL_EXTRACT_PROTOCOL: the scheme.</summary>
    public static Text UrlExtractProtocol(Text url) => UrlText.TryParse(url, out UrlText parts) ? parts.Scheme : default;

    /// <summary>URL_EXTRACT_HOST.</summary>
    public static Text UrlExtractHost(Text url) => UrlText.TryParse(url, out UrlText parts) ? parts.Host : default;

    /// <summary>URL_EXTRACT_PORT.</summary>
    public static int? UrlExtractPort(Text url) => UrlText.TryParse(url, out UrlText parts) && parts.Port >= 0 ? parts.Port : null;

    /// <summary>URL_EXTRACT_PATH, decoded; empty where the URL ends with its host.</summary>
    public static Text UrlExtractPath(RecordArena arena, Text url) =>
        UrlText.TryParse(url, out UrlText parts) ? Decode(arena, parts.Path, plusIsSpace: false) : default;

    /// <summary>URL_EXTRACT_QUERY, decoded.</summary>
    public static Text UrlExtractQuery(RecordArena arena, Text url) =>
        UrlText.TryParse(url, out UrlText parts) ? Decode(arena, parts.Query, plusIsSpace: false) : default;

    /// <summary>URL_EXTRACT_FRAGMENT, decoded.</summary>
    public static Text UrlExtractFragment(RecordArena arena, Text url) =>
        UrlText.TryParse(url, out UrlText parts) ? Decode(arena, parts.Fragment, plusIsSpace: false) : default;

    /// <summary>URL_EXTRACT_PARAMETER: of the decoded query; empty where only its name stands there.</summary>
    public static Text UrlExtractParameter(RecordArena arena, Text url, Text name)
    {
        Text query = UrlExtractQuery(arena, url);
        if (query.IsNull || name.IsNull)
        {
            return default;
        }

        int start = 0;
        while (start <= query.Length)
        {
            int length = query.Span[start..].IndexOf((byte)'&');
            length = length < 0 ? query.Length - start : length;
            ReadOnlySpan<byte> parameter = query.Span.Slice(start, length);
            int equals = parameter.IndexOf((byte)'=');
            if (parameter[..(equals < 0 ? length : equals)].SequenceEqual(name.Span))
            {
                return equals < 0 ? Text.Empty : query.Slice(start + equals + 1, length - equals - 1);
            }

            start += length + 1;
        }

        return default;
    }

    /// <summary>URL_ENCODE_PARAM: as forms send it; a space becomes a plus sign.</summary>
    public static Text UrlEncodeParam(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        TextBuilder encoded = new(arena, value.Length + 16);
        foreach (byte b in value.Span)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'*')
            {
                encoded.Append(b);
            }
            else if (b == ' ')
            {
                encoded.Append((byte)'+');
            }
            else
            {
                encoded.Append((byte)'%');
                encoded.Append("0123456789ABCDEF"u8.Slice(b >> 4, 1));
                encoded.Append("0123456789ABCDEF"u8.Slice(b & 15, 1));
            }
        }

        return encoded.ToText();
    }

    /// <summary>URL_DECODE_PARAM: as forms send it; a per cent sign without two hexadecimal digits is an error.</summary>
    public static Text UrlDecodeParam(RecordArena arena, Text value) => Decode(arena, value, plusIsSpace: true);

    private static Text Decode(RecordArena arena, Text value, bool plusIsSpace)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ReadOnlySpan<byte> rest = value.Span;
        if (rest.IndexOf((byte)'%') < 0 && !(plusIsSpace && rest.IndexOf((byte)'+') >= 0))
        {
            return value;
        }

        TextBuilder decoded = new(arena, value.Length);
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] != '%')
            {
                decoded.Append(plusIsSpace && rest[i] == '+' ? (byte)' ' : rest[i]);
                continue;
            }

            if (!TryReadHex(rest[(i + 1)..], out byte b))
            {
                return default;
            }

            decoded.Append(b);
            i += 2;
        }

        // What is no UTF-8 becomes the character for that.
        Text made = decoded.ToText();
        return System.Text.Unicode.Utf8.IsValid(made.Span) ? made : arena.Text(Utf16.Decode(arena, made));
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        bool isHex = text.Length >= 2 && char.IsAsciiHexDigit((char)text[0]) && char.IsAsciiHexDigit((char)text[1]);
        value = isHex ? (byte)((Digit(text[0]) << 4) | Digit(text[1])) : (byte)0;
        return isHex;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
