using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one JSON value piece by piece, with ksqlDB's coercions. Never throws: what cannot be read ends it
/// with a reason.</summary>
/// <remarks>
/// Emitted code calls <see cref="NextMember()"/> until it is false. For each member it asks <see cref="NameIs"/> for one column after the other;
/// behind the first true it reads the column's value, else it calls <see cref="SkipMember"/>. After the first error every call is false, and <see
/// cref="Reason"/> says why.
/// It decides what a record means; <see cref="JsonCursor"/> is the short way for records in the expected order.
/// </remarks>
public unsafe ref partial struct JsonReader
{
    private const int DeepestNesting = 64;

    private readonly RecordArena _arena;
    private readonly byte* _end;
    private byte* _at;

    // The member's name with quote and colon behind it, or where it should be: in the record, or spelled anew in the arena.
    private byte* _name;
    private byte* _nameEnd;
    private bool _isSpelledAnew;

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

    private JsonReader(byte* json, int length, RecordArena arena, int depth = 0)
    {
        _arena = arena;
        _at = json;
        _end = json + length;
        _depth = depth;
    }

    /// <summary>At a value inside the record's object.</summary>
    internal static JsonReader AtValue(byte* at, byte* end, RecordArena arena) => new(at, (int)(end - at), arena, depth: 1);

    /// <summary>In the record's object, behind the last value that a cursor has read.</summary>
    /// <param name="at">Where the cursor stands; null where a value did not go its way.</param>
    /// <param name="end">Behind the record.</param>
    /// <param name="start">Start of the record.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    internal static JsonReader InObject(byte* at, byte* end, byte* start, RecordArena arena)
    {
        // A cursor reads the digits of a number, which may go on with a fraction: then the value was not read yet.
        if (at > start && at <= end && JsonNumber.EndsNumber(*at))
        {
            return AtValue(at, end, arena);
        }

        JsonReader json = new(start, (int)(end - start), arena);
        _ = json.ReadObjectStart();
        return json;
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

    /// <summary>Goes to the next member; false at the end of the object or after an error.</summary>
    public bool NextMember()
    {
        // The usual form: ,"name": with or without a space behind the comma. Where the name ends is seen when it is compared.
        byte* quote = _at + (_isFirst ? 0 : 1);
        quote += *quote == ' ' ? 1 : 0;
        if (quote < _end && *quote == '"' && (_isFirst || *_at == ',') && !_isSpelledAnew)
        {
            _isFirst = false;
            _name = quote + 1;
            _nameEnd = _end;
            return true;
        }

        return NextUnusualMember();
    }

    /// <summary>Goes to the next member of an object whose names mean nothing; false at the end of the object or after an error.</summary>
    /// <param name="name">The member's name, whatever it is.</param>
    public bool NextMember(out Text name)
    {
        name = default;
        return NextItem((byte)'}') && Expect((byte)'"', "a member's name is expected")
            && ReadStringBody(out name) && Expect((byte)':', "a colon is expected after a member's name");
    }

    /// <summary>Whether the array has another element; false at its end or after an error.</summary>
    public bool NextElement() => NextItem((byte)']');

    /// <summary>Whether the member is a column's, whose name it becomes in upper case; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty, without lower-case letters and what JSON escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIs(ReadOnlySpan<byte> column) => _nameEnd - _name > column.Length + 1
        && (column.Length < 4 ? JsonName.IsAnyAt(_name, column) : JsonName.IsAt(_name, column)) && Found(column);

    /// <summary>Whether the member is a column's, whose name it is to the letter; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty, without what JSON escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIsExactly(ReadOnlySpan<byte> column) => _nameEnd - _name > column.Length + 1
        && JsonName.IsExactlyAt(_name, column) && Found(column);

    /// <summary>Whether the member is a column's whose name is spelled with escapes; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8, without escapes.</param>
    /// <param name="isExact">To the letter; else the name becomes the column's in upper case.</param>
    public bool EscapedNameIs(ReadOnlySpan<byte> column, bool isExact) => _isSpelledAnew && _nameEnd - _name > column.Length + 1
        && (isExact ? JsonName.IsExactlyAt(_name, column) : JsonName.IsAnyAt(_name, column)) && Found(column);

    /// <summary>Passes over a member that is no column's. False after an error.</summary>
    /// <remarks>A name that was not spelled in the usual way is spelled so, and the same member comes again.</remarks>
    public bool SkipMember()
    {
        if (_reason is not null)
        {
            return false;
        }

        _column = _depth == 1 ? default : _column;
        if (_isSpelledAnew)
        {
            _isSpelledAnew = false;
            return Skip();
        }

        byte* closing = JsonString.PlainEnd(_name, _end);
        if (closing + 1 < _end && *closing == '"' && closing[1] == ':')
        {
            _at = closing + 2;
            return Skip();
        }

        return SpellAnew();
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
        _nameEnd = _name;
        return false;
    }

    private bool NextUnusualMember()
    {
        if (_isSpelledAnew)
        {
            return true;
        }

        _column = _depth == 1 ? default : _column;
        if (!NextItem((byte)'}') || !Expect((byte)'"', "a member's name is expected"))
        {
            return false;
        }

        _name = _at;
        _nameEnd = _end;
        return true;
    }

    // Copies the name into the arena as it stands in most records, for the comparisons to find.
    private bool SpellAnew()
    {
        _at = _name;
        if (!ReadStringBody(out Text name) || !Expect((byte)':', "a colon is expected after a member's name"))
        {
            return false;
        }

        _name = _arena.Allocate(name.Length + 2);
        _nameEnd = _name + name.Length + 2;
        name.Span.CopyTo(new Span<byte>(_name, name.Length));
        Unsafe.WriteUnaligned(_nameEnd - 2, JsonString.QuoteColon);
        _isSpelledAnew = true;
        return true;
    }

    // Whether the name ends there, too. Members of a struct inside a column are no columns.
    private bool Found(ReadOnlySpan<byte> column)
    {
        byte* behind = _name + column.Length;
        if (Unsafe.ReadUnaligned<ushort>(behind) != JsonString.QuoteColon || (_isSpelledAnew && behind + 2 != _nameEnd))
        {
            return false;
        }

        _at = _isSpelledAnew ? _at : behind + 2;
        _isSpelledAnew = false;
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
