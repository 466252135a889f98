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
        new("fraud", "build and run samples/AtmFraud; --seconds N ends it after N seconds", Fraud),
        new("test", "build everything, run all tests", Test),
        new("format", "verify the layout of the code; --fix mends it", Format),
        new("check", "format, test, then conformance: what to run before a commit", Check),
        new("golden", "compare emitted topologies, code and diagnostics; --accept rewrites what is expected", Golden),
        new("conformance", "run ksqlDB's query-validation tests: [DIR] [--only TEXT] [--accept]", Conformance),
        new("bench", "measure: ./build.sh bench ratings; without a name it lists what there is", Benches.Run),
        new("simulate", "run N simulated machines that lose their power (1000); --seed S runs one, planted looks for planted bugs",
            arguments => Durability("simulate", arguments)),
        new("kafka", "run the integration tests on a real broker; KAFKA_HOME names the distribution", Kafka),
        new("crash", "kill a worker N times (30) and verify every record", arguments => Durability("crash", arguments)),
        new("crash-kafka", "the same on a real broker: two workers, one of which is killed N times (10)", CrashKafka),
    ];

    private static int Demo(string[] arguments) =>
        Dotnet.Run(["run", "--project", "samples/AirlineRatings", "-c", "Release", "-v", "q", "--", .. arguments]);

    private static int Fraud(string[] arguments) =>
        Dotnet.Run(["run", "--project", "samples/AtmFraud", "-c", "Release", "-v", "q", "--", .. arguments]);

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

    private static int Durability(string verb, string[] arguments) =>
        Dotnet.Run(["run", "--project", "tests/Durability", "-c", "Release", "-v", "q", "--", verb, .. arguments]);

    private static int Kafka(string[] arguments)
    {
        QueryGen.Build.Kafka.Find();

        // What is skipped is named with its reason.
        return Dotnet.Run(["test", "tests/Kafka", "-c", "Release", "--logger", "console;verbosity=normal", .. arguments]);
    }

    private static int CrashKafka(string[] arguments)
    {
        QueryGen.Build.Kafka.Find();
        return Durability("crash-kafka", arguments);
    }

    private static int Missing(string verb)
    {
        Console.Error.WriteLine($"{verb}: there is nothing behind this verb yet; CHANGELOG.md says what there is.");
        return 1;
    }
}
