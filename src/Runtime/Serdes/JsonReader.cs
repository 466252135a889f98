using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Reads one JSON value piece by piece, with ksqlDB's coercions. Never throws: what cannot be read ends it
/// with a reason.</summary>
/// <remarks>
/// Emitted code calls <see cref="NextMember()"/> until it is false. For each member it asks <see cref="NameIs"/> for one column
/// after the other; behind the first true it reads the column's value, else it calls <see cref="SkipMember"/>. After the first
/// error every call is false, and <see cref="Reason"/> says why. It decides what a record means; <see cref="JsonCursor"/> is the
/// short way for records in the expected order. As there, the fields lie in registers while the struct is a local whose address
/// nobody takes, and what is inlined here has no local of its own whose address is taken. The rest of what it knows is the
/// arena's, which reads one value at a time.
/// </remarks>
public unsafe ref struct JsonReader
{
    private readonly RecordArena _arena;
    private byte* _at;

    // The member's name with quote and colon behind it, or where it should be. Null: a bracket was opened just now. The end: an error.
    private byte* _name;

    /// <summary>Reads from a record or an arena: memory that does not move, and behind which 64 bytes can be read.</summary>
    /// <param name="json">The bytes of one value.</param>
    /// <param name="arena">Takes text that must be unescaped. One reader at a time.</param>
    public JsonReader(ReadOnlySpan<byte> json, RecordArena arena)
    {
        _arena = arena;
        _at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(json));
        arena.Reading.Begin(_at + json.Length, depth: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private JsonReader(byte* at, byte* name, RecordArena arena)
    {
        _arena = arena;
        _at = at;
        _name = name;
    }

    /// <summary>At a value inside the record's object, for a cursor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static JsonReader AtValue(byte* at, byte* end, RecordArena arena)
    {
        arena.Reading.Begin(end, depth: 1);
        return new JsonReader(at, null, arena);
    }

    /// <summary>In the object that is a record's value, where a cursor has stopped.</summary>
    /// <param name="record">Has a value.</param>
    /// <param name="left">What is left of it (<see cref="JsonCursor.Left"/>); <see cref="int.MaxValue"/>: all.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonReader OfValue(in RecordRef record, int left, RecordArena arena)
    {
        byte* at = JsonDetour.Begin(record.ValueStart, record.ValueStart + record.ValueLength, left, arena);
        return new JsonReader(at, arena.Reading.Place, arena);
    }

    /// <summary>In the object that is a record's key, where a cursor has stopped.</summary>
    /// <param name="record">Has a key.</param>
    /// <param name="length">Bytes of the key that are JSON: without a window's start.</param>
    /// <param name="left">What is left of it (<see cref="JsonCursor.Left"/>); <see cref="int.MaxValue"/>: all.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonReader OfKey(in RecordRef record, int length, int left, RecordArena arena)
    {
        byte* at = JsonDetour.Begin(record.KeyStart, record.KeyStart + length, left, arena);
        return new JsonReader(at, arena.Reading.Place, arena);
    }

    /// <summary>Why it could not go on; null while it can.</summary>
    public readonly string? Reason
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _arena.Reading.Reason;
    }

    /// <summary>Where it stands.</summary>
    internal readonly byte* At
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _at;
    }

    // Not among the fields: the JIT keeps a struct of three in registers.
    private readonly byte* End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _arena.Reading.End;
    }

    /// <summary>What went wrong, and in which column: the last one whose name was found.</summary>
    /// <param name="side">"key" or "value", for an error in no column.</param>
    /// <returns><c>default</c> where nothing did.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly SerdeError Error(string side) => JsonDetour.Error(in _arena.Reading, side);

    /// <summary>Whether the next value is <c>null</c>; if so it is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadNull() => TryGo(JsonDetour.Null(_at, End));

    /// <summary>The start of an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadObjectStart() => Open((byte)'{');

    /// <summary>The start of an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadArrayStart() => Open((byte)'[');

    /// <summary>Goes to the next member; false at the end of the object or after an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextMember()
    {
        // The usual form. Where the name ends is seen when it is compared.
        if (_name != null && End - _at > 2 && Unsafe.ReadUnaligned<ushort>(_at) == JsonString.CommaQuote)
        {
            _name = _at + 2;
            return true;
        }

        byte* name = JsonDetour.NextMember(_at, End, _arena, _name);
        if (name == null)
        {
            _at = _name = _arena.Reading.Place;
            return false;
        }

        _name = name;
        return true;
    }

    /// <summary>Goes to the next member of an object whose names mean nothing; false at the end of the object or after an error.</summary>
    /// <param name="name">The member's name, whatever it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextMember(out Text name)
    {
        byte* value = JsonDetour.NextMember(_at, End, _arena, _name == null, out name);
        _at = _name = value == null ? _arena.Reading.Place : value;
        return value != null;
    }

    /// <summary>Whether the array has another element; false at its end or after an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextElement()
    {
        byte* element = JsonDetour.NextElement(_at, End, _arena, _name == null);
        _at = _name = element == null ? _arena.Reading.Place : element;
        return element != null;
    }

    /// <summary>Whether the member is a column's, whose name it becomes in upper case; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty, without lower-case letters and what JSON escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIs(ReadOnlySpan<byte> column) => _arena.Reading.NameEnd - _name > column.Length + 1
        && (column.Length < 4 ? JsonName.IsAnyAt(_name, column) : JsonName.IsAt(_name, column)) && Found(column);

    /// <summary>Whether the member is a column's, whose name it is to the letter; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8: a constant, not empty, without what JSON escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameIsExactly(ReadOnlySpan<byte> column) => _arena.Reading.NameEnd - _name > column.Length + 1
        && JsonName.IsExactlyAt(_name, column) && Found(column);

    /// <summary>Whether the member is a column's whose name is spelled with escapes; then its value comes next.</summary>
    /// <param name="column">The column's name in UTF-8, without escapes.</param>
    /// <param name="isExact">To the letter; else the name becomes the column's in upper case.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EscapedNameIs(ReadOnlySpan<byte> column, bool isExact) =>
        _arena.Reading.IsSpelledAnew && _arena.Reading.NameEnd - _name > column.Length + 1
        && (isExact ? JsonName.IsExactlyAt(_name, column) : JsonName.IsAnyAt(_name, column)) && Found(column);

    /// <summary>Passes over a member that is no column's. False after an error.</summary>
    /// <remarks>A name that was not spelled in the usual way is spelled so, and the same member comes again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool SkipMember()
    {
        byte* after = JsonDetour.SkipMember(_name, _arena);
        if (after == null)
        {
            _at = _name = End;
            return false;
        }

        _at = after;
        _name = _arena.Reading.Place;
        return true;
    }

    /// <summary>Passes over the next value; false after an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Skip() => Go(JsonDetour.Skip(_at, End, _arena));

    /// <summary>A BOOLEAN: true or false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out bool? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>An INTEGER: a number, whose fraction is cut off and which wraps, or a string of digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out int? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A BIGINT: a number, whose fraction is cut off, or a string of digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out long? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A DOUBLE: a number, or a string that is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out double? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A DECIMAL: a number, or a string that is one, that fits without rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out decimal? value, int precision, int scale) =>
        Go(JsonDetour.Read(_at, End, _arena, out value, precision, scale));

    /// <inheritdoc cref="Read(out decimal?, int, int)"/>
    public bool Read(out WideDecimal? value, int precision, int scale) =>
        Go(JsonDetour.Read(_at, End, _arena, out value, precision, scale));

    /// <summary>A DATE: days since 1970-01-01.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlDate? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A TIME: milliseconds of a day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlTime? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A TIMESTAMP: milliseconds since 1970-01-01 UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlTimestamp? value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>BYTES: a Base64 string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out Bytes value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A VARCHAR: a string; a number or boolean as its text; an object as compact JSON; an array as <c>[a, b]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out Text value) => Go(JsonDetour.Read(_at, End, _arena, out value));

    /// <summary>A reader of the value that comes next, whose address may be taken; <see cref="Leave"/> goes on behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Enter(out JsonReader value)
    {
        value = new JsonReader(_at, null, _arena);
        return true;
    }

    /// <summary>Goes on behind what the reader has read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Leave(in JsonReader value)
    {
        _at = value._at;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Open(byte bracket)
    {
        bool isOpen = Go(JsonDetour.Open(_at, End, _arena, bracket));
        _name = isOpen ? null : End;
        return isOpen;
    }

    // Whether the name ends there, too. Members of a struct inside a column are no columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Found(ReadOnlySpan<byte> column)
    {
        byte* behind = _name + column.Length;
        if (Unsafe.ReadUnaligned<ushort>(behind) != JsonString.QuoteColon)
        {
            return false;
        }

        ref ReadingState state = ref _arena.Reading;
        if (state.IsSpelledAnew)
        {
            if (behind + sizeof(ushort) != state.NameEnd)
            {
                return false;
            }

            state.IsSpelledAnew = false;
            state.NameEnd = state.End;
            _at = state.Value;
        }
        else
        {
            _at = behind + sizeof(ushort);
            if (*_at == ' ')
            {
                _at++;
            }
        }

        if (state.Depth == 1)
        {
            state.Column = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(column));
            state.ColumnLength = column.Length;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGo(byte* after)
    {
        _at = after == null ? _at : after;
        return after != null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Go(byte* after)
    {
        if (after == null)
        {
            _at = _name = End;
            return false;
        }

        _at = after;
        return true;
    }
}
