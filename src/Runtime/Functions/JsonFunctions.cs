using System.Globalization;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of JSON text. NULL in, and text that is no JSON, give NULL; what stands behind the first value is ignored.</summary>
public static class JsonFunctions
{
    /// <summary>EXTRACTJSONFIELD: what a path leads to; a string without its quotes, anything else as compact JSON.</summary>
    public static Text ExtractJsonField(RecordArena arena, Text json, JsonPath? path)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return path is not null && TryParse(json, out ReadOnlySpan<byte> root)
            && path.TryFind(arena, json, root, out ReadOnlySpan<byte> found) ? Said(arena, json, found) : default;
    }

    /// <summary>IS_JSON_STRING: false also for NULL.</summary>
    public static bool? IsJsonString(Text text) => TryParse(text, out _);

    /// <summary>JSON_ARRAY_LENGTH: NULL for what is no array.</summary>
    public static int? JsonArrayLength(Text json)
    {
        if (!TryParse(json, out ReadOnlySpan<byte> root))
        {
            return null;
        }

        JsonCursor cursor = new(root);
        int count = 0;
        bool isFirst = true;
        bool isRight = cursor.TryTake((byte)'[');
        while (isRight && cursor.TryNextElement(ref isFirst, out _, ref isRight))
        {
            count++;
        }

        return isRight ? count : null;
    }

    /// <summary>JSON_KEYS: the names of an object's members, in their order.</summary>
    public static SqlArray<Text> JsonKeys(RecordArena arena, Text json)
    {
        SqlMap<Text, Text> members = JsonRecords(arena, json);
        return CollectionFunctions.MapKeys(arena, members);
    }

    /// <summary>JSON_RECORDS: an object's members; strings without their quotes, anything else as compact JSON.</summary>
    public static SqlMap<Text, Text> JsonRecords(RecordArena arena, Text json)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (!TryParse(json, out ReadOnlySpan<byte> root))
        {
            return default;
        }

        JsonCursor cursor = new(root);
        bool isFirst = true;
        bool isRight = cursor.TryTake((byte)'{');
        if (!isRight)
        {
            return default;
        }

        SqlMap<Text, Text> members = SqlMap<Text, Text>.Create(arena, 4);
        while (cursor.TryNextMember(ref isFirst, out ReadOnlySpan<byte> name, ref isRight)
            && cursor.TryTakeValue(out ReadOnlySpan<byte> value))
        {
            members.Put(arena, JsonCursor.Unquote(arena, json, name), Said(arena, json, value));
        }

        return members;
    }

    /// <summary>JSON_ITEMS: an array's elements as compact JSON.</summary>
    public static SqlArray<Text> JsonItems(RecordArena arena, Text json)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (!TryParse(json, out ReadOnlySpan<byte> root))
        {
            return default;
        }

        JsonCursor cursor = new(root);
        bool isFirst = true;
        bool isRight = cursor.TryTake((byte)'[');
        if (!isRight)
        {
            return default;
        }

        ArrayBuilder<Text> items = new(arena);
        while (cursor.TryNextElement(ref isFirst, out ReadOnlySpan<byte> element, ref isRight))
        {
            items.Add(Compact(arena, json, element));
        }

        return items.ToArray();
    }

    /// <summary>
    /// JSON_CONCAT: objects are merged, the member on the right wins; if one is no object, arrays are joined, and what is no array
    /// counts as one of a single element.
    /// </summary>
    public static Text JsonConcat(RecordArena arena, params ReadOnlySpan<Text> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        bool areObjects = true;
        foreach (Text part in parts)
        {
            if (!TryParse(part, out ReadOnlySpan<byte> root))
            {
                return default;
            }

            areObjects &= root[0] == '{';
        }

        return areObjects ? Merge(arena, parts) : Join(arena, parts);
    }

    /// <summary>JSON_ARRAY_CONTAINS of an INTEGER: an element without a point.</summary>
    public static bool? JsonArrayContains(RecordArena arena, Text json, int? value) => JsonArrayContains(arena, json, (long?)value);

    /// <summary>JSON_ARRAY_CONTAINS of a BIGINT: an element without a point.</summary>
    public static bool? JsonArrayContains(RecordArena arena, Text json, long? value) =>
        Contains(arena, json, new Wanted(value is null ? Kind.Null : Kind.Whole, value ?? 0, 0, default));

    /// <summary>JSON_ARRAY_CONTAINS of a DOUBLE: an element with a point or an exponent.</summary>
    public static bool? JsonArrayContains(RecordArena arena, Text json, double? value) =>
        Contains(arena, json, new Wanted(value is null ? Kind.Null : Kind.Real, 0, value ?? 0, default));

    /// <summary>JSON_ARRAY_CONTAINS of a BOOLEAN.</summary>
    public static bool? JsonArrayContains(RecordArena arena, Text json, bool? value) =>
        Contains(arena, json, new Wanted(value switch { true => Kind.True, false => Kind.False, null => Kind.Null }, 0, 0, default));

    /// <summary>JSON_ARRAY_CONTAINS of a VARCHAR; NULL is found as JSON's null.</summary>
    public static bool? JsonArrayContains(RecordArena arena, Text json, Text value) =>
        Contains(arena, json, new Wanted(value.IsNull ? Kind.Null : Kind.String, 0, 0, value));

    /// <summary>JSON_ARRAY_CONTAINS of another type: JSON has no elements of it.</summary>
    public static bool? JsonArrayContains<T>(RecordArena arena, Text json, T value) => false;

    // False also where the text is no array; what is wrong behind the element that is found does not matter.
    private static bool Contains(RecordArena arena, Text json, in Wanted wanted)
    {
        ArgumentNullException.ThrowIfNull(arena);
        JsonCursor cursor = new(json.Span);
        bool isFirst = true;
        bool isRight = cursor.TryTake((byte)'[');
        while (isRight && cursor.TryNextElement(ref isFirst, out ReadOnlySpan<byte> element, ref isRight))
        {
            if (IsWanted(arena, json, element, in wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWanted(RecordArena arena, Text json, ReadOnlySpan<byte> element, in Wanted wanted)
    {
        bool isNumber = element[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        bool isReal = isNumber && element.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0;
        return wanted.Kind switch
        {
            Kind.Null => element[0] == 'n',
            Kind.True => element[0] == 't',
            Kind.False => element[0] == 'f',
            Kind.Whole => isNumber && !isReal && wanted.Whole == Whole(element),
            Kind.Real => isReal && double.TryParse(element, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
                && real.Equals(wanted.Real),
            _ => element[0] == '"' && JsonCursor.Unquote(arena, json, element).Equals(wanted.Text),
        };
    }

    private static long? Whole(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : null;

    private static Text Merge(RecordArena arena, ReadOnlySpan<Text> objects)
    {
        SqlMap<Text, Text> members = SqlMap<Text, Text>.Create(arena, 8);
        foreach (Text part in objects)
        {
            JsonCursor cursor = new(part.Span);
            bool isFirst = true;
            bool isRight = cursor.TryTake((byte)'{');
            while (cursor.TryNextMember(ref isFirst, out ReadOnlySpan<byte> name, ref isRight)
                && cursor.TryTakeValue(out ReadOnlySpan<byte> value))
            {
                members.Put(arena, JsonCursor.Unquote(arena, part, name), Compact(arena, part, value));
            }
        }

        TextBuilder merged = new(arena, 64);
        merged.Append((byte)'{');
        for (int i = 0; i < members.Count; i++)
        {
            merged.Append(i == 0 ? default : ","u8);
            JsonText.Append(ref merged, members.KeyAt(i));
            merged.Append((byte)':');
            merged.Append(members.ValueAt(i));
        }

        merged.Append((byte)'}');
        return merged.ToText();
    }

    private static Text Join(RecordArena arena, ReadOnlySpan<Text> parts)
    {
        TextBuilder joined = new(arena, 64);
        joined.Append((byte)'[');
        foreach (Text part in parts)
        {
            ReadOnlySpan<byte> elements = TryParse(part, out ReadOnlySpan<byte> root) && root[0] == '[' ? root[1..^1] : root;
            int before = joined.Length;
            joined.Append(before > 1 ? ","u8 : default);
            int start = joined.Length;
            JsonText.AppendCompact(ref joined, part, elements);
            if (joined.Length == start)
            {
                // An empty array adds nothing, not even its comma.
                joined.Truncate(before);
            }
        }

        joined.Append((byte)']');
        return joined.ToText();
    }

    private static bool TryParse(Text json, out ReadOnlySpan<byte> root)
    {
        root = default;
        return !json.IsNull && new JsonCursor(json.Span).TryTakeValue(out root);
    }

    private static Text Said(RecordArena arena, Text json, ReadOnlySpan<byte> value) =>
        value[0] == '"' ? JsonCursor.Unquote(arena, json, value) : Compact(arena, json, value);

    private static Text Compact(RecordArena arena, Text json, ReadOnlySpan<byte> value)
    {
        TextBuilder compact = new(arena, value.Length);
        JsonText.AppendCompact(ref compact, json, value);
        return compact.ToText();
    }

    private enum Kind
    {
        Null,
        True,
        False,
        Whole,
        Real,
        String,
    }

    /// <summary>What is looked for in an array.</summary>
    private readonly record struct Wanted(Kind Kind, long Whole, double Real, Text Text);
}
