using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <content>Values of SQL's types: those in the usual form here, all others by <see cref="JsonParser"/>.</content>
internal static unsafe partial class JsonDetour
{
    private const uint True = 0x65757274;
    private const uint False = 0x736C6166;

    /// <summary><c>null</c>; the result null: something else.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Null(byte* at, byte* end)
    {
        at = JsonString.SkipSpace(at, end);
        return end - at >= sizeof(uint) && Unsafe.ReadUnaligned<uint>(at) == JsonString.Null ? at + sizeof(uint) : null;
    }

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out bool? value)
    {
        uint word = Unsafe.ReadUnaligned<uint>(at);
        byte* after = at + (word == True ? 4 : 5);
        if ((word == True || (word == False && at[4] == 'e')) && after < end && JsonNumber.EndsNumber(*after))
        {
            value = word == True;
            return after;
        }

        return Parse(at, end, arena, out value);
    }

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out int? value)
    {
        byte* after = JsonNumber.Integer(at, end, out long usual);
        if (after != null)
        {
            value = unchecked((int)usual);
            return after;
        }

        return Parse(at, end, arena, out value);
    }

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out long? value)
    {
        byte* after = JsonNumber.Integer(at, end, out long usual);
        if (after != null)
        {
            value = usual;
            return after;
        }

        return Parse(at, end, arena, out value);
    }

    /// <summary>A DOUBLE.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out double? value)
    {
        byte* after = JsonNumber.Double(at, end, out double usual);
        if (after != null)
        {
            value = usual;
            return after;
        }

        return Parse(at, end, arena, out value);
    }

    /// <summary>A DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out decimal? value, int precision, int scale)
    {
        byte* after = JsonNumber.Decimal(at, end, precision, scale, out decimal usual);
        if (after != null)
        {
            value = usual;
            return after;
        }

        return Parse(at, end, arena, out value, precision, scale);
    }

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out WideDecimal? value, int precision, int scale)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value, precision, scale) ? json.At : null;
    }

    /// <summary>A DATE.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlDate? value)
    {
        byte* after = Read(at, end, arena, out int? days);
        value = days is { } number ? new SqlDate(number) : null;
        return after;
    }

    /// <summary>A TIME.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlTime? value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A TIMESTAMP.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlTimestamp? value)
    {
        byte* after = Read(at, end, arena, out long? ms);
        value = ms is { } number ? new SqlTimestamp(number) : null;
        return after;
    }

    /// <summary>BYTES.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out Bytes value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out Text value)
    {
        if (at < end && *at == '"')
        {
            ulong stops = JsonString.Stops(at + 1);
            int length = BitOperations.TrailingZeroCount(stops);
            if (stops != 0 && at[1 + length] == '"' && end - at > 1 + length)
            {
                value = new Text(at + 1, length, isPlain: true);
                return at + length + 2;
            }
        }

        return Parse(at, end, arena, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out bool? value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out int? value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out long? value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out double? value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out decimal? value, int precision, int scale)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value, precision, scale) ? json.At : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Parse(byte* at, byte* end, RecordArena arena, out Text value)
    {
        JsonParser json = new(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }
}
