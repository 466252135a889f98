using Microsoft.CodeAnalysis;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Binds SQL in a line. A squiggle is drawn as <c>⟦…⟧</c>.</summary>
internal sealed class Sql
{
    /// <summary>A stream with a column of every kind, a table to join, and a keyless stream.</summary>
    private const string Sources = """
        CREATE STREAM s (id INT KEY, i INT, l BIGINT, d DOUBLE, n DECIMAL(6, 2), t STRING, b BOOLEAN, y BYTES, day DATE, clock TIME,
          moment TIMESTAMP, a ARRAY<INT>, m MAP<STRING, BIGINT>, r STRUCT<x INT, y STRUCT<z STRING>>)
          WITH (kafka_topic = 's', format = 'JSON');
        CREATE TABLE c (id INT PRIMARY KEY, name STRING, t STRING) WITH (kafka_topic = 'c', format = 'JSON');
        CREATE STREAM e (u INT, v STRING) WITH (kafka_topic = 'e', value_format = 'JSON');
        """;

    private readonly List<SqlScript> _scripts = [];
    private readonly List<SourceSpan> _marks = [];
    private readonly List<HostedQuerySyntax> _hosted = [];
    private EquatableArray<ScalarFunction> _functions = [];
    private EquatableArray<DataSource> _rowTypes = [];
    private EquatableArray<string> _broken = [];
    private EquatableArray<string> _brokenFunctions = [];

    /// <summary>A script of its own, with nothing declared.</summary>
    public static Sql Script(string text) => new Sql().And(text);

    /// <summary>A script in a project that declares <c>s</c>, <c>c</c> and <c>e</c> in another file.</summary>
    public static Sql With(string text) => Script(Sources).And(text);

    /// <summary><c>CREATE STREAM o AS SELECT id, item AS x FROM s</c></summary>
    public static Sql Value(string item) => With($"CREATE STREAM o AS SELECT id, {item} AS x FROM s;");

    /// <summary><c>CREATE STREAM o AS SELECT * FROM s WHERE condition</c></summary>
    public static Sql Where(string condition) => With($"CREATE STREAM o AS SELECT * FROM s WHERE {condition};");

    /// <summary>One more script in the same project.</summary>
    public Sql And(string text)
    {
        int open = text.IndexOf('⟦', StringComparison.Ordinal);
        if (open >= 0)
        {
            int close = text.IndexOf('⟧', StringComparison.Ordinal);
            _marks.Add(SourceSpan.FromBounds(open, close - 1));
            text = text.Remove(close, 1).Remove(open, 1);
        }

        _scripts.Add(new SqlScript($"{_scripts.Count}.sql", text));
        return this;
    }

    public Sql Hosted(string type, string query, bool isBroken = false)
    {
        ParseResult parsed = SqlParser.ParseQuery(new SqlScript(type + ".cs", query), CancellationToken.None);
        _hosted.Add(new HostedQuerySyntax("Shop." + type, type, parsed.Syntax, isBroken));
        return this;
    }

    public Sql Function(ScalarFunction function)
    {
        _functions = [.. _functions, function];
        return this;
    }

    public Sql RowType(DataSource source)
    {
        _rowTypes = [.. _rowTypes, source];
        return this;
    }

    /// <summary>A C# type and a C# method that are declared wrongly.</summary>
    public Sql Broken(string source, string function)
    {
        _broken = [source];
        _brokenFunctions = [function];
        return this;
    }

    public BindResult Bind()
    {
        EquatableArray<ScriptSyntax> syntax = _scripts.Select(script =>
        {
            ParseResult parsed = SqlParser.Parse(script, CancellationToken.None);
            return parsed.Syntax;
        }).ToEquatableArray();
        CSharpDeclarations declarations = new(_rowTypes, _functions, [], _broken, _brokenFunctions);
        return ProgramBinder.Bind(syntax, _hosted.ToEquatableArray(), declarations, CancellationToken.None);
    }

    /// <summary>Without an error.</summary>
    public BoundProgram Binds()
    {
        foreach (SqlScript script in _scripts)
        {
            Assert.Empty(SqlParser.Parse(script, CancellationToken.None).Diagnostics.Select(Describe));
        }

        BindResult result = Bind();
        Assert.Empty(result.Diagnostics.Select(Describe));
        return result.Program;
    }

    /// <summary>Exactly one diagnostic, at the mark, with these words in its message.</summary>
    public void Reports(DiagnosticDescriptor descriptor, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        SqlDiagnostic[] found = [.. Bind().Diagnostics];
        Assert.Equal([descriptor.Id], found.Select(each => $"{each.Descriptor.Id}"));
        string message = Describe(found[0]);
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        if (_marks.Count > 0)
        {
            SqlScript script = _scripts.Single(each => each.Path == found[0].Location.Path);
            SourceSpan actual = found[0].Location.Span;
            Assert.Equal(Show(script, _marks[0]), Show(script, actual));
        }
    }

    /// <summary>These diagnostics, in this order.</summary>
    public void ReportsAll(params DiagnosticDescriptor[] descriptors) =>
        Assert.Equal(descriptors.Select(each => each.Id), Bind().Diagnostics.Select(each => each.Descriptor.Id));

    /// <summary>The columns of a source: <c>ID INTEGER KEY, X STRING</c>.</summary>
    public string Schema(string source = "O") => Describe(Source(source));

    public DataSource Source(string name) => Binds().Sources.Single(source => source.Name == name);

    public BoundSelect Select(string name = "O") => Binds().Queries.Single(query => query.Name == name).Select;

    /// <summary>The expression of column X of <c>O</c>.</summary>
    public BoundExpression X() => Select().Columns.Single(column => column.Name == "X").Expression;

    private static string Describe(DataSource source) => string.Join(
        ", ",
        source.Columns.Select(
            column =>
                $"{column.Name} {column.Type}{(column.Role is ColumnRole.Key or ColumnRole.PrimaryKey ? " KEY" : "")}"));

    private static string Describe(SqlDiagnostic diagnostic) => diagnostic.ToDiagnostic().ToString();

    private static string Show(SqlScript script, SourceSpan span) =>
        script.Text.Insert(span.End, "⟧").Insert(span.Start, "⟦");
}
