using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>
/// Reads a JSON object whose members stand in the expected order: names are compared, not looked up. The short way; whatever it
/// does not take is for <see cref="JsonReader"/>, which decides what a record means.
/// </summary>
/// <remarks>
/// Emitted code asks for name after name and value after value. The first false says that the record is unusual, not that it is
/// wrong: then a <see cref="JsonReader"/> takes over. What was true is exactly what that one would have read. The fields lie in
/// registers as long as the struct is a local and no method takes its address; so all of them are inlined here, and what is
/// seldom needed is a call that takes and gives places by value (<see cref="JsonDetour"/>).
/// </remarks>
public unsafe ref struct JsonCursor
{
    private readonly RecordArena _arena;
    private readonly byte* _end;
    private byte* _at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private JsonCursor(byte* json, int length, RecordArena arena)
    {
        _arena = arena;
        _end = json + length;
        _at = json;
        arena.Reading.Depth = 1;
    }

    /// <summary>At the start of a record's value.</summary>
    /// <param name="record">Has a value.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonCursor OfValue(in RecordRef record, RecordArena arena) => new(record.ValueStart, record.ValueLength, arena);

    /// <summary>At the start of a record's key.</summary>
    /// <param name="record">Has a key.</param>
    /// <param name="length">Bytes of the key that are JSON: without a window's start.</param>
    /// <param name="arena">Takes text that must be unescaped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonCursor OfKey(in RecordRef record, int length, RecordArena arena) => new(record.KeyStart, length, arena);

    /// <summary>Whether it stands at the end of the record.</summary>
    public readonly bool IsAtEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _at == _end;
    }

    /// <summary>A member's name and what stands around it, white space or not, and at least one byte more.</summary>
    /// <param name="name"><c>{"NAME":</c> or <c>,"NAME":</c> as a constant; its letters, all upper case, match any case.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Name(ReadOnlySpan<byte> name)
    {
        if (_end - _at > name.Length && JsonName.IsAt(_at, name))
        {
            _at += name.Length;
            return true;
        }

        byte* value = JsonDetour.Name(_at, _end, name, isExact: false);
        if (value == null)
        {
            return false;
        }

        _at = value;
        return true;
    }

    /// <summary>As <see cref="Name"/>, to the letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ExactName(ReadOnlySpan<byte> name)
    {
        if (_end - _at > name.Length && JsonName.IsExactlyAt(_at, name))
        {
            _at += name.Length;
            return true;
        }

        byte* value = JsonDetour.Name(_at, _end, name, isExact: true);
        if (value == null)
        {
            return false;
        }

        _at = value;
        return true;
    }

    /// <summary>The end of the object. What follows it means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool End() => (_at < _end && *_at == '}') || JsonDetour.End(_at, _end);

    /// <summary>
    /// How many bytes are left for a <see cref="JsonReader"/>, from the member on whose name was not found; more than any record
    /// has where a value was not read.
    /// </summary>
    public readonly int Left
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _at == null ? int.MaxValue : (int)(_end - _at);
    }

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out bool? value)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out int? value)
    {
        ulong word = JsonNumber.Word(_at);
        ulong stop = JsonNumber.Stop(word);
        if (JsonNumber.IsShort(word, stop))
        {
            value = (int)JsonNumber.Join(word, stop);
            _at += stop >> 3;
            return true;
        }

        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out long? value)
    {
        ulong word = JsonNumber.Word(_at);
        ulong stop = JsonNumber.Stop(word);
        if (JsonNumber.IsShort(word, stop))
        {
            value = JsonNumber.Join(word, stop);
            _at += stop >> 3;
            return true;
        }

        // A time in milliseconds has 13 digits.
        ulong more = JsonNumber.Word(_at + sizeof(ulong));
        ulong end = JsonNumber.Stop(more);
        if (stop == JsonNumber.NoStop && !JsonNumber.StartsWithZero(word) && JsonNumber.HasDigits(end))
        {
            value = (JsonNumber.Join(word, stop) * JsonNumber.Shift(end)) + JsonNumber.Join(more, end);
            _at += sizeof(ulong) + (end >> 3);
            return true;
        }

        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A DOUBLE.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out double? value)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out decimal? value, int precision, int scale)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value, precision, scale);
        return _at != null;
    }

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    public bool Read(out WideDecimal? value, int precision, int scale)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value, precision, scale);
        return _at != null;
    }

    /// <summary>A DATE: days since 1970-01-01.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlDate? value)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A TIME: milliseconds of a day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlTime? value)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A TIMESTAMP: milliseconds since 1970-01-01 UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out SqlTimestamp? value)
    {
        bool isRead = Read(out long? ms);
        value = ms is { } number ? new SqlTimestamp(number) : null;
        return isRead;
    }

    /// <summary>BYTES: a Base64 string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out Bytes value)
    {
        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Read(out Text value)
    {
        byte* start = _at + 1;
        ulong stops = JsonString.Stops(start);
        int length = BitOperations.TrailingZeroCount(stops);
        if (*_at == '"' && stops != 0 && start[length] == '"')
        {
            Text.Set(out value, start, length, isPlain: true);
            _at = start + length + 1;
            return true;
        }

        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null;
    }

    /// <summary>A VARCHAR that is the object's last member, and the end of the object.</summary>
    /// <remarks>Where the record ends with the object, as most do, the end of the text need not be searched for.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadLast(out Text value)
    {
        byte* start = _at + 1;
        byte* quote = _end - 2;
        if (*_at == '"' && Unsafe.ReadUnaligned<ushort>(quote) == JsonString.QuoteBrace && JsonString.IsPlain(start, quote))
        {
            Text.Set(out value, start, (int)(quote - start), isPlain: true);
            return true;
        }

        _at = JsonDetour.Read(_at, _end, _arena, out value);
        return _at != null && JsonDetour.End(_at, _end);
    }

    /// <summary>Passes over a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool SkipText()
    {
        byte* start = _at + 1;
        ulong stops = JsonString.MustEscape(start);
        int length = BitOperations.TrailingZeroCount(stops);
        if (*_at == '"' && stops != 0 && start[length] == '"')
        {
            _at = start + length + 1;
            return true;
        }

        return Skip();
    }

    /// <summary>Passes over a string that is the object's last member, and the end of the object.</summary>
    /// <remarks>As <see cref="ReadLast"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool SkipLast()
    {
        byte* quote = _end - 2;
        if (*_at == '"' && Unsafe.ReadUnaligned<ushort>(quote) == JsonString.QuoteBrace && JsonString.IsUnescaped(_at + 1, quote))
        {
            return true;
        }

        return Skip() && JsonDetour.End(_at, _end);
    }

    /// <summary>Passes over an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool SkipInteger()
    {
        ulong word = JsonNumber.Word(_at);
        ulong stop = JsonNumber.Stop(word);
        if (JsonNumber.IsShort(word, stop))
        {
            _at += stop >> 3;
            return true;
        }

        ulong end = JsonNumber.Stop(JsonNumber.Word(_at + sizeof(ulong)));
        if (stop == JsonNumber.NoStop && !JsonNumber.StartsWithZero(word) && JsonNumber.HasDigits(end))
        {
            _at += sizeof(ulong) + (end >> 3);
            return true;
        }

        return Skip();
    }

    /// <summary>Passes over any value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Skip()
    {
        _at = JsonDetour.Skip(_at, _end, _arena);
        return _at != null;
    }

    /// <summary>A reader for a value that is a collection or a struct; <see cref="Leave"/> takes it back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter(out JsonReader value)
    {
        value = JsonReader.AtValue(_at, _end, _arena);
        _at = null;
        return true;
    }

    /// <summary>Goes on behind what the reader has read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Leave(in JsonReader value)
    {
        _at = value.At;
        return true;
    }
}
