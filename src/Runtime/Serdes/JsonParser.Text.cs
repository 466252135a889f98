using System.Buffers;
using System.Text;
using System.Text.Unicode;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <content>Strings: a slice of the record where nothing is escaped, else unescaped into the arena.</content>
internal unsafe ref partial struct JsonParser
{
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\', .. Enumerable.Range(0x80, 0x80).Select(c => (byte)c)]);

    private static readonly SearchValues<byte> MustEscape =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'\\']);

    // Stands behind the opening quote; goes behind the closing one.
    private bool ReadStringBody(out Text text)
    {
        byte* start = _at;
        byte* stop = JsonString.PlainEnd(start, _end);
        if (stop < _end && *stop == '"')
        {
            text = new Text(start, (int)(stop - start), isPlain: true);
            _at = stop + 1;
            return true;
        }

        byte* closing = JsonString.ClosingQuote(stop, _end);
        text = default;
        if (closing == null)
        {
            return Fail("a string is not closed");
        }

        _at = closing + 1;
        ReadOnlySpan<byte> raw = new(start, (int)(closing - start));
        if (raw.Contains((byte)'\\') || !Utf8.IsValid(raw))
        {
            return Unescape(raw, out text);
        }

        text = new Text(start, raw.Length);
        return !raw.ContainsAnyInRange((byte)0, (byte)0x1F) || Fail("a control character stands in a string");
    }

    private bool Unescape(ReadOnlySpan<byte> raw, out Text text)
    {
        // What is unescaped is never longer than what stands there, but for invalid UTF-8: a byte becomes three.
        byte* to = _arena.Allocate(raw.Length * 3);
        int length = 0;
        text = default;
        while (!raw.IsEmpty)
        {
            int plain = raw.IndexOfAny(NotPlain);
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(new Span<byte>(to + length, plain));
            length += plain;
            raw = raw[plain..];
            if (raw.IsEmpty)
            {
                break;
            }

            int taken = raw[0] == '\\' ? UnescapeOne(raw, to, ref length) : CopyOne(raw, to, ref length);
            if (taken == 0)
            {
                return FailInString(raw[0]);
            }

            raw = raw[taken..];
        }

        text = new Text(to, length);
        return true;
    }

    // What is wrong in a string that is read is wrong in one that is skipped.
    private bool CheckString(ReadOnlySpan<byte> raw)
    {
        byte* unescaped = stackalloc byte[sizeof(int)];
        for (int odd = raw.IndexOfAny(MustEscape); odd >= 0; odd = raw.IndexOfAny(MustEscape))
        {
            raw = raw[odd..];
            int length = 0;
            int taken = raw[0] == '\\' ? UnescapeOne(raw, unescaped, ref length) : 0;
            if (taken == 0)
            {
                return FailInString(raw[0]);
            }

            raw = raw[taken..];
        }

        return true;
    }

    private bool FailInString(byte cause) =>
        Fail(cause == '\\' ? "a string has an escape that JSON does not know" : "a control character stands in a string");

    private static int CopyOne(ReadOnlySpan<byte> rest, byte* to, ref int length)
    {
        if (rest[0] < 0x20)
        {
            return 0;
        }

        Rune.DecodeFromUtf8(rest, out Rune rune, out int taken);
        length += rune.EncodeToUtf8(new Span<byte>(to + length, 4));
        return taken;
    }

    private static int UnescapeOne(ReadOnlySpan<byte> rest, byte* to, ref int length)
    {
        if (rest.Length < 2)
        {
            return 0;
        }

        byte known = rest[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => rest[1],
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => 0,
        };
        if (known != 0)
        {
            to[length++] = known;
            return 2;
        }

        return rest[1] == 'u' ? UnescapeUnit(rest, to, ref length) : 0;
    }

    private static int UnescapeUnit(ReadOnlySpan<byte> rest, byte* to, ref int length)
    {
        if (!TryReadUnit(rest, out char first))
        {
            return 0;
        }

        int taken = 6;
        Rune rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate(first) && TryReadUnit(rest[6..], out char second) && char.IsLowSurrogate(second))
        {
            rune = new Rune(first, second);
            taken = 12;
        }
        else if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
        }

        length += rune.EncodeToUtf8(new Span<byte>(to + length, 4));
        return taken;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u')
        {
            return false;
        }

        int value = 0;
        foreach (byte c in text.Slice(2, 4))
        {
            int digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            value = (value * 16) + digit;
        }

        unit = (char)value;
        return true;
    }

    // An object as compact JSON; an array as Java prints a list: [a, b], its strings without quotes.
    private bool ReadAsText(out Text text)
    {
        byte* start = _at;
        text = default;
        JsonParser inside = this;
        if (!Skip())
        {
            return false;
        }

        int length = (int)(_at - start);
        if (*start == '{')
        {
            text = Compact(new ReadOnlySpan<byte>(start, length));
            return true;
        }

        // A comma becomes two characters, a byte of invalid UTF-8 three.
        byte* to = _arena.Allocate(length * 3);
        byte* at = to;
        *at++ = (byte)'[';
        _ = inside.Open((byte)'[');
        while (inside.NextItem((byte)']', isFirst: at == to + 1))
        {
            if (at != to + 1)
            {
                *at++ = (byte)',';
                *at++ = (byte)' ';
            }

            if (!inside.Read(out Text element))
            {
                _at = _end;
                return false;
            }

            ReadOnlySpan<byte> utf8 = element.IsNull ? "null"u8 : element.Span;
            utf8.CopyTo(new Span<byte>(at, utf8.Length));
            at += utf8.Length;
        }

        *at++ = (byte)']';
        text = new Text(to, (int)(at - to));
        return true;
    }

    private readonly Text Compact(ReadOnlySpan<byte> json)
    {
        byte* to = _arena.Allocate(json.Length);
        int length = 0;
        bool isInString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte c = json[i];
            if (isInString && c == '\\')
            {
                to[length++] = c;
                c = json[++i];
            }
            else if (c == '"')
            {
                isInString = !isInString;
            }

            if (isInString || c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                to[length++] = c;
            }
        }

        return new Text(to, length);
    }
}
