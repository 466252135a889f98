namespace QueryGen.Build;

/// <summary>A thing that the build script can do.</summary>
/// <param name="Run">Takes the arguments after the verb; gives the exit code.</param>
internal sealed record Verb(string Name, string Summary, Func<string[], int> Run);

/// <summary>All verbs, in the order in which a newcomer meets them.</summary>
internal static class Verbs
{
    private const string Solution = "QueryGen.sln";

    public static readonly Verb[] All =
    [
        new("demo", "build and run samples/AirlineRatings; --seconds N ends it after N seconds", Demo),
        new("test", "build everything, run all tests", Test),
        new("format", "verify the layout of the code; --fix mends it", Format),
        new("check", "format, test, then conformance: what to run before a commit", Check),
        new("golden", "compare emitted topologies, code and diagnostics; --accept rewrites what is expected", Golden),
        new("conformance", "run ksqlDB's query-validation tests: [DIR] [--only TEXT] [--accept]", Conformance),
        new("bench", "measure", _ => Missing("bench")),
        new("crash", "kill a worker and verify its results", _ => Missing("crash")),
    ];

    private static int Demo(string[] arguments) =>
        Dotnet.Run(["run", "--project", "samples/AirlineRatings", "-c", "Release", "-v", "q", "--", .. arguments]);

    private static int Test(string[] arguments) => Dotnet.Run(["build", Solution, "-c", "Release", "-v", "q"]) is var built and not 0
        ? built
        : TestRun.Of(Solution, arguments);

    private static int Format(string[] arguments) =>
        Dotnet.Run(["restore", Solution, "-v", "q"]) is var restored and not 0 ? restored
        : arguments is ["--fix"] ? Dotnet.Run(["format", "whitespace", Solution, "--no-restore"])
        : Dotnet.Run(["format", "whitespace", Solution, "--no-restore", "--verify-no-changes"]);

    private static int Check(string[] arguments) =>
        Format([]) is var formatted and not 0 ? formatted
        : Test(arguments) is var tested and not 0 ? tested
        : Conformance([]);

    private static int Conformance(string[] arguments) =>
        Dotnet.Run(["run", "--project", "tests/Conformance", "-c", "Release", "-v", "q", "--", .. arguments]);

    private static int Golden(string[] arguments)
    {
        if (arguments is ["--accept", .. var rest])
        {
            Environment.SetEnvironmentVariable("QUERYGEN_ACCEPT", "1");
            arguments = rest;
        }

        return Dotnet.Run(["test", "tests/Golden", "-c", "Release", "-v", "q", .. arguments]);
    }

    private static int Missing(string verb)
    {
        Console.Error.WriteLine($"{verb}: there is nothing behind this verb yet; CHANGELOG.md says what there is.");
        return 1;
    }
}
