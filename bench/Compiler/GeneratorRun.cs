using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueryGen.Bench.Compiling;

/// <summary>A line of the table. Times are processor time of Roslyn's driver with the generator in it, milliseconds.</summary>
/// <param name="Queries">How many queries the project has.</param>
/// <param name="FirstMs">The first run of a driver, in a process that has run others.</param>
/// <param name="KeystrokeMs">A run after an edit of C# that has nothing to do with the queries.</param>
/// <param name="SqlEditMs">A run after an edit of one query.</param>
/// <param name="LinesOfQuery">Generated lines in the files of one query, the median of all.</param>
/// <param name="LinesPerQuery">All generated lines, also those of sources and tasks, for each query.</param>
/// <param name="CscMsPerQuery">What the generated code adds to the compilation of the project; null: too little to be told apart.</param>
internal sealed record CompilerRow(
    int Queries, double FirstMs, double KeystrokeMs, double SqlEditMs, double LinesOfQuery, double LinesPerQuery, double? CscMsPerQuery);

/// <summary>Runs the generator as an IDE and a build do.</summary>
internal static class GeneratorRun
{
    private const int FirstRuns = 5;

    /// <summary>In a round. More than the 30 calls after which tiered compilation takes a method up.</summary>
    private const int Edits = 40;

    /// <summary>An IDE's process is long past the work of its JIT compiler: rounds of edits go on until so many were no faster.</summary>
    private const int RoundsWithoutGain = 5;

    private const int MostRounds = 30;

    /// <summary>Tiered compilation goes to work when nothing new was compiled for a tenth of a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private const int Emits = 5;

    /// <summary>Of fewer queries csc's time is lost in what the rest of the project takes.</summary>
    private const int FewestForCsc = 100;

    /// <summary>From so many queries on an emit takes seconds, and one says enough.</summary>
    private const int ManyQueries = 200;

    /// <summary>Measures a project of that many queries.</summary>
    public static CompilerRow Measure(int queries)
    {
        SqlProject project = new(queries);
        double first = Medians.Of(Enumerable.Range(0, FirstRuns).Select(_ => FirstMs(project)).ToList());
        GeneratorDriver driver = Driver(project).RunGenerators(project.Compilation);
        double keystroke = KeystrokeMs(project, ref driver);
        double sqlEdit = Settled(project, ref driver, static (project, driver, edit) =>
        {
            (Script before, Script after) = project.EditSql(edit % project.Queries, edit);
            return driver.ReplaceAdditionalText(before, after);
        });
        (string Name, int Count)[] lines = [.. driver.GetRunResult().GeneratedTrees
            .Select(tree => (Path.GetFileName(tree.FilePath), tree.GetText().Lines.Count))];
        return new CompilerRow(
            queries,
            first,
            keystroke,
            sqlEdit,
            Medians.Of(Enumerable.Range(0, queries).Select(query => (double)LinesOf(SqlProject.CSharpName(query), lines))),
            (double)lines.Sum(file => (long)file.Count) / queries,
            queries < FewestForCsc ? null : CscMsPerQuery(project, driver));
    }

    /// <summary>A keystroke where there is no SQL: Roslyn finds out that no attribute of the generator's has changed.</summary>
    public static double KeystrokeWithoutSqlMs()
    {
        SqlProject project = new(queries: 0);
        GeneratorDriver driver = Driver(project).RunGenerators(project.Compilation);
        return KeystrokeMs(project, ref driver);
    }

    private static double KeystrokeMs(SqlProject project, ref GeneratorDriver driver) =>
        Settled(project, ref driver, static (project, driver, edit) =>
        {
            project.EditCSharp(edit);
            return driver;
        });

    // The median of the fastest round.
    private static double Settled(
        SqlProject project, ref GeneratorDriver driver, Func<SqlProject, GeneratorDriver, int, GeneratorDriver> make)
    {
        const double Gain = 0.95;
        double best = double.MaxValue;
        int edit = 0;
        for (int round = 0, since = 0; round < MostRounds && since < RoundsWithoutGain; round++, since++)
        {
            List<double> times = [];
            for (int i = 0; i < Edits; i++)
            {
                driver = make(project, driver, ++edit);
                times.Add(RunMs(ref driver, project));
            }

            double median = Medians.Of(times);
            since = median < best * Gain ? 0 : since;
            best = Math.Min(best, median);
            Thread.Sleep(Pause);
        }

        return best;
    }

    /// <summary>Has the JIT compiler do its work on csc, whose first emits would be measured with it.</summary>
    public static void WarmCscUp(SqlProject project)
    {
        GeneratorDriver driver = Driver(project).RunGenerators(project.Compilation);
        _ = EmitMs(project.Compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees), Emits);
    }

    /// <summary>The first run of a driver.</summary>
    public static double FirstMs(SqlProject project)
    {
        GeneratorDriver driver = Driver(project);
        return RunMs(ref driver, project);
    }

    private static CSharpGeneratorDriver Driver(SqlProject project) =>
        CSharpGeneratorDriver.Create([new QueryGenerator().AsSourceGenerator()], project.Scripts);

    private static double RunMs(ref GeneratorDriver driver, SqlProject project)
    {
        long start = ThreadClock.NowNs();
        driver = driver.RunGenerators(project.Compilation);
        double ms = (ThreadClock.NowNs() - start) / 1e6;
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } fault)
        {
            throw new InvalidOperationException("The generator has a fault.", fault);
        }

        if (result.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error))
        {
            throw new InvalidOperationException($"The queries do not compile: {result.Diagnostics[0]}");
        }

        return ms;
    }

    // PoorRatings.Rows.g.cs, PoorRatingsQuery.g.cs …, but nothing of PoorRatings2.
    private static int LinesOf(string query, (string Name, int Count)[] files) => files
        .Where(file => file.Name.StartsWith(query, StringComparison.Ordinal) && !char.IsDigit(file.Name[query.Length]))
        .Sum(file => file.Count);

    private static double CscMsPerQuery(SqlProject project, GeneratorDriver driver)
    {
        IEnumerable<SyntaxTree> generated = driver.GetRunResult().GeneratedTrees;
        int emits = project.Queries < ManyQueries ? Emits : 1;
        CSharpCompilation whole = project.Compilation.AddSyntaxTrees(generated);
        return (EmitMs(whole, emits) - EmitMs(project.Compilation, emits)) / project.Queries;
    }

    // A compilation keeps what it has bound: each emit gets a new one.
    private static double EmitMs(CSharpCompilation compilation, int emits)
    {
        List<double> times = [];
        for (int i = 0; i < emits; i++)
        {
            using MemoryStream image = new();
            CSharpCompilation fresh = compilation.Clone();
            long start = ThreadClock.NowNs();
            Microsoft.CodeAnalysis.Emit.EmitResult emitted = fresh.Emit(image);
            times.Add((ThreadClock.NowNs() - start) / 1e6);
            if (!emitted.Success)
            {
                Diagnostic mistake = emitted.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error);
                throw new InvalidOperationException($"The generated code does not compile: {mistake}");
            }
        }

        return Medians.Of(times);
    }
}
