using System.Globalization;
using System.Text;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Inputs;

/// <summary>
/// A C# type's declaration, written as the CREATE that it stands for. So both ways of declaring a source have one set of rules; what
/// breaks one of them is reported at the C# that the piece of SQL came from.
/// </summary>
internal sealed class DeclarationText
{
    // By their value: the enumerations are the user's to see, the compiler does not load them.
    private static readonly string[] Formats = ["NONE", "KAFKA", "JSON", "DELIMITED"];
    private static readonly string[] Policies = ["skip", "fail", "dlq"];

    private readonly StringBuilder _sql = new();
    private readonly List<(int End, SqlLocation Place)> _pieces = [];

    private DeclarationText()
    {
    }

    /// <summary>The source that a type declares; null, and a report, where it cannot.</summary>
    /// <param name="name">In SQL.</param>
    /// <param name="attribute">[Stream] or [Table].</param>
    /// <param name="place">Of the type.</param>
    public static DataSource? Bind(
        SourceKind kind,
        string name,
        IReadOnlyList<RowColumn> columns,
        AttributeArguments attribute,
        SqlLocation place,
        Mistakes mistakes,
        CancellationToken stop)
    {
        DeclarationText text = new();
        text.Add($"CREATE {(kind == SourceKind.Table ? "TABLE" : "STREAM")} ", place);
        text.Add(Name(name) + " (", attribute.TextPlace);
        text.AddColumns(kind, columns);
        text.Add(") WITH (", place);
        text.AddProperties(columns, attribute, place);
        text.Add(")", place);
        return text.Bind(mistakes, stop);
    }

    private void Add(string sql, SqlLocation place)
    {
        _sql.Append(sql);
        _pieces.Add((_sql.Length, place));
    }

    private void AddColumns(SourceKind kind, IReadOnlyList<RowColumn> columns)
    {
        string role = kind == SourceKind.Table ? " PRIMARY KEY" : " KEY";
        for (int i = 0; i < columns.Count; i++)
        {
            RowColumn column = columns[i];
            Add($"{(i > 0 ? ", " : "")}{Name(column.Name)} {column.Type}{(column.IsKey ? role : "")}", column.Place);
        }
    }

    private void AddProperties(IReadOnlyList<RowColumn> columns, AttributeArguments attribute, SqlLocation place)
    {
        List<(string Name, string Value, SqlLocation Place)> properties =
        [
            .. attribute.Properties.Where(set => set.Value is not null)
                .Select(set => (SqlPropertyOf(set.Name), ValueOf(set.Name, set.Value!), attribute.PlaceOf(set.Name))),
            .. columns.Where(column => column.IsTimestamp).Select(column => ("TIMESTAMP", $"`{column.Name}`", column.Place)),
        ];
        if (properties.All(set => set.Name != "VALUE_FORMAT"))
        {
            properties.Insert(0, ("VALUE_FORMAT", "JSON", place));
        }

        if (properties.All(set => set.Name != "KAFKA_TOPIC"))
        {
            properties.Insert(0, ("KAFKA_TOPIC", attribute.Text!.Trim('`'), attribute.TextPlace));
        }

        for (int i = 0; i < properties.Count; i++)
        {
            Add($"{(i > 0 ? ", " : "")}{properties[i].Name}={Literal(properties[i].Value)}", properties[i].Place);
        }
    }

    private DataSource? Bind(Mistakes mistakes, CancellationToken stop)
    {
        ParseResult parsed = SqlParser.ParseQuery(new SqlScript("", _sql.ToString()), stop);
        BindResult bound = ProgramBinder.Bind([parsed.Syntax], [], CSharpDeclarations.None, stop);
        List<SqlDiagnostic> found = [.. parsed.Diagnostics.Concat(bound.Diagnostics)];
        foreach (SqlDiagnostic mistake in found)
        {
            mistakes.Add(mistake with { Location = PlaceOf(mistake.Location.Span) });
        }

        return found.Count == 0 ? bound.Program.Sources.Single() : null;
    }

    private SqlLocation PlaceOf(SourceSpan span) => _pieces.First(piece => span.Start < piece.End || piece.End == _sql.Length).Place;

    private static string Name(string name) => SqlName.IsPlain(name) && !Keywords.IsKeyword(name) ? name : $"`{name}`";

    private static string Literal(string value) => $"'{value.Replace("'", "''")}'";

    private static string SqlPropertyOf(string property) => property switch
    {
        "Topic" => "KAFKA_TOPIC",
        "DeadLetterTopic" => "DLQ_TOPIC",
        _ => SqlName.FromCSharp(property),
    };

    private static string ValueOf(string property, object value) => (property, value) switch
    {
        ("KeyFormat" or "ValueFormat", int format) when format >= 0 && format < Formats.Length => Formats[format],
        ("OnError", int policy) when policy >= 0 && policy < Policies.Length => Policies[policy],
        (_, '\t') => "TAB",
        (_, ' ') => "SPACE",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
