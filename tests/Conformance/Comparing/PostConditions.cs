using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using QueryGen.Binding;
using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Compiling;
using QueryGen.Conformance.Running;
using QueryGen.Emit;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Conformance.Comparing;

/// <summary>
/// What must hold of the catalog after the statements: name, kind, schema, formats and window of each source that is listed. Of topics
/// only whether there is one of a name that must not be, which is how the cases forbid repartitions.
/// </summary>
internal static partial class PostConditions
{
    /// <summary>Failed with the first condition that does not hold; null where all do.</summary>
    public static Outcome? Check(TestCase @case, CompiledCase compiled)
    {
        if (@case.Post.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (@case.Post.TryGetProperty("sources", out JsonElement sources))
        {
            foreach (JsonElement expected in sources.EnumerateArray())
            {
                if (Difference(expected, compiled) is { } difference)
                {
                    return Outcome.Failed("wrong schema or format of a source", difference);
                }
            }
        }

        return @case.Post.TryGetProperty("topics", out JsonElement topics) ? CheckTopics(topics, compiled) : null;
    }

    private static Outcome? CheckTopics(JsonElement topics, CompiledCase compiled)
    {
        if (!topics.TryGetProperty("blacklist", out JsonElement pattern) || pattern.GetString() is not { } text)
        {
            return null;
        }

        string? found = compiled.Queries.SelectMany(query => query.Files)
            .SelectMany(file => TopicName().Matches(file.Text)).Select(match => match.Groups[1].Value)
            .FirstOrDefault(name => Regex.IsMatch(name, $"^(?:{text})$"));
        return found is null ? null : Outcome.Failed("needless repartition", $"The topology has the topic {found}.");
    }

    // Of the topology's descriptors.
    [GeneratedRegex(@"new\(""([^""]+)"", TopicKind\.")]
    private static partial Regex TopicName();

    private static string? Difference(JsonElement expected, CompiledCase compiled)
    {
        string name = expected.GetProperty("name").GetString()!;
        if (compiled.Sources.FirstOrDefault(source => source.Name == name) is not { } source)
        {
            return $"There is no source {name}; there are {string.Join(", ", compiled.Sources.Select(one => one.Name))}.";
        }

        return DifferenceOf("kind of " + name, Text(expected, "type"), source.Kind.ToString())
            ?? (Text(expected, "schema") is { } schema ? DifferenceOfSchema(name, schema, source) : null)
            ?? (expected.TryGetProperty("keyFormat", out JsonElement key) ? DifferenceOfKey(name, key, source) : null)
            ?? DifferenceOf("value format of " + name, Text(expected, "valueFormat"), NameOf(source.ValueFormat))
            ?? (expected.TryGetProperty("isSource", out JsonElement isSource) && isSource.GetBoolean() != source.IsReadOnly
                ? $"{name}: expected {(isSource.GetBoolean() ? "read-only" : "not read-only")}" : null);
    }

    private static string? DifferenceOfSchema(string name, string schema, DataSource source)
    {
        if (Schema(schema) is not { } expected)
        {
            return $"schema of {name}: cannot be read: {schema}";
        }

        string actual = string.Join(", ", source.Columns.Select(column =>
            Column(column.Name, column.Type, RecordEncoder.IsKey(column))));
        return expected == actual ? null : $"schema of {name}: expected {expected}, actual {actual}";
    }

    // The schema is what could stand between the parentheses of CREATE STREAM or CREATE TABLE: the compiler's own parser reads it.
    private static string? Schema(string schema)
    {
        if (schema.Length == 0)
        {
            return "";
        }

        string kind = schema.Contains("PRIMARY KEY", StringComparison.OrdinalIgnoreCase) ? "TABLE" : "STREAM";
        SqlScript script = new("schema.sql", $"CREATE {kind} s ({schema}) WITH (kafka_topic='s', format='JSON');");
        if (SqlParser.Parse(script, CancellationToken.None).Syntax.Statements is not [CreateSourceSyntax create])
        {
            return null;
        }

        TypeBinder types = new(new BindingReport(script), _ => null, () => []);
        return string.Join(", ", create.Columns.Select(column =>
            Column(column.Name.Text, types.Bind(column.Type), column.Role is ColumnRole.Key or ColumnRole.PrimaryKey)));
    }

    private static string Column(string name, SqlType type, bool isKey) => $"`{name}` {type}{(isKey ? " KEY" : "")}";

    private static string? DifferenceOfKey(string name, JsonElement expected, DataSource source)
    {
        string window = source.Window.Kind switch
        {
            WindowKind.Session => "SESSION",
            WindowKind.Time => "TIME",
            _ => "none",
        };
        string? wanted = Text(expected, "windowType")?.ToUpperInvariant() switch
        {
            null => "none",
            "SESSION" => "SESSION",
            _ => "TIME",
        };
        string? sizeMs = expected.TryGetProperty("windowSize", out JsonElement size) && size.ValueKind == JsonValueKind.Number
            ? size.GetRawText()
            : null;
        return DifferenceOf("key format of " + name, Text(expected, "format"), NameOf(source.KeyFormat))
            ?? DifferenceOf("window of " + name, wanted, window)
            ?? DifferenceOf("window's size of " + name, sizeMs, source.Window.SizeMs.ToString(CultureInfo.InvariantCulture));
    }

    private static string NameOf(FormatSpec format) => format.Format.ToString().ToUpperInvariant();

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static string? DifferenceOf(string what, string? expected, string actual) =>
        expected is null || string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{what}: expected {expected}, actual {actual}";
}
