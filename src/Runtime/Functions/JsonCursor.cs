using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Goes through JSON text, value by value. Strict, and without exceptions: text that is no JSON is nothing rare here.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // Deeper JSON is refused: it would take the stack.
    private const int MostDepth = 500;

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Where it stands, in bytes.</summary>
    public int Position { get; private set; }

    /// <summary>The first byte of what comes next, behind white space; 0 at the end.</summary>
    public byte Peek()
    {
        while (Position < _json.Length && _json[Position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            Position++;
        }

        return Position < _json.Length ? _json[Position] : (byte)0;
    }

    /// <summary>Takes a byte if it comes next.</summary>
    public bool TryTake(byte wanted)
    {
        bool isThere = Peek() == wanted;
        Position += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Passes over one whole value; false where it is none.</summary>
    /// <param name="value">Its text, without white space around it.</param>
    public bool TryTakeValue(out ReadOnlySpan<byte> value)
    {
        Peek();
        int start = Position;
        bool isValue = TrySkip(0);
        value = isValue ? _json[start..Position] : default;
        return isValue;
    }

    /// <summary>
    /// The next member of an object whose <c>{</c> is taken: stands at its value then. False at the <c>}</c>, which is taken, and where
    /// the text is no JSON; <paramref name="isRight"/> tells which.
    /// </summary>
    /// <param name="isFirst">No member was taken yet; set to false.</param>
    /// <param name="name">The name with its quotes.</param>
    /// <param name="isRight">Set to false where the text is no JSON.</param>
    public bool TryNextMember(scoped ref bool isFirst, out ReadOnlySpan<byte> name, scoped ref bool isRight)
    {
        name = default;
        if (isFirst ? TryTake((byte)'}') : !TryTake((byte)','))
        {
            isRight &= isFirst || TryTake((byte)'}');
            return false;
        }

        isFirst = false;
        Peek();
        int start = Position;
        bool isMember = TrySkipString();
        name = isMember ? _json[start..Position] : default;
        isRight &= isMember && TryTake((byte)':');
        return isRight;
    }

    /// <summary>The next element of an array whose <c>[</c> is taken; false as for <see cref="TryNextMember"/>.</summary>
    public bool TryNextElement(scoped ref bool isFirst, out ReadOnlySpan<byte> element, scoped ref bool isRight)
    {
        element = default;
        if (isFirst ? TryTake((byte)']') : !TryTake((byte)','))
        {
            isRight &= isFirst || TryTake((byte)']');
            return false;
        }

        isFirst = false;
        isRight &= TryTakeValue(out element);
        return isRight;
    }

    private bool TrySkip(int depth)
    {
        switch (Peek())
        {
            case (byte)'{':
                return depth < MostDepth && TrySkipObject(depth + 1);
            case (byte)'[':
                return depth < MostDepth && TrySkipArray(depth + 1);
            case (byte)'"':
                return TrySkipString();
            case (byte)'t':
                return TrySkipWord("true"u8);
            case (byte)'f':
                return TrySkipWord("false"u8);
            case (byte)'n':
                return TrySkipWord("null"u8);
            default:
                return TrySkipNumber();
        }
    }

    private bool TrySkipObject(int depth)
    {
        Position++;
        bool isFirst = true;
        bool isRight = true;
        while (TryNextMember(ref isFirst, out _, ref isRight))
        {
            if (!TrySkip(depth))
            {
                return false;
            }
        }

        return isRight;
    }

    private bool TrySkipArray(int depth)
    {
        Position++;
        if (TryTake((byte)']'))
        {
            return true;
        }

        do
        {
            if (!TrySkip(depth))
            {
                return false;
            }
        }
        while (TryTake((byte)','));

        return TryTake((byte)']');
    }

    private bool TrySkipString()
    {
        if (Position >= _json.Length || _json[Position] != '"')
        {
            return false;
        }

        for (int i = Position + 1; i < _json.Length; i++)
        {
            switch (_json[i])
            {
                case (byte)'"':
                    Position = i + 1;
                    return true;
                case < 0x20:
                    return false;
                case (byte)'\\':
                    i++;
                    bool isEscape = i < _json.Length && (_json[i] == 'u' ? TryReadUnit(_json, i + 1, out _) : IsEscape(_json[i]));
                    if (!isEscape)
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static bool IsEscape(byte c) => "\"\\/bfnrt"u8.IndexOf(c) >= 0;

    private bool TrySkipWord(ReadOnlySpan<byte> word)
    {
        bool isThere = _json[Position..].StartsWith(word);
        Position += isThere ? word.Length : 0;
        return isThere;
    }

    // [-] 0 or digits without a zero before them, [. digits], [e [+-] digits]
    private bool TrySkipNumber()
    {
        int at = Position;
        at += At(at) == '-' ? 1 : 0;
        int digits = CountDigits(at);
        if (digits == 0 || (digits > 1 && At(at) == '0'))
        {
            return false;
        }

        at += digits;
        if (At(at) == '.')
        {
            digits = CountDigits(at + 1);
            at += digits + 1;
            if (digits == 0)
            {
                return false;
            }
        }

        if (At(at) is (byte)'e' or (byte)'E')
        {
            at += At(at + 1) is (byte)'+' or (byte)'-' ? 2 : 1;
            digits = CountDigits(at);
            at += digits;
            if (digits == 0)
            {
                return false;
            }
        }

        Position = at;
        return true;
    }

    private readonly byte At(int index) => index < _json.Length ? _json[index] : (byte)0;

    private readonly int CountDigits(int from)
    {
        int at = from;
        while (At(at) is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - from;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, int at, out ushort unit)
    {
        unit = 0;
        return json.Length >= at + 4 && ushort.TryParse(
            json.Slice(at, 4), System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture, out unit);
    }

    /// <summary>What a JSON string says: a slice of it where nothing is escaped, else in the arena.</summary>
    /// <param name="arena">Where it may live.</param>
    /// <param name="source">The text that holds the string.</param>
    /// <param name="quoted">The string with its quotes: a part of <paramref name="source"/>, known to be right.</param>
    public static Text Unquote(RecordArena arena, Text source, ReadOnlySpan<byte> quoted)
    {
        ReadOnlySpan<byte> inner = quoted[1..^1];
        if (inner.IndexOf((byte)'\\') < 0)
        {
            source.Span.Overlaps(inner, out int offset);
            return inner.IsEmpty ? Text.Empty : source.Slice(offset, inner.Length);
        }

        TextBuilder said = new(arena, inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
            {
                said.Append(inner[i]);
                continue;
            }

            i++;
            if (inner[i] == 'u')
            {
                i = AppendUnit(ref said, inner, i + 1);
            }
            else
            {
                said.Append(inner[i] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var same => same,
                });
            }
        }

        return said.ToText();
    }

    // Two units may be one character. Gives the place of the last digit.
    private static int AppendUnit(ref TextBuilder said, ReadOnlySpan<byte> inner, int at)
    {
        TryReadUnit(inner, at, out ushort unit);
        bool isPair = char.IsHighSurrogate((char)unit) && inner.Length >= at + 10 && inner[at + 4] == '\\' && inner[at + 5] == 'u';
        if (isPair && TryReadUnit(inner, at + 6, out ushort low) && Rune.TryCreate((char)unit, (char)low, out Rune character))
        {
            said.Append(character);
            return at + 9;
        }

        said.Append(Rune.TryCreate((char)unit, out Rune single) ? single : Rune.ReplacementChar);
        return at + 3;
    }
}
