using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one JSON value piece by piece, with ksqlDB's coercions. Never throws: what cannot be read ends it
/// with a reason.</summary>
/// <remarks>
/// Emitted code calls <see cref="ReadObjectStart"/>, then <see cref="NextMember"/> until it is false, and for each
/// member either reads its value
/// or skips it. After the first error every call fails, and <see cref="Reason"/> says why.
/// It decides what a record means; <see cref="JsonCursor"/> is the short way for records in the expected order.
/// </remarks>
public unsafe ref partial struct JsonReader
{
    private const int DeepestNesting = 64;

    private readonly RecordArena _arena;
    private readonly byte* _end;
    private byte* _at;
    private Text _name;
    private ReadOnlySpan<byte> _column;
    private int _depth;
    private bool _isFirst;
    private string? _reason;

    /// <summary>Reads from a record or an arena: memory that does not move, and behind which 64 bytes can be read.</summary>
    /// <param name="json">The bytes of one value.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    public JsonReader(ReadOnlySpan<byte> json, RecordArena arena)
        : this((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(json)), json.Length, arena)
    {
    }

    internal JsonReader(byte* json, int length, RecordArena arena, int depth = 0)
    {
        _arena = arena;
        _at = json;
        _end = json + length;
        _depth = depth;
    }

    /// <summary>Why it could not go on; null while it can.</summary>
    public readonly string? Reason => _reason;

    /// <summary>Where it stands.</summary>
    internal readonly byte* At => _at;

    /// <summary>What went wrong, and in which column: the last one whose name was found.</summary>
    /// <param name="side">"key" or "value", for an error in no column.</param>
    /// <returns><c>default</c> where nothing did.</returns>
    public readonly SerdeError Error(string side) => _reason is null
        ? default
        : new SerdeError(_column.IsEmpty ? side : Encoding.UTF8.GetString(_column), _reason);

    /// <summary>Whether the next value is <c>null</c>; if so it is read.</summary>
    public bool TryReadNull()
    {
        SkipSpace();
        if (_end - _at < 4 || Unsafe.ReadUnaligned<uint>(_at) != JsonString.Null)
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
        // The usual form: ,"name":
        byte* quote = _isFirst ? _at : _at + 1;
        if (quote + 1 < _end && *quote == '"' && (_isFirst || *_at == ','))
        {
            ulong stops = JsonString.Stops(quote + 1);
            byte* closing = quote + 1 + BitOperations.TrailingZeroCount(stops);
            if (stops != 0 && *closing == '"' && closing + 1 < _end && closing[1] == ':')
            {
                _name = new Text(quote + 1, (int)(closing - quote) - 1, isPlain: true);
                _at = closing + 2;
                _isFirst = false;
                return true;
            }
        }

        return NextUnusualMember();
    }

    /// <summary>Whether the array has another element; false at its end or after an error.</summary>
    public bool NextElement() => NextItem((byte)']');

    /// <summary>The name of the member that <see cref="NextMember"/> has come to.</summary>
    public readonly Text Name => _name;

    /// <summary>Whether the member is a column's, whose name it becomes in upper case.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty and without lower-case letters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIs(ReadOnlySpan<byte> column) =>
        _name.Length == column.Length && (column.Length < 4 ? JsonName.IsAnyAt(_name.Data, column) : JsonName.IsAt(_name.Data, column))
        && Found(column);

    /// <summary>Whether the member is a column's, whose name it is to the letter.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIsExactly(ReadOnlySpan<byte> column) =>
        _name.Length == column.Length && JsonName.IsExactlyAt(_name.Data, column) && Found(column);

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
        _name = default;
        return false;
    }

    private bool NextUnusualMember()
    {
        if (!NextItem((byte)'}') || !Expect((byte)'"', "a member's name is expected"))
        {
            return false;
        }

        return ReadStringBody(out _name) && Expect((byte)':', "a colon is expected after a member's name");
    }

    // Members of a struct inside a column are no columns.
    private bool Found(ReadOnlySpan<byte> column)
    {
        _column = _depth == 1 ? column : _column;
        return true;
    }

    private bool SkipString()
    {
        byte* closing = JsonString.ClosingQuote(_at + 1, _end);
        if (closing == null)
        {
            return Fail("a string is not closed");
        }

        _at = closing + 1;
        return true;
    }

    private bool SkipObject()
    {
        if (!ReadObjectStart())
        {
            return false;
        }

        while (NextItem((byte)'}'))
        {
            SkipSpace();
            if (_at >= _end || *_at != '"')
            {
                return Fail("a member's name is expected");
            }

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
        _isFirst = true;
        return ++_depth <= DeepestNesting || Fail("it is nested more than 64 deep");
    }

    // After an opening bracket an item; after a value a comma and an item; or the closing bracket.
    private bool NextItem(byte closing)
    {
        SkipSpace();
        bool isFirst = _isFirst;
        _isFirst = false;
        if (_at < _end && *_at == closing)
        {
            _at++;
            _depth--;
            return false;
        }

        if (isFirst)
        {
            return _at < _end || Fail("a comma or a closing bracket is expected");
        }

        if (_at < _end && *_at == ',')
        {
            _at++;
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
    private void SkipSpace() => _at = JsonString.SkipSpace(_at, _end);
}
