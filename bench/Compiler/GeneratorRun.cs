using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueryGen.Bench.Compiling;

/// <summary>What a run of the generator took.</summary>
/// <param name="GeneratorMs">In the generator alone; time on the wall, so the shortest of several runs.</param>
/// <param name="DriverMs">Processor time with what Roslyn's driver does around it; the median of several runs.</param>
internal readonly record struct Cost(double GeneratorMs, double DriverMs);

/// <summary>A line of the table.</summary>
/// <param name="Queries">How many queries the project has.</param>
/// <param name="First">The first run of a driver, in a process that has run others.</param>
/// <param name="Keystroke">A run after an edit of C# that has nothing to do with the queries.</param>
/// <param name="SqlEdit">A run after an edit of one query.</param>
/// <param name="LinesPerQuery">Generated lines.</param>
/// <param name="CscMsPerQuery">What the generated code adds to the compilation of the project.</param>
internal sealed record CompilerRow(int Queries, Cost First, Cost Keystroke, Cost SqlEdit, double LinesPerQuery, double CscMsPerQuery);

/// <summary>Runs the generator as an IDE and a build do.</summary>
internal static class GeneratorRun
{
    private const int FirstRuns = 5;
    private const int Edits = 25;

    /// <summary>Rounds of edits that are not measured: an IDE's process is long past the work of its JIT compiler.</summary>
    private const int WarmUps = 4;

    /// <summary>Tiered compilation goes to work when nothing new was compiled for a tenth of a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private const int Emits = 5;

    /// <summary>From so many queries on an emit takes seconds, and one says enough.</summary>
    private const int ManyQueries = 200;

    /// <summary>Measures a project of that many queries.</summary>
    public static CompilerRow Measure(int queries)
    {
        SqlProject project = new(queries);
        Cost first = Judge(Enumerable.Range(0, FirstRuns).Select(_ => First(project)).ToList());
        GeneratorDriver driver = Driver(project).RunGenerators(project.Compilation);
        Cost keystroke = Settled(project, ref driver, static (project, driver, edit) =>
        {
            project.EditCSharp(edit);
            return driver;
        });
        Cost sqlEdit = Settled(project, ref driver, static (project, driver, edit) =>
        {
            (Script before, Script after) = project.EditSql(edit % project.Queries, edit);
            return driver.ReplaceAdditionalText(before, after);
        });
        long lines = driver.GetRunResult().GeneratedTrees.Sum(tree => (long)tree.GetText().Lines.Count);
        return new CompilerRow(queries, first, keystroke, sqlEdit, (double)lines / queries, CscMsPerQuery(project, driver));
    }

    private static Cost Settled(
        SqlProject project, ref GeneratorDriver driver, Func<SqlProject, GeneratorDriver, int, GeneratorDriver> make)
    {
        List<Cost> costs = [];
        for (int edit = 1; edit <= (WarmUps + 1) * Edits; edit++)
        {
            driver = make(project, driver, edit);
            costs.Add(Run(ref driver, project));
            if (edit % Edits == 0)
            {
                Thread.Sleep(Pause);
            }
        }

        return Judge(costs.Skip(WarmUps * Edits).ToList());
    }

    /// <summary>Has the JIT compiler do its work on csc, whose first emits would be measured with it.</summary>
    public static void WarmCscUp(SqlProject project)
    {
        GeneratorDriver driver = Driver(project).RunGenerators(project.Compilation);
        _ = EmitMs(project.Compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees), Emits);
    }

    /// <summary>The first run of a driver.</summary>
    public static Cost First(SqlProject project)
    {
        GeneratorDriver driver = Driver(project);
        return Run(ref driver, project);
    }

    private static CSharpGeneratorDriver Driver(SqlProject project) =>
        CSharpGeneratorDriver.Create([new QueryGenerator().AsSourceGenerator()], project.Scripts);

    private static Cost Run(ref GeneratorDriver driver, SqlProject project)
    {
        long start = ThreadClock.NowNs();
        driver = driver.RunGenerators(project.Compilation);
        double driverMs = (ThreadClock.NowNs() - start) / 1e6;
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } fault)
        {
            throw new InvalidOperationException("The generator has a fault.", fault);
        }

        if (result.Diagnostics.Any(found => found.Severity == DiagnosticSeverity.Error))
        {
            throw new InvalidOperationException($"The queries do not compile: {result.Diagnostics[0]}");
        }

        return new Cost(driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds, driverMs);
    }

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

    private static Cost Judge(List<Cost> costs) =>
        new(costs.Min(cost => cost.GeneratorMs), Medians.Of(costs.Select(cost => cost.DriverMs)));
}
