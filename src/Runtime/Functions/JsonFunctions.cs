using System.Globalization;
using System.Text;
using System.Text.Json;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of JSON text.</summary>
public static class JsonFunctions
{
    /// <summary>EXTRACTJSONFIELD: what a path leads to; a string without its quotes, anything else as compact JSON.</summary>
    public static Text ExtractJsonField(RecordArena arena, Text json, Text path)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (json.IsNull || path.IsNull || TryParsePath(path.ToString()!) is not { } steps || !TryParse(json.Span,
            out JsonDocument? document))
        {
            return default;
        }

        using (document)
        {
            JsonElement node = document!.RootElement;
            foreach (string step in steps)
            {
                if (!TryStep(ref node, step))
                {
                    return default;
                }
            }

            return arena.Text(node.ValueKind == JsonValueKind.String ? node.GetString()
                : JsonSerializer.Serialize(node, JsonText.Compact.JsonElement));
        }
    }

    private static bool TryStep(ref JsonElement node, string step)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            bool isIndex = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < node.GetArrayLength();
            node = isIndex ? node[index] : default;
            return isIndex;
        }

        return node.ValueKind == JsonValueKind.Object && node.TryGetProperty(step, out node);
    }

    // What stands behind the first value is ignored.
    private static bool TryParse(ReadOnlySpan<byte> json, out JsonDocument? document)
    {
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { AllowMultipleValues = true });
            return JsonDocument.TryParseValue(ref reader, out document);
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }

    // "$" then .name, [123], [name] or ["any \" \\"]
    private static List<string>? TryParsePath(string path)
    {
        if (path.Length == 0 || path[0] != '$')
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

        return steps;
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
