using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>What <see cref="JsonCursor"/> does out of line: usual values of the rarer types, and unusual ones by <see cref="JsonReader"/>.</summary>
/// <remarks>
/// Each method takes a place in an object and gives the place behind what it has read, or null: the record is not in the expected form. A place
/// may be up to 16 bytes behind the end, where a number was cut off.
/// </remarks>
internal static unsafe class JsonDetour
{
    /// <summary>A member's name with white space around its parts, and at least one byte more.</summary>
    /// <param name="at">Behind a value, or at the start of the object.</param>
    /// <param name="end">Behind the record.</param>
    /// <param name="name">A sign, the name in quotes, a colon.</param>
    /// <param name="isExact">False: without lower-case letters, and letters match any case.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Name(byte* at, byte* end, ReadOnlySpan<byte> name, bool isExact)
    {
        ReadOnlySpan<byte> quoted = name[1..^1];
        at = JsonString.SkipSpace(at, end);
        if (at >= end || *at != name[0])
        {
            return null;
        }

        at = JsonString.SkipSpace(at + 1, end);
        if (end - at <= quoted.Length || !(isExact ? JsonName.IsExactlyAt(at, quoted) : JsonName.IsAnyAt(at, quoted)))
        {
            return null;
        }

        at = JsonString.SkipSpace(at + quoted.Length, end);
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

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out bool? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out int? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out long? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A DOUBLE.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out double? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out decimal? value, int precision, int scale)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value, precision, scale) ? json.At : null;
    }

    /// <summary>A DATE.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlDate? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A TIME.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlTime? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A TIMESTAMP.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out SqlTimestamp? value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>BYTES.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out Bytes value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>A VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Read(byte* at, byte* end, RecordArena arena, out Text value)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Read(out value) ? json.At : null;
    }

    /// <summary>Any value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Skip(byte* at, byte* end, RecordArena arena)
    {
        JsonReader json = JsonReader.AtValue(at, end, arena);
        return json.Skip() ? json.At : null;
    }
}
