extern alias Runtime;

using System.Text;
using Microsoft.CodeAnalysis;
using QueryGen.Emit;
using Xunit;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>SQL's names are many more than C#'s: whatever a source, a column or a field is called, the emitted C# compiles.</summary>
public sealed class NameTests
{
    private static readonly string[] Keywords =
    [
        "abstract", "class", "default", "event", "fixed", "in", "namespace", "new", "object", "out", "public", "ref", "string", "void",
        "await", "dynamic", "field", "file", "nameof", "notnull", "record", "required", "var", "when", "with", "yield",
    ];

    private static readonly string[] Locals =
    [
        "task", "sink", "store", "rows", "row", "context", "arena", "result", "group", "state", "entry", "key", "table", "old", "handles",
        "output", "record", "batch", "error", "json", "reader", "writer", "value", "system", "compiled", "shop", "queries", "row_row",
    ];

    private static readonly string[] Members =
    [
        "clone", "deconstruct", "equality_contract", "equals", "get_hash_code", "get_type", "to_string", "print_members", "finalize",
        "memberwise_clone", "reference_equals", "row", "key", "read", "write", "window_start", "window_end", "window_start_ms",
        "sql_types", "value", "item",
    ];

    private static readonly string[] Alike =
        ["`A_B`", "`A-B`", "`A__B`", "`a_b`", "`aB`", "`AB`", "`A_B_ROW`", "`A_B_ROW_ROW`", "`A_B_PRODUCER`", "`A_B2`", "`A_B_2`"];

    private static readonly string[] Endings = ["Row", "Key", "Serde", "RowSerde", "Query", "Group", "State", "Producer"];

    // Names of runtime types, and what gives such a name with one of the emitter's endings.
    public static TheoryData<string> SourceNames => [.. RuntimeTypes().SelectMany(Stems).Select(Snake)
        .Concat(Keywords).Concat(Locals).Concat(["topology", "equals", "compiled_queries", "query_gen_compiled_queries", "sub_topology0"])
        .Distinct(StringComparer.Ordinal).Chunk(24).Select(names => string.Join(' ', names))];

    [Theory]
    [MemberData(nameof(SourceNames))]
    public void Sources_and_queries_may_have_any_name(string names) => StrictProject.With(string.Concat(
        names.Split(' ').SelectMany(Statements))).Compiles();

    [Fact]
    public void Names_that_csharp_cannot_tell_apart_are_told_apart() =>
        StrictProject.With(string.Concat(Alike.SelectMany(Statements))).Compiles();

    [Fact]
    public void The_parts_of_a_query_do_not_meet_a_query_of_their_name() => StrictProject.With("""
        CREATE STREAM s (id INT KEY, i INT) WITH (kafka_topic='s', format='JSON');
        CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s GROUP BY i;
        CREATE STREAM o_group_by AS SELECT * FROM s;
        CREATE STREAM o_group_by_repartition AS SELECT * FROM s;
        CREATE TABLE `O-group-by` AS SELECT i, COUNT(*) AS n FROM s GROUP BY i;
        CREATE STREAM `P-repartition` AS SELECT * FROM s;
        CREATE STREAM p AS SELECT * FROM `P-repartition`;
        """).Compiles();

    [Fact]
    public void The_parts_of_a_join_do_not_meet_a_query_of_their_name() => StrictProject.With("""
        CREATE STREAM s (id INT KEY, i INT) WITH (kafka_topic='s', format='JSON');
        CREATE STREAM r (id INT KEY, i INT) WITH (kafka_topic='r', format='JSON');
        CREATE TABLE t (id INT PRIMARY KEY, i INT) WITH (kafka_topic='t', format='JSON');
        CREATE STREAM o AS SELECT s.i, r.id FROM s JOIN r WITHIN 1 HOUR ON s.i = r.i LEFT JOIN t ON s.i = t.id;
        CREATE TABLE `F-join` AS SELECT * FROM t WHERE i > 1;
        CREATE TABLE f AS SELECT t.id, x.i FROM t JOIN `F-join` x ON t.i = x.id;
        CREATE TABLE `F-join-request` AS SELECT * FROM t WHERE i > 2;
        CREATE STREAM f_join_answer AS SELECT * FROM s;
        CREATE STREAM `O-join-1` AS SELECT * FROM s;
        CREATE STREAM `O-join-1-left` AS SELECT * FROM s;
        CREATE STREAM `O-join-1-right-repartition` AS SELECT * FROM s;
        CREATE STREAM o_join_2 AS SELECT s.id, s.i, x.i AS j FROM s JOIN `O-join-1` x WITHIN 1 HOUR ON s.id = x.id;
        CREATE STREAM o_join_2_rows AS SELECT * FROM s;
        """).Compiles();

    [Theory]
    [InlineData("KAFKA", "JSON")]
    [InlineData("JSON", "DELIMITED")]
    public void Columns_and_fields_may_have_any_name(string keyFormat, string valueFormat)
    {
        string[] names = ColumnNames();
        string columns = string.Join(", ", names.Select(name => $"{name} INT"));
        string fields = valueFormat == "JSON" ? $", st STRUCT<{columns}>" : "";
        string with = $"key_format='{keyFormat}', value_format='{valueFormat}'";
        string sums = string.Join(", ", names.Select(name => $"SUM({name} + 1) AS {name}"));
        StrictProject.With($"""
            CREATE STREAM s (k STRING KEY, {columns}{fields}) WITH (kafka_topic='s', {with});
            CREATE TABLE t (k STRING PRIMARY KEY, {columns}{fields}) WITH (kafka_topic='t', {with});
            CREATE STREAM o AS SELECT * FROM s WHERE {string.Join(" OR ", names.Select(name => $"{name} + 1 = 2"))};
            CREATE TABLE u AS SELECT * FROM t WHERE `KEY` = 1;
            CREATE TABLE c AS SELECT k, {sums} FROM s WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY k;
            CREATE STREAM r (k STRING KEY, {columns}{fields}) WITH (kafka_topic='r', {with});
            CREATE STREAM p AS SELECT * FROM s LEFT JOIN r WITHIN 1 HOUR ON s.{names[0]} = r.{names[1]};
            CREATE STREAM j AS SELECT * FROM s LEFT JOIN t ON s.k = t.k;
            CREATE TABLE b AS SELECT * FROM t JOIN u ON t.k = u.k;
            CREATE TABLE w (x INT PRIMARY KEY, {columns}) WITH (kafka_topic='w', {with});
            CREATE TABLE f AS SELECT * FROM t LEFT JOIN w ON t.{names[0]} = w.x;
            """).Compiles();
    }

    [Fact]
    public void Keys_may_have_any_name() => StrictProject.With(string.Concat(ColumnNames().Chunk(40).Select((names, i) => $"""
        CREATE TABLE t{i} ({string.Join(", ", names.Select(name => $"{name} INT PRIMARY KEY"))}, val INT, st STRUCT<{names[0]} INT>)
          WITH (kafka_topic='t', format='JSON');
        CREATE TABLE o{i} AS SELECT * FROM t{i} WHERE val > 1;

        """))).Compiles();

    /// <summary>Whatever members the emitter adds to rows, keys and structs: a column may be called like each of them.</summary>
    [Fact]
    public void Columns_may_be_called_like_the_members_of_emitted_types()
    {
        const string Declared = "(k STRING PRIMARY KEY, v INT, st STRUCT<v INT>) WITH (kafka_topic='t', format='JSON');\n"
            + "CREATE TABLE o AS SELECT * FROM t WHERE v > 1;\n";
        StrictProject first = StrictProject.With("CREATE TABLE t " + Declared).Compiles();
        string[] members = [.. EmittedTypes(first.Compiled.GlobalNamespace.GetNamespaceMembers().First(found => found.Name == "Shop"))
            .Where(type => type.Name is "Row" or "TRow" or "TKey" || type.Name.StartsWith("Struct", StringComparison.Ordinal))
            .SelectMany(type => type.GetMembers()).Where(member => member.CanBeReferencedByName)
            .Select(member => Snake(member.Name)).Distinct().Except(["K", "V", "ST"])];

        Assert.Contains("EQUALS", members);
        string columns = string.Concat(members.Select(name => $"{Quoted(name)} INT, "));
        StrictProject.With("CREATE TABLE t (" + columns + Declared.Substring(1).Replace(
            "STRUCT<", $"STRUCT<{columns}", StringComparison.Ordinal)).Compiles();
    }

    [Theory]
    [InlineData("my-app")]
    [InlineData("2048.Game")]
    [InlineData("Acme.class.System")]
    [InlineData("Acme.Text.QueryGen")]
    [InlineData("Größe.App+Co")]
    public void A_root_namespace_may_be_anything_that_msbuild_takes(string root) => StrictProject.With(
        """
        CREATE STREAM s (id INT KEY, t TIMESTAMP, v VARCHAR) WITH (kafka_topic='s', format='JSON');
        CREATE TABLE o AS SELECT id, COUNT(*) AS n, MAX(v) AS v, MAX(t) AS t FROM s WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY id;
        """,
        rootNamespace: root).Compiles();

    private static string[] ColumnNames() => [.. Members.Concat(Keywords).Concat(Locals).Concat(RuntimeTypes().Select(Snake))
        .Select(Quoted).Concat(["`S_ROW`", "`T_KEY`", "`S`", "`s`", "`é`", "`1`"]).Distinct()];

    // A stream with queries over it, an aggregation that needs a new key, joins of all shapes, and a seed.
    private static IEnumerable<string> Statements(string name)
    {
        string source = name.StartsWith('`') ? name : $"`{name.ToUpperInvariant()}`";
        string Other(string suffix) => source.Insert(source.Length - 1, suffix);
        yield return $"CREATE STREAM {source} (id INT KEY, v VARCHAR, st STRUCT<a INT>) WITH (kafka_topic='t', format='JSON');\n";
        yield return $"CREATE STREAM {Other("_OUT")} WITH (value_format='DELIMITED') AS SELECT id, UCASE(v) AS v FROM {source};\n";
        yield return $"CREATE TABLE {Other("_TABLE")} (id INT PRIMARY KEY, v VARCHAR) WITH (kafka_topic='u', format='JSON');\n";
        yield return $"CREATE STREAM {Other("_JOIN")} AS SELECT s.id, u.v AS w FROM {source} s JOIN {Other("_TABLE")} u ON s.id = u.id;\n";
        yield return $"CREATE TABLE {Other("_COUNT")} AS SELECT v, COUNT(*) AS n FROM {Other("_OUT")} GROUP BY v;\n";
        yield return $"CREATE STREAM {Other("_PAIR")}"
            + $" AS SELECT a.v, b.id FROM {source} a JOIN {Other("_OUT")} b WITHIN 1 HOUR ON a.v = b.v;\n";
        yield return $"CREATE TABLE {Other("_FOREIGN")}"
            + $" AS SELECT t.id, c.n FROM {Other("_TABLE")} t JOIN {Other("_COUNT")} c ON t.v = c.v;\n";
        yield return $"CREATE TABLE {Other("_BOTH")}"
            + $" AS SELECT t.id, v, n FROM {Other("_TABLE")} t JOIN {Other("_FOREIGN")} f ON t.id = f.id;\n";
        yield return $"INSERT INTO {source} (id, v, st) VALUES (1, 'a', STRUCT(a := 1));\n";
    }

    private static string Quoted(string name) => name.StartsWith('`') ? name : $"`{name.ToUpperInvariant()}`";

    private static IEnumerable<string> RuntimeTypes() => typeof(Runtime::QueryGen.Topologies.Topology).Assembly.GetExportedTypes()
        .Where(type => ProgramEmitter.Usings.Contains(type.Namespace))
        .Select(type => type.Name.Split('`')[0]);

    private static IEnumerable<string> Stems(string type) => Endings
        .Where(ending => type.Length > ending.Length && type.EndsWith(ending, StringComparison.Ordinal))
        .Select(ending => type.Substring(0, type.Length - ending.Length)).Prepend(type);

    private static IEnumerable<INamedTypeSymbol> EmittedTypes(INamespaceSymbol space) => space.GetNamespaceMembers()
        .SelectMany(EmittedTypes).Concat(space.GetTypeMembers().SelectMany(type => type.GetTypeMembers().Prepend(type)));

    // POOR_RATINGS for PoorRatings.
    private static string Snake(string name)
    {
        StringBuilder snake = new();
        foreach (char c in name)
        {
            snake.Append(char.IsUpper(c) && snake.Length > 0 ? "_" : "").Append(char.ToUpperInvariant(c));
        }

        return snake.ToString();
    }
}
