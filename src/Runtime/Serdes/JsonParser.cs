using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads values of JSON in whatever form; where it cannot, the arena's reading state gets the reason.</summary>
/// <param name="at">Where a value or a sign comes next, perhaps behind white space.</param>
/// <param name="end">Behind the record; 64 bytes more can be read.</param>
/// <param name="arena">Takes text that must be unescaped.</param>
internal unsafe ref partial struct JsonParser(byte* at, byte* end, RecordArena arena)
{
    private const int DeepestNesting = 64;

    private readonly RecordArena _arena = arena;
    private readonly byte* _end = end;
    private byte* _at = at;

    /// <summary>Where it stands; the end after an error.</summary>
    public readonly byte* At => _at;

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

    /// <summary>An opening bracket.</summary>
    public bool Open(byte bracket)
    {
        SkipSpace();
        if (_at >= _end || *_at != bracket)
        {
            return Fail(bracket == '{' ? "an object is expected" : "an array is expected");
        }

        _at++;
        return ++_arena.Reading.Depth <= DeepestNesting || Fail("it is nested more than 64 deep");
    }

    /// <summary>After an opening bracket an item; after a value a comma and an item; or the closing bracket, or an error: false.</summary>
    public bool NextItem(byte closing, bool isFirst)
    {
        SkipSpace();
        if (_at < _end && *_at == closing)
        {
            _at++;
            _arena.Reading.Depth--;
            return false;
        }

        if (isFirst && _at < _end)
        {
            return true;
        }

        if (_at < _end && *_at == ',')
        {
            _at++;
            return true;
        }

        return Fail("a comma or a closing bracket is expected");
    }

    /// <summary>A member's name and the colon behind it.</summary>
    public bool ReadName(out Text name)
    {
        name = default;
        return Expect((byte)'"', "a member's name is expected") && ReadStringBody(out name)
            && Expect((byte)':', "a colon is expected after a member's name");
    }

    /// <summary>The quote before a member's name.</summary>
    public bool ReadQuote() => Expect((byte)'"', "a member's name is expected");

    private bool SkipString()
    {
        byte* start = _at + 1;
        byte* closing = JsonString.ClosingQuote(start, _end);
        if (closing == null)
        {
            return Fail("a string is not closed");
        }

        _at = closing + 1;
        return CheckString(new ReadOnlySpan<byte>(start, (int)(closing - start)));
    }

    private bool SkipObject()
    {
        bool isRead = Open((byte)'{');
        bool isFirst = true;
        while (isRead && NextItem((byte)'}', isFirst))
        {
            isFirst = false;
            isRead = Expect((byte)'"', "a member's name is expected") && SkipName() && Skip();
        }

        return _arena.Reading.Reason is null;
    }

    private bool SkipName()
    {
        _at--;
        return SkipString() && Expect((byte)':', "a colon is expected after a member's name");
    }

    private bool SkipArray()
    {
        bool isRead = Open((byte)'[');
        bool isFirst = true;
        while (isRead && NextItem((byte)']', isFirst))
        {
            isFirst = false;
            isRead = Skip();
        }

        return _arena.Reading.Reason is null;
    }

    private bool Fail(string reason)
    {
        _arena.Reading.Reason ??= reason;
        _at = _end;
        return false;
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
