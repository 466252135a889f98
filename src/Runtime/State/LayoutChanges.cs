namespace QueryGen.State;

/// <summary>Tells in words how two layouts of a store differ.</summary>
internal static class LayoutChanges
{
    /// <summary>One clause for each field that is new, gone, or of another type; of fields without a name one for each.</summary>
    public static string Tell(string written, string expected)
    {
        List<string> before = Fields(written);
        List<string> now = Fields(expected);
        List<string> gone = [.. before];
        List<string> added = [.. now.Where(field => !gone.Remove(field))];
        List<string> changes = [];
        foreach (string field in gone)
        {
            int same = added.FindIndex(other => Name(other) == Name(field));
            changes.Add(same < 0 ? $"{field} is gone" : $"{field} is now {added[same]}");
            if (same >= 0)
            {
                added.RemoveAt(same);
            }
        }

        changes.AddRange(added.Select(field => $"{field} is new"));
        return changes.Count == 0 ? "its fields have another order" : string.Join(", ", changes);
    }

    // A name in backquotes may have blanks; those of types and functions are in brackets.
    private static string Name(string field)
    {
        int end = field.StartsWith('`') ? field.IndexOf('`', 1) + 1 : field.IndexOfAny([' ', '(']);
        return end <= 0 ? field : field[..end];
    }

    // At the commas that are in no brackets and no name.
    private static List<string> Fields(string layout)
    {
        List<string> fields = [];
        int depth = 0;
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < layout.Length; i++)
        {
            char at = layout[i];
            isQuoted ^= at == '`';
            depth += isQuoted ? 0 : at is '(' or '<' ? 1 : at is ')' or '>' && !IsArrow(layout, i) ? -1 : 0;
            if (at == ',' && depth == 0 && !isQuoted)
            {
                fields.Add(layout[start..i].Trim());
                start = i + 1;
            }
        }

        fields.Add(layout[start..].Trim());
        return fields;
    }

    private static bool IsArrow(string layout, int at) => at > 0 && layout[at] == '>' && layout[at - 1] == '-';
}
