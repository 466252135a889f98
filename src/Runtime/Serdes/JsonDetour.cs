using System.Runtime.CompilerServices;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>What <see cref="JsonCursor"/> and <see cref="JsonReader"/> do out of line, so that the two fit into registers.</summary>
/// <remarks>
/// A method takes the place where something comes next and gives the place behind what it has read, or null. A place may be up to
/// 16 bytes behind the end, where a number was cut off.
/// </remarks>
internal static unsafe partial class JsonDetour
{
    /// <summary>A cursor's member name with white space around its parts, and at least one byte more.</summary>
    /// <param name="at">Behind a value, or at the start of the object.</param>
    /// <param name="end">Behind the record.</param>
    /// <param name="name">A sign, the name in quotes, a colon.</param>
    /// <param name="isExact">False: without lower-case letters, and letters match any case.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Name(byte* at, byte* end, ReadOnlySpan<byte> name, bool isExact)
    {
        int length = name.Length - 2;
        at = *at == name[0] ? at : JsonString.SkipSpace(at, end);
        if (at >= end || *at != name[0])
        {
            return null;
        }

        at = at[1] == '"' ? at + 1 : JsonString.SkipSpace(at + 1, end);
        ReadOnlySpan<byte> quoted = name.Slice(1, length);
        if (end - at <= length || !(isExact ? JsonName.IsExactlyAt(at, quoted) : JsonName.IsAnyAt(at, quoted)))
        {
            return null;
        }

        at += length;
        at = *at == ':' ? at : JsonString.SkipSpace(at, end);
        if (at >= end || *at != ':')
        {
            return null;
        }

        at = JsonString.SkipSpace(at + 1, end);
        return at < end ? at : null;
    }

    /// <summary>Whether the object ends here, but for white space.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool End(byte* at, byte* end)
    {
        at = JsonString.SkipSpace(at, end);
        return at < end && *at == '}';
    }

    /// <summary>Where a reader goes on for a cursor.</summary>
    /// <param name="start">Start of the record.</param>
    /// <param name="end">Behind it.</param>
    /// <param name="left">How much the cursor has left of it, if that is less than all.</param>
    /// <param name="arena">The reader's; its place gets the reader's name, null before the first member.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Begin(byte* start, byte* end, int left, RecordArena arena)
    {
        // A cursor reads the digits of a number, which may go on with a fraction: then the value was not read yet.
        bool isInside = (uint)left < (uint)(end - start) && JsonNumber.EndsNumber(*(end - left));
        arena.Reading.Begin(end, depth: isInside ? 1 : 0);
        if (isInside)
        {
            return arena.Reading.Place = end - left;
        }

        byte* at = start < end && *start == '{' ? Enter(start, arena) : Open(start, end, arena, (byte)'{');
        arena.Reading.Place = at == null ? end : null;
        return at == null ? end : at;
    }

    private static byte* Enter(byte* bracket, RecordArena arena)
    {
        arena.Reading.Depth++;
        return bracket + 1;
    }

    /// <summary>An opening bracket.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Open(byte* at, byte* end, RecordArena arena, byte bracket)
    {
        JsonParser json = new(at, end, arena);
        return json.Open(bracket) ? json.At : null;
    }

    /// <summary>An array's next element; null at its end, which is the state's place, or after an error.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* NextElement(byte* at, byte* end, RecordArena arena, bool isFirst)
    {
        JsonParser json = new(at, end, arena);
        bool isThere = json.NextItem((byte)']', isFirst);
        arena.Reading.Place = json.At;
        return isThere ? json.At : null;
    }

    /// <summary>The value of an object's next member; null at the object's end, which is the state's place, or after an error.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* NextMember(byte* at, byte* end, RecordArena arena, bool isFirst, out Text name)
    {
        JsonParser json = new(at, end, arena);
        name = default;
        bool isThere = json.NextItem((byte)'}', isFirst) && json.ReadName(out name);
        arena.Reading.Place = json.At;
        return isThere ? json.At : null;
    }

    /// <summary>The name of an object's next member; null at the object's end, which is the state's place, or after an error.</summary>
    /// <param name="at">Behind the opening bracket or a value.</param>
    /// <param name="end">Behind the record.</param>
    /// <param name="arena">The reader's.</param>
    /// <param name="name">The member before; null: there is none.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* NextMember(byte* at, byte* end, RecordArena arena, byte* name)
    {
        ref ReadingState state = ref arena.Reading;
        if (state.IsSpelledAnew)
        {
            return name;
        }

        if (name == null && end - at > 1 && *at == '"')
        {
            return at + 1;
        }

        if (name != null && at < end && *at == '}')
        {
            state.Depth--;
            state.Place = at + 1;
            return null;
        }

        return NextUnusualMember(at, end, arena, isFirst: name == null);
    }

    private static byte* NextUnusualMember(byte* at, byte* end, RecordArena arena, bool isFirst)
    {
        // What is wrong between members is no column's fault.
        ref ReadingState state = ref arena.Reading;
        state.ColumnLength = state.Depth == 1 ? 0 : state.ColumnLength;
        JsonParser json = new(at, end, arena);
        bool isThere = json.NextItem((byte)'}', isFirst) && json.ReadQuote();
        state.Place = json.At;
        return isThere ? json.At : null;
    }

    /// <summary>Passes over a member that is no column's, or spells its name in the usual way: then the same member comes again.</summary>
    /// <param name="name">Where its name begins.</param>
    /// <param name="arena">The reader's; its place gets the reader's name.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* SkipMember(byte* name, RecordArena arena)
    {
        ref ReadingState state = ref arena.Reading;
        if (state.Reason is not null)
        {
            return null;
        }

        state.ColumnLength = state.Depth == 1 ? 0 : state.ColumnLength;
        byte* at = state.Value;
        if (state.IsSpelledAnew)
        {
            state.IsSpelledAnew = false;
            state.NameEnd = state.End;
        }
        else
        {
            byte* closing = JsonString.PlainEnd(name, state.End);
            if (closing + 1 >= state.End || *closing != '"' || closing[1] != ':')
            {
                return SpellAnew(name, arena);
            }

            at = closing + 2;
        }

        byte* after = Skip(at, state.End, arena);
        state.Place = after == null ? state.End : after;
        return after;
    }

    /// <summary>Any value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Skip(byte* at, byte* end, RecordArena arena)
    {
        byte* closing = at < end && *at == '"' ? JsonString.UnescapedEnd(at + 1, end) : end;
        return closing < end && *closing == '"' ? closing + 1 : SkipUnusual(at, end, arena);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* SkipUnusual(byte* at, byte* end, RecordArena arena)
    {
        byte* after = JsonNumber.Integer(at, end, out _);
        if (after != null)
        {
            return after;
        }

        JsonParser json = new(at, end, arena);
        return json.Skip() ? json.At : null;
    }

    /// <summary>What went wrong.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SerdeError Error(in ReadingState state, string side) => state.Reason is null
        ? default
        : new SerdeError(state.ColumnLength == 0 ? side : Encoding.UTF8.GetString(state.Column, state.ColumnLength), state.Reason);

    // Copies the name into the arena as it stands in most records, for the comparisons to find.
    private static byte* SpellAnew(byte* name, RecordArena arena)
    {
        ref ReadingState state = ref arena.Reading;
        JsonParser json = new(name - 1, state.End, arena);
        if (!json.ReadName(out Text read))
        {
            return null;
        }

        byte* copy = arena.Allocate(read.Length + sizeof(ushort));
        read.Span.CopyTo(new Span<byte>(copy, read.Length));
        Unsafe.WriteUnaligned(copy + read.Length, JsonString.QuoteColon);
        state.NameEnd = copy + read.Length + sizeof(ushort);
        state.Value = json.At;
        state.IsSpelledAnew = true;
        state.Place = copy;

        // Where it stands, no next member is looked for.
        return state.End;
    }
}
