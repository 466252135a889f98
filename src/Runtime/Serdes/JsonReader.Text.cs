using System.Buffers;
using System.Text;
using System.Text.Unicode;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <content>Strings: a slice of the record where nothing is escaped, else unescaped into the arena.</content>
public unsafe ref partial struct JsonReader
{
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\', .. Enumerable.Range(0x7F, 0x81).Select(c => (byte)c)]);

    // Stands behind the opening quote; goes behind the closing one.
    private bool ReadStringBody(out Text text)
    {
        ReadOnlySpan<byte> rest = new(_at, (int)(_end - _at));
        int stop = rest.IndexOfAny(NotPlain);
        if (stop >= 0 && rest[stop] == '"')
        {
            text = new Text(_at, stop, isPlain: true);
            _at += stop + 1;
            return true;
        }

        return ReadUnusual(rest, out text);
    }

    private bool ReadUnusual(ReadOnlySpan<byte> rest, out Text text)
    {
        int stop = rest.IndexOfAny((byte)'"', (byte)'\\');
        text = default;
        if (stop < 0)
        {
            return Fail("a string is not closed");
        }

        if (rest[stop] == '"' && Utf8.IsValid(rest[..stop]))
        {
            text = new Text(_at, stop);
            _at += stop + 1;
            return !rest[..stop].ContainsAnyInRange((byte)0, (byte)0x1F) || Fail("a control character stands in a string");
        }

        return Unescape(rest, out text);
    }

    private bool Unescape(ReadOnlySpan<byte> rest, out Text text)
    {
        // What is unescaped is never longer than what stands there, but for invalid UTF-8: a byte becomes three.
        byte* to = _arena.Allocate(rest.Length * 3);
        int length = 0;
        while (!rest.IsEmpty)
        {
            byte c = rest[0];
            if (c == '"')
            {
                _at = _end - rest.Length + 1;
                text = new Text(to, length);
                return true;
            }

            int taken = c == '\\' ? UnescapeOne(rest, to, ref length) : CopyOne(rest, to, ref length);
            if (taken == 0)
            {
                break;
            }

            rest = rest[taken..];
        }

        text = default;
        return Fail(rest.IsEmpty ? "a string is not closed" : "a string has an escape that JSON does not know");
    }

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
        bool isArray = *_at == '[';
        byte* start = _at;
        text = default;
        if (!isArray)
        {
            if (!Skip())
            {
                return false;
            }

            text = Compact(new ReadOnlySpan<byte>(start, (int)(_at - start)));
            return true;
        }

        ArrayBufferWriter<byte> joined = new();
        joined.Write("["u8);
        _ = ReadArrayStart();
        while (NextElement())
        {
            if (joined.WrittenCount > 1)
            {
                joined.Write(", "u8);
            }

            if (!Read(out Text element))
            {
                return false;
            }

            joined.Write(element.IsNull ? "null"u8 : element.Span);
        }

        joined.Write("]"u8);
        text = _arena.Text(joined.WrittenSpan);
        return _reason is null;
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
