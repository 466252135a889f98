using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace QueryGen.Bench.Compiling;

/// <summary>A number of queries, each in a file of its own, and a thousand C# files that have nothing to do with them.</summary>
internal sealed class SqlProject
{
    private const int CSharpFiles = 1000;

    /// <summary>Queries that read the same sources.</summary>
    private const int QueriesPerSource = 10;

    // In the order of Query.
    private static readonly string[] Kinds = ["Poor", "Shouted", "Enriched", "Counted", "ByRoute"];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable,
        concurrentBuild: false);

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly SyntaxTree[] Trees = [.. Enumerable.Range(0, CSharpFiles).Select(file => CSharp(file, edit: 0))];

    /// <summary>A project with that many queries.</summary>
    public SqlProject(int queries)
    {
        Queries = queries;
        Compilation = CSharpCompilation.Create("Project", Trees, References, Options);
        IEnumerable<Script> sources = Enumerable.Range(0, (queries + QueriesPerSource - 1) / QueriesPerSource).Select(Sources);
        Scripts = [.. sources, .. Enumerable.Range(0, queries).Select(query => Query(query, edit: 0))];
    }

    /// <summary>How many queries there are.</summary>
    public int Queries { get; }

    /// <summary>What a query is called in C#; the files that are generated for it begin so.</summary>
    public static string CSharpName(int query) => Kinds[query % Kinds.Length] + query.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its C#, without what is generated.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>Its SQL files.</summary>
    public Script[] Scripts { get; }

    /// <summary>A keystroke in the body of a method of the first C# file.</summary>
    public void EditCSharp(int edit) =>
        Compilation = Compilation.ReplaceSyntaxTree(Compilation.SyntaxTrees[0], CSharp(0, edit));

    /// <summary>An edit of a condition in the SQL file of a query; gives the file before and after.</summary>
    public (Script Old, Script New) EditSql(int query, int edit)
    {
        int place = Array.FindIndex(Scripts, script => script.Path == QueryPath(query));
        Script old = Scripts[place];
        Scripts[place] = Query(query, edit);
        return (old, Scripts[place]);
    }

    private static SyntaxTree CSharp(int file, int edit) => CSharpSyntaxTree.ParseText(
        $$"""
        namespace Project.Things;

        public sealed class Thing{{file}}(int size)
        {
            public int Size { get; } = size;

            public string Name => $"thing {Size}";

            public int Grow(int by)
            {
                int grown = Size + by + {{edit}};
                return grown > 100 ? 100 : grown;
            }
        }
        """,
        path: $"Things/Thing{file}.cs");

    private static string QueryPath(int query) => $"Queries/query{query}.ksql";

    private static Script Sources(int group) => new(
        $"Queries/sources{group}.ksql",
        $"""
        CREATE STREAM ratings_{group} (
            user_id INT KEY, rating_id BIGINT, stars INT, route_id INT, rating_time BIGINT, channel VARCHAR, message VARCHAR
          ) WITH (kafka_topic = 'ratings-{group}', value_format = 'JSON');
        CREATE TABLE customers_{group} (
            id INT PRIMARY KEY, full_name VARCHAR, email VARCHAR, club_status VARCHAR
          ) WITH (kafka_topic = 'customers-{group}', value_format = 'JSON');
        """);

    // The kinds of query that an application is made of, one after another.
    private static Script Query(int query, int edit)
    {
        int group = query / QueriesPerSource;
        string text = (query % 5) switch
        {
            0 => $"CREATE STREAM poor_{query} AS SELECT * FROM ratings_{group} WHERE stars < {edit + 3} EMIT CHANGES;",
            1 => $"""
                CREATE STREAM shouted_{query} AS
                  SELECT user_id, rating_id, UCASE(message) AS message, stars * 20 AS percent
                  FROM ratings_{group}
                  WHERE channel LIKE '%ios%' AND route_id <> {edit}
                  EMIT CHANGES;
                """,
            2 => $"""
                CREATE STREAM enriched_{query} AS
                  SELECT r.user_id, r.rating_id, r.stars, r.channel, r.message, c.full_name, c.email, c.club_status
                  FROM ratings_{group} r
                  LEFT JOIN customers_{group} c ON r.user_id = c.id
                  WHERE r.stars <> {edit + 6}
                  EMIT CHANGES;
                """,
            3 => $"""
                CREATE TABLE counted_{query} AS
                  SELECT user_id, COUNT(*) AS ratings
                  FROM ratings_{group}
                  WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 10 SECONDS)
                  WHERE stars BETWEEN 1 AND {edit + 5}
                  GROUP BY user_id
                  EMIT CHANGES;
                """,
            _ => $"""
                CREATE TABLE by_route_{query} AS
                  SELECT route_id, AVG(stars) AS average, MAX(stars) AS best, COUNT(*) AS ratings
                  FROM ratings_{group}
                  WHERE stars < {edit + 9}
                  GROUP BY route_id
                  HAVING COUNT(*) > 1
                  EMIT CHANGES;
                """,
        };
        return new Script(QueryPath(query), text);
    }
}

/// <summary>A SQL file in memory.</summary>
internal sealed class Script(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
