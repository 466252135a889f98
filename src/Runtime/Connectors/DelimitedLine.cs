using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>One line of separated values: ksqlDB's DELIMITED format, and CSV files.</summary>
internal static class DelimitedLine
{
    /// <summary>The line, without an end of line; null columns are empty.</summary>
    public static string Of(IReadOnlyList<TargetColumn> columns, object?[] values, char delimiter)
    {
        SearchValues<char> quoted = SearchValues.Create([delimiter, '"', '\r', '\n']);
        StringBuilder line = new();
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                line.Append(delimiter);
            }

            string text = Field(columns[i], values[i]);
            bool isQuoted = text.AsSpan().ContainsAny(quoted)
                || (text.Length == 0 && i == 0 && values[i] is string)
                || (text.Length > 0 && (text[0] <= '#' || text[^1] <= ' '));
            if (isQuoted)
            {
                line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                line.Append(text);
            }
        }

        return line.ToString();
    }

    /// <summary>The fields of a line; an empty one, quoted or not, is null.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static List<string?> Split(string line, char delimiter)
    {
        List<string?> fields = [];
        StringBuilder field = new();
        int at = 0;
        while (true)
        {
            field.Clear();
            at = at < line.Length && line[at] == '"' ? ReadQuoted(line, at + 1, field) : at;
            while (at < line.Length && line[at] != delimiter)
            {
                field.Append(line[at++]);
            }

            fields.Add(field.Length == 0 ? null : field.ToString());
            if (at >= line.Length)
            {
                return fields;
            }

            at++;
        }
    }

    private static int ReadQuoted(string line, int at, StringBuilder field)
    {
        while (at < line.Length)
        {
            if (line[at] != '"')
            {
                field.Append(line[at++]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        throw new FormatException("A quote is not closed.");
    }

    private static string Field(TargetColumn column, object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var plain && plain.AsSpan().ContainsAny(".EN∞")
            ? plain
            : plain + ".0",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        JsonElement => throw new FormatException($"Column {column.Name}: DELIMITED has no nested values."),
        _ => value.ToString() ?? string.Empty,
    };
}
