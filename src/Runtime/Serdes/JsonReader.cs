using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one JSON value piece by piece, with ksqlDB's coercions. Never throws: what cannot be read ends it
/// with a reason.</summary>
/// <remarks>
/// Emitted code calls <see cref="ReadObjectStart"/>, then <see cref="NextMember"/> until it is false, and for each
/// member either reads its value
/// or skips it. After the first error every call fails, and <see cref="Reason"/> says why.
/// </remarks>
public unsafe ref partial struct JsonReader
{
    private const int DeepestNesting = 64;

    private readonly RecordArena _arena;
    private readonly byte* _start;
    private readonly byte* _end;
    private byte* _at;
    private Text _name;
    private int _depth;
    private string? _reason;

    /// <summary>Reads from a record, whose memory does not move.</summary>
    /// <param name="json">The bytes of one value.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    public JsonReader(ReadOnlySpan<byte> json, RecordArena arena)
    {
        _arena = arena;
        _start = (byte*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(json));
        _end = _start + json.Length;
        _at = _start;
    }

    /// <summary>Why it could not go on; null while it can.</summary>
    public readonly string? Reason => _reason;

    /// <summary>Whether the next value is <c>null</c>; if so it is read.</summary>
    public bool TryReadNull()
    {
        SkipSpace();
        if (_end - _at < 4 || Unsafe.ReadUnaligned<uint>(_at) != 0x6C6C756E /* null */)
        {
            return false;
        }

        _at += 4;
        return true;
    }

    /// <summary>The start of an object.</summary>
    public bool ReadObjectStart() => Open((byte)'{', "an object is expected");

    /// <summary>The start of an array.</summary>
    public bool ReadArrayStart() => Open((byte)'[', "an array is expected");

    /// <summary>The next member's name; false at the end of the object or after an error.</summary>
    public bool NextMember()
    {
        if (!NextItem((byte)'}') || !Expect((byte)'"', "a member's name is expected"))
        {
            return false;
        }

        return ReadStringBody(out _name) && Expect((byte)':', "a colon is expected after a member's name");
    }

    /// <summary>Whether the array has another element; false at its end or after an error.</summary>
    public bool NextElement() => NextItem((byte)']');

    /// <summary>The name of the member that <see cref="NextMember"/> has come to.</summary>
    public readonly Text Name => _name;

    /// <summary>Whether the member is a column's: its name is the column's, or becomes it in upper case.</summary>
    /// <param name="column">The column's name in UTF-8.</param>
    public readonly bool NameIs(ReadOnlySpan<byte> column)
    {
        if (_name.Length != column.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> name = _name.Span;
        if (name.SequenceEqual(column))
        {
            return true;
        }

        for (int i = 0; i < name.Length; i++)
        {
            byte upper = name[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(name[i] - 32) : name[i];
            if (upper != column[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Passes over the next value; false after an error.</summary>
    public bool Skip()
    {
        SkipSpace();
        if (_at >= _end)
        {
            return Fail("the value is cut off");
        }

        return *_at switch
        {
            (byte)'"' => SkipString(),
            (byte)'{' => SkipObject(),
            (byte)'[' => SkipArray(),
            _ => TakeScalar(out _, out _),
        };
    }

    /// <summary>Ends with a reason; gives false.</summary>
    public bool Fail(string reason)
    {
        _reason ??= reason;
        _at = _end;
        return false;
    }

    private bool SkipString()
    {
        _at++;
        while (_at < _end)
        {
            int stop = new ReadOnlySpan<byte>(_at, (int)(_end - _at)).IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                break;
            }

            _at += stop + 1;
            if (_at[-1] == '"')
            {
                return true;
            }

            _at++;
        }

        return Fail("a string is not closed");
    }

    private bool SkipObject()
    {
        if (!ReadObjectStart())
        {
            return false;
        }

        while (NextItem((byte)'}'))
        {
            if (!Expect((byte)'"', "a member's name is expected"))
            {
                return false;
            }

            _at--;
            if (!SkipString() || !Expect((byte)':', "a colon is expected after a member's name") || !Skip())
            {
                return false;
            }
        }

        return _reason is null;
    }

    private bool SkipArray()
    {
        if (!ReadArrayStart())
        {
            return false;
        }

        while (NextElement())
        {
            if (!Skip())
            {
                return false;
            }
        }

        return _reason is null;
    }

    private bool Open(byte bracket, string reason)
    {
        SkipSpace();
        if (_at >= _end || *_at != bracket)
        {
            return Fail(reason);
        }

        _at++;
        return ++_depth <= DeepestNesting || Fail("it is nested more than 64 deep");
    }

    // After an opening bracket or a value: a comma and an item, or the closing bracket.
    private bool NextItem(byte closing)
    {
        if (_reason is not null)
        {
            return false;
        }

        SkipSpace();
        byte* before = _at;
        while (before > _start && before[-1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            before--;
        }

        bool isFirst = before > _start && before[-1] is (byte)'{' or (byte)'[' && _at < _end && *_at != ',';
        if (_at < _end && *_at == closing)
        {
            _at++;
            _depth--;
            return false;
        }

        if (isFirst)
        {
            return true;
        }

        if (_at < _end && *_at == ',')
        {
            _at++;
            SkipSpace();
            return true;
        }

        return Fail("a comma or a closing bracket is expected");
    }

    private bool Expect(byte sign, string reason)
    {
        SkipSpace();
        if (_at >= _end || *_at != sign)
        {
            return Fail(reason);
        }

        _at++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        while (_at < _end && *_at <= ' ' && *_at is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }
}
