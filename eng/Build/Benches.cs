namespace QueryGen.Build;

/// <summary>Something that can be measured.</summary>
/// <param name="Name">What <c>./build.sh bench</c> takes.</param>
/// <param name="Project">A program that measures; its last line is for machines.</param>
/// <param name="Arguments">What the program gets before the arguments of the command line.</param>
internal sealed record Bench(string Name, string Project, string Summary, params string[] Arguments);

/// <summary>What <c>./build.sh bench</c> can measure.</summary>
internal static class Benches
{
    private static readonly Bench[] All =
    [
        new("ratings", "bench/Ratings", "the generated code of the airline queries against code written by hand"),
        new("log", "bench/Log", "records from one topic of the embedded log to another, durably, against the same work in memory", "log"),
        new("restore", "bench/Log", "a store restored from its changelog, and from a checkpoint", "restore"),
        new("operators", "bench/Operators", "the generated code of single operators against code written by hand"),
        new("kafka", "bench/Kafka", "queries on a real broker, against librdkafka itself, Confluent.Kafka and Kafka Streams"),
        new("compiler", "bench/Compiler", "the generator and csc: first run, keystroke in C#, edit of a .sql, lines"),
        new("micro", "bench/Micro", "decoding, encoding and stores one by one, with BenchmarkDotNet and its arguments"),
    ];

    /// <summary>Measures what the first argument names; the others are the program's.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments.Length > 0 && All.FirstOrDefault(bench => bench.Name == arguments[0]) is { } chosen)
        {
            if (chosen.Name == "kafka")
            {
                Kafka.Find();
                LibRdKafka.PreferPackage();
            }

            // A build server that compiles beside the measurement would be measured too, so this builds first and runs then.
            string[] run = ["run", "--project", chosen.Project, "-c", "Release", "--no-build", "--"];
            return Dotnet.Run(["build", chosen.Project, "-c", "Release", "-v", "q"]) is var built and not 0
                ? built
                : Dotnet.Run([.. run, .. chosen.Arguments, .. arguments.Skip(1)]);
        }

        Console.Error.WriteLine(arguments.Length == 0 ? "bench: say what is to be measured" : $"bench: there is no '{arguments[0]}'");
        foreach (Bench bench in All)
        {
            Console.Error.WriteLine($"  {bench.Name,-12} {bench.Summary}");
        }

        return 2;
    }
}
