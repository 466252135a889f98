using System.Diagnostics;
using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Reporting;
using QueryGen.Conformance.Workers;

namespace QueryGen.Conformance;

/// <summary>Runs ksqlDB's query-validation tests, from a folder outside the repository.</summary>
internal static class Program
{
    private const string Usage = "usage: conformance [DIR] [--accept] [--table FILE] [--only TEXT]";

    public static int Main(string[] arguments)
    {
        if (arguments is ["--worker", var cases])
        {
            return Worker.Run(cases);
        }

        if (RunArguments.TryParse(arguments) is not { } run)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string folder = run.Folder ?? DefaultFolder();
        if (!Directory.Exists(folder))
        {
            Console.WriteLine($"conformance: there are no cases in '{folder}', so nothing ran; name a folder, or set QTT_DIR");
            return run.Folder is null ? 0 : 1;
        }

        return Run(Path.GetFullPath(folder), run);
    }

    private static int Run(string folder, RunArguments run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<TestCase> all = CaseFile.ReadFolder(folder);
        WorkerPool pool = new(folder, all, index => run.Only is null || all[index].Name.Contains(run.Only, StringComparison.Ordinal));
        (IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes) = pool.Run();
        Report report = new(cases, outcomes);
        string root = Root();
        string reportPath = Path.Combine(root, "artifacts", "conformance", $"{Path.GetFileName(folder)}.txt");
        string ratchetPath = Path.Combine(root, "tests", "Conformance", "passed.txt");
        report.Write(reportPath);
        if (run.Table is { } table)
        {
            File.WriteAllText(Path.Combine(root, table), FileTable.Write(cases, outcomes, report.Summary));
        }

        Console.WriteLine(report.Failures());
        Console.WriteLine(report.Table());
        Console.WriteLine(report.Reasons());
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:F0} s; report: {Path.GetRelativePath(root, reportPath)}");
        int exitCode = Settle(ratchetPath, run, cases, outcomes);
        Console.WriteLine(report.Summary);
        return exitCode;
    }

    private static int Settle(string path, RunArguments run, IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes)
    {
        if (run.Accepts)
        {
            Ratchet.Accept(path, cases, outcomes);
            return 0;
        }

        IReadOnlyList<string> lost = Ratchet.Lost(path, cases, outcomes);
        foreach (string name in lost)
        {
            Console.WriteLine($"passed before, and fails: {name}");
        }

        return lost.Count == 0 ? 0 : 1;
    }

    private static string DefaultFolder() => Environment.GetEnvironmentVariable("QTT_DIR") is { Length: > 0 } set
        ? set
        : Path.Combine(Root(), "..", "shared", "qtt");

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QueryGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No QueryGen.sln above {AppContext.BaseDirectory}.");
    }
}
