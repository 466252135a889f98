using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QueryGen.Kafka.Tests;

/// <summary>A broker of a test's own, on loopback, with nothing in it; started with the scripts that every distribution has.</summary>
internal sealed class Broker : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("querygen-kafka-").FullName;
    private readonly string _properties;
    private readonly int _port = FreePort();
    private Process? _process;

    public Broker()
    {
        _properties = Path.Combine(_folder, "server.properties");
        Servers = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");
        int controller = FreePort();
        File.WriteAllText(_properties, $"""
            process.roles=broker,controller
            node.id=1
            listeners=PLAINTEXT://{Servers},CONTROLLER://127.0.0.1:{controller}
            controller.quorum.voters=1@127.0.0.1:{controller}
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs={_folder}/data
            auto.create.topics.enable=false
            offsets.topic.num.partitions=4
            offsets.topic.replication.factor=1
            transaction.state.log.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
            share.coordinator.state.topic.num.partitions=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
            broker.session.timeout.ms=2000
            broker.heartbeat.interval.ms=500
            num.io.threads=2
            num.network.threads=2
            log.cleaner.dedupe.buffer.size=16777216

            """);

        // Kafka's form of an id, which may not look like an option.
        string id = "A" + Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')[1..];
        Processes.Run(Script("kafka-storage.sh"), ["format", "--cluster-id", id, "--config", _properties]);
        Start();
    }

    /// <summary>The folder of the distribution; null: there is none.</summary>
    public static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME") is { } home
        && File.Exists(Path.Combine(home, "bin", "kafka-server-start.sh")) ? home : null;

    public string Servers { get; }

    /// <summary>Starts it, for the first time or again; comes back when it answers.</summary>
    public void Start()
    {
        // What it says goes to a file, as nobody reads it.
        string command = $"exec '{Script("kafka-server-start.sh")}' '{_properties}' >> '{_folder}/broker.log' 2>&1";
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        Stopwatch time = Stopwatch.StartNew();
        while (!Answers())
        {
            if (_process.HasExited || time.Elapsed > LongestStart)
            {
                throw new InvalidOperationException($"The broker does not start: {File.ReadAllText(Path.Combine(_folder, "broker.log"))}");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>As an operator stops it.</summary>
    public void Stop()
    {
        Signal("TERM");
        _process!.WaitForExit();
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>It answers nobody, and its connections stay.</summary>
    public void Pause() => Signal("STOP");

    public void Resume() => Signal("CONT");

    public void CreateTopic(string name, int partitions) => Processes.Run(
        Script("kafka-topics.sh"),
        ["--bootstrap-server", Servers, "--create", "--topic", name, "--partitions", $"{partitions}"]);

    public void Dispose()
    {
        Kill();
        _process!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Signal(string name) => Processes.Signal(_process!, name);

    private static string Script(string name) => Path.Combine(Home!, "bin", name);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
