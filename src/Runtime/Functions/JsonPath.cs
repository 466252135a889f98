using System.Globalization;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>A path into JSON: <c>$</c>, then <c>.name</c>, <c>[123]</c>, <c>[name]</c> or <c>["any \" \\"]</c>.</summary>
public sealed class JsonPath
{
    [ThreadStatic]
    private static PatternCache<JsonPath>? t_known;

    private readonly byte[][] _names;
    private readonly int[] _indexes;

    private JsonPath(List<string> steps)
    {
        _names = [.. steps.Select(Encoding.UTF8.GetBytes)];
        _indexes = [.. steps.Select(step =>
            int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1)];
    }

    /// <summary>Of a constant; null where it is no path.</summary>
    public static JsonPath? Compile(Text path) => Make(path.ToString());

    /// <summary>Of a text that may change from row to row; null for NULL and for what is no path.</summary>
    public static JsonPath? From(Text path) => (t_known ??= new PatternCache<JsonPath>(Make)).Get(path);

    /// <summary>The value that the path leads to; of members with one name the last one counts.</summary>
    internal bool TryFind(RecordArena arena, Text json, ReadOnlySpan<byte> root, out ReadOnlySpan<byte> found)
    {
        found = root;
        for (int i = 0; i < _names.Length; i++)
        {
            JsonCursor cursor = new(found);
            bool isFound = cursor.TryTake((byte)'[') ? TryElement(cursor, _indexes[i], out found)
                : cursor.TryTake((byte)'{') && TryMember(arena, json, cursor, _names[i], out found);
            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryElement(JsonCursor cursor, int index, out ReadOnlySpan<byte> found)
    {
        bool isFirst = true;
        bool isRight = true;
        while (cursor.TryNextElement(ref isFirst, out found, ref isRight))
        {
            if (index-- == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryMember(
        RecordArena arena, Text json, JsonCursor cursor, byte[] wanted, out ReadOnlySpan<byte> found)
    {
        found = default;
        bool isFirst = true;
        bool isRight = true;
        while (cursor.TryNextMember(ref isFirst, out ReadOnlySpan<byte> name, ref isRight)
            && cursor.TryTakeValue(out ReadOnlySpan<byte> value))
        {
            if (JsonCursor.Unquote(arena, json, name).Span.SequenceEqual(wanted))
            {
                found = value;
            }
        }

        return !found.IsEmpty;
    }

    private static JsonPath? Make(string? path)
    {
        if (string.IsNullOrEmpty(path) || path[0] != '$')
        {
            return null;
        }

        List<string> steps = [];
        int at = 1;
        while (at < path.Length)
        {
            string? step = path[at] switch
            {
                '.' => TakeName(path, ref at),
                '[' when at + 1 < path.Length && path[at + 1] == '"' => TakeQuoted(path, ref at),
                '[' => TakeBracketed(path, ref at),
                _ => null,
            };
            if (string.IsNullOrEmpty(step))
            {
                return null;
            }

            steps.Add(step);
        }

        return new JsonPath(steps);
    }

    private static string TakeName(string path, ref int at)
    {
        int start = ++at;
        while (at < path.Length && (char.IsLetterOrDigit(path[at]) || path[at] is '_' or ':' or '@'))
        {
            at++;
        }

        return path[start..at];
    }

    private static string? TakeBracketed(string path, ref int at)
    {
        int end = path.IndexOf(']', at);
        if (end < 0)
        {
            return null;
        }

        string step = path[(at + 1)..end];
        at = end + 1;
        return step;
    }

    private static string? TakeQuoted(string path, ref int at)
    {
        StringBuilder step = new();
        for (int i = at + 2; i < path.Length; i++)
        {
            if (path[i] == '"')
            {
                at = i + 2;
                return i + 1 < path.Length && path[i + 1] == ']' ? step.ToString() : null;
            }

            i += path[i] == '\\' ? 1 : 0;
            step.Append(i < path.Length ? path[i] : ' ');
        }

        return null;
    }
}
