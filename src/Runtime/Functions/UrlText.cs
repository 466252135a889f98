using System.Buffers;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>A URI, taken apart as RFC 2396 and Java's <c>URI</c> do. Its parts are slices of the text, as written.</summary>
internal ref struct UrlText
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()"u8);

    private readonly Text _text;

    private UrlText(Text text) => _text = text;

    public Text Scheme { get; private set; }

    public Text Host { get; private set; }

    /// <summary>-1 where there is none.</summary>
    public int Port { get; private set; }

    /// <summary>NULL for a URI without hierarchy, such as <c>mailto:a@b</c>.</summary>
    public Text Path { get; private set; }

    public Text Query { get; private set; }

    public Text Fragment { get; private set; }

    /// <summary>False where the text is no URI.</summary>
    public static bool TryParse(Text text, out UrlText url)
    {
        url = new UrlText(text) { Port = -1 };
        return !text.IsNull && url.TryParse();
    }

    private bool TryParse()
    {
        ReadOnlySpan<byte> all = _text.Span;
        int hash = all.IndexOf((byte)'#');
        int end = hash < 0 ? all.Length : hash;
        if (hash >= 0)
        {
            Fragment = _text.Slice(hash + 1, all.Length - hash - 1);
        }

        int start = 0;
        int delimiter = all[..end].IndexOfAny((byte)':', (byte)'/', (byte)'?');
        if (delimiter >= 0 && all[delimiter] == ':')
        {
            Scheme = _text.Slice(0, delimiter);
            start = delimiter + 1;
            if (!IsScheme(all[..delimiter]) || start == end)
            {
                return false;
            }

            if (all[start] != '/')
            {
                return AreLegal(all[start..end], ";/?:@&=+$,[]"u8) && IsLegalFragment();
            }
        }

        return TryParseHierarchy(start, end) && IsLegalFragment();
    }

    private bool TryParseHierarchy(int start, int end)
    {
        ReadOnlySpan<byte> all = _text.Span;
        if (all[start..end].StartsWith("//"u8))
        {
            start += 2;
            int length = all[start..end].IndexOfAny((byte)'/', (byte)'?');
            length = length < 0 ? end - start : length;
            bool isThere = length > 0 ? TryParseAuthority(start, length) : start < all.Length;
            if (!isThere)
            {
                return false;
            }

            start += length;
        }

        int mark = all[start..end].IndexOf((byte)'?');
        int pathEnd = mark < 0 ? end : start + mark;
        Path = _text.Slice(start, pathEnd - start);
        if (mark >= 0)
        {
            Query = _text.Slice(pathEnd + 1, end - pathEnd - 1);
        }

        return AreLegal(Path.Span, "/;:@&=+$,"u8) && AreLegal(Query.Span, ";/?:@&=+$,[]"u8);
    }

    private readonly bool IsLegalFragment() => AreLegal(Fragment.Span, ";/?:@&=+$,[]"u8);

    // A server with user and port, else a name of some registry, which has neither host nor port.
    private bool TryParseAuthority(int start, int length)
    {
        ReadOnlySpan<byte> authority = _text.Span.Slice(start, length);
        int user = authority.IndexOf((byte)'@') + 1;
        ReadOnlySpan<byte> server = authority[user..];
        int hostLength = HostLength(server);
        ReadOnlySpan<byte> rest = hostLength < 0 ? default : server[hostLength..];
        bool isServer = hostLength > 0 && (user == 0 || AreLegal(authority[..(user - 1)], ";:&=+$,"u8))
            && (rest.IsEmpty || (rest[0] == ':' && TryParsePort(rest[1..])));
        if (isServer)
        {
            Host = _text.Slice(start + user, hostLength);
            return true;
        }

        return AreLegal(authority, "$,;:@&=+"u8);
    }

    private bool TryParsePort(ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty)
        {
            return true;
        }

        bool isNumber = int.TryParse(
            digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int port);
        Port = isNumber ? port : -1;
        return isNumber;
    }

    // Labels of letters, digits and inner dashes; of several, the last one begins with a letter. Or numbers, or an address in brackets.
    private static int HostLength(ReadOnlySpan<byte> server)
    {
        if (server.StartsWith("["u8))
        {
            return server.IndexOf((byte)']') + 1 is var length and > 0 && IsAddress(server[1..(length - 1)]) ? length : -1;
        }

        int colon = server.IndexOf((byte)':');
        int end = colon < 0 ? server.Length : colon;
        int at = 0;
        int last = -1;
        while (at < end)
        {
            int dot = server[at..end].IndexOf((byte)'.');
            ReadOnlySpan<byte> label = server[at..(dot < 0 ? end : at + dot)];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-' || !AreOfHost(label))
            {
                return -1;
            }

            last = at;
            at += label.Length + (dot < 0 ? 0 : 1);
        }

        bool isName = last == 0 || (last > 0 && char.IsAsciiLetter((char)server[last]));
        return isName || IsFourNumbers(server[..end]) ? end : -1;
    }

    private static bool AreOfHost(ReadOnlySpan<byte> label)
    {
        foreach (byte c in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFourNumbers(ReadOnlySpan<byte> host)
    {
        int count = 0;
        foreach (Range range in host.Split((byte)'.'))
        {
            if (!byte.TryParse(
                host[range], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
            {
                return false;
            }

            count++;
        }

        return count == 4;
    }

    private static bool IsAddress(ReadOnlySpan<byte> address)
    {
        foreach (byte c in address)
        {
            if (!char.IsAsciiHexDigit((char)c) && c is not ((byte)':' or (byte)'.'))
            {
                return false;
            }
        }

        return address.IndexOf((byte)':') >= 0;
    }

    private static bool IsScheme(ReadOnlySpan<byte> scheme)
    {
        if (scheme.IsEmpty || !char.IsAsciiLetter((char)scheme[0]))
        {
            return false;
        }

        foreach (byte c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }

    // Letters, digits, marks, %xx, what the part allows besides, and characters beyond ASCII that are neither spaces nor controls.
    private static bool AreLegal(ReadOnlySpan<byte> part, ReadOnlySpan<byte> others)
    {
        while (!part.IsEmpty)
        {
            int length = 1;
            if (part[0] == '%')
            {
                length = 3;
                if (part.Length < 3 || !char.IsAsciiHexDigit((char)part[1]) || !char.IsAsciiHexDigit((char)part[2]))
                {
                    return false;
                }
            }
            else if (part[0] >= 0x80)
            {
                Rune.DecodeFromUtf8(part, out Rune character, out length);
                if (Rune.IsControl(character) || Rune.IsWhiteSpace(character))
                {
                    return false;
                }
            }
            else if (!Unreserved.Contains(part[0]) && others.IndexOf(part[0]) < 0)
            {
                return false;
            }

            part = part[length..];
        }

        return true;
    }
}
