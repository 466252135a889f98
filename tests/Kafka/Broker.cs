namespace QueryGen.Kafka.Tests;

/// <summary>A broker of a test's own, on loopback, with nothing in it.</summary>
internal sealed class Broker : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("querygen-kafka-").FullName;

    public Broker() => Servers = Start();

    /// <summary>The folder of the distribution; null: there is none.</summary>
    public static string? Home =>
        Environment.GetEnvironmentVariable("KAFKA_HOME") is { } home && File.Exists(Path.Combine(home, "bin", "broker")) ? home : null;

    public string Servers { get; }

    public string Start()
    {
        // The broker keeps what it inherits open, so its words go to a file.
        string output = Path.Combine(_folder, "start.out");
        Processes.Run("/bin/sh", ["-c", $"'{Home}/bin/broker' start '{_folder}/broker' > '{output}' 2>&1"]);
        string line = File.ReadLines(output).First(line => line.StartsWith("bootstrap=", StringComparison.Ordinal));
        return line["bootstrap=".Length..].Trim();
    }

    public void Run(string verb) => Processes.Run("/bin/sh", ["-c", $"'{Home}/bin/broker' {verb} '{_folder}/broker' > /dev/null 2>&1"]);

    public void CreateTopic(string name, int partitions) => Processes.Run(
        Path.Combine(Home!, "bin", "kafka-topics.sh"),
        ["--bootstrap-server", Servers, "--create", "--topic", name, "--partitions", $"{partitions}"]);

    public void Dispose()
    {
        Run("kill");
        Directory.Delete(_folder, recursive: true);
    }
}
