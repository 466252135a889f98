using System.Globalization;
using QueryGen.Bench;
using QueryGen.Bench.Compiling;

// The cost of JIT compilation is paid once, by whoever comes first: that is the first run in the process.
const int Typical = 100;
CultureInfo plain = CultureInfo.InvariantCulture;
double coldMs = GeneratorRun.FirstMs(new SqlProject(Typical));
GeneratorRun.WarmCscUp(new SqlProject(Typical));

Console.WriteLine("""
    A project of 1,000 C# files and a SQL file a query. Milliseconds of processor time, medians: Roslyn's driver with the generator in it.
    Lines: of a query's own files (median), and of all files for each query. csc is what the generated code adds to an emit of the project.

    queries   first run   C# keystroke   edit of a .sql   own lines   all lines   csc a query
    """);
List<CompilerRow> rows = [];
foreach (int queries in new[] { 1, Typical, 500 })
{
    CompilerRow row = GeneratorRun.Measure(queries);
    rows.Add(row);
    Console.WriteLine(
        string.Create(plain, $"{row.Queries,7}{row.FirstMs,12:F1}{row.KeystrokeMs,15:F3}{row.SqlEditMs,17:F2}")
        + string.Create(plain, $"{row.LinesOfQuery,12:F0}{row.LinesPerQuery,12:F0}")
        + (row.CscMsPerQuery is { } csc ? string.Create(plain, $"{csc,14:F1}") : $"{"-",14}"));
}

double attributesMs = GeneratorRun.KeystrokeWithoutSqlMs();
CompilerRow typical = rows.Single(row => row.Queries == Typical);
Console.WriteLine();
Console.WriteLine(
    string.Create(plain, $"bench compiler: 100 queries, cold {coldMs:F0} ms, keystroke {typical.KeystrokeMs:F3} ms ")
    + string.Create(plain, $"of which attributes {attributesMs:F3} ms, ")
    + string.Create(plain, $"sql edit {typical.SqlEditMs:F2} ms, lines/query {typical.LinesOfQuery:F0}, ")
    + string.Create(plain, $"csc {typical.CscMsPerQuery:F1} ms/query"));
