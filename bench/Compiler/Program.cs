using System.Globalization;
using QueryGen.Bench;
using QueryGen.Bench.Compiling;

// The cost of JIT compilation is paid once, by whoever comes first: that is the first run in the process.
const int Typical = 100;
CultureInfo plain = CultureInfo.InvariantCulture;
double coldMs = GeneratorRun.First(new SqlProject(Typical)).DriverMs;
GeneratorRun.WarmCscUp(new SqlProject(Typical));

Console.WriteLine("""
    A project of 1,000 C# files and a SQL file a query. Milliseconds: in the generator alone (on the wall, the shortest run), and with what
    Roslyn's driver does around it (processor time, median). csc is what the generated code adds to an emit of the project.

                     first run          C# keystroke       edit of a .sql     generated        csc
    queries  generator  driver  generator  driver  generator  driver  lines/query  ms/query
    """);
List<CompilerRow> rows = [];
foreach (int queries in new[] { 1, Typical, 500 })
{
    CompilerRow row = GeneratorRun.Measure(queries);
    rows.Add(row);
    Console.WriteLine(
        string.Create(plain, $"{row.Queries,7}{row.First.GeneratorMs,11:F1}{row.First.DriverMs,8:F1}")
        + string.Create(plain, $"{row.Keystroke.GeneratorMs,11:F3}{row.Keystroke.DriverMs,8:F2}")
        + string.Create(plain, $"{row.SqlEdit.GeneratorMs,11:F2}{row.SqlEdit.DriverMs,8:F2}")
        + string.Create(plain, $"{row.LinesPerQuery,13:F0}{row.CscMsPerQuery,10:F1}"));
}

CompilerRow typical = rows.Single(row => row.Queries == Typical);
Console.WriteLine();
Console.WriteLine(
    string.Create(plain, $"bench compiler: 100 queries, cold {coldMs:F0} ms, keystroke {typical.Keystroke.GeneratorMs:F3} ms, ")
    + string.Create(plain, $"sql edit {typical.SqlEdit.GeneratorMs:F2} ms, lines/query {typical.LinesPerQuery:F0}, ")
    + string.Create(plain, $"csc {typical.CscMsPerQuery:F1} ms/query"));
