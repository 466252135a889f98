using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QueryGen.Log;
using QueryGen.Testing;
using QueryGen.Testing.Simulation;

namespace QueryGen.Tests.Log;

/// <summary>A log on a simulated disk, with a clock that stands still and nothing that runs by itself.</summary>
internal sealed class SimulatedLog
{
    public const string Folder = "/state/log";

    /// <summary>The disk; nothing is lost unless a test says so.</summary>
    public SimulatedDisk Disk { get; } = new(1);

    public TestClock Clock { get; } = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    /// <summary>What was logged, oldest first.</summary>
    public CollectingLogger Logger { get; } = new();

    public EmbeddedLogOptions Options { get; set; } = new()
    {
        FlushInterval = Timeout.InfiniteTimeSpan,
        CleanInterval = Timeout.InfiniteTimeSpan,
    };

    public EmbeddedLog Open() => EmbeddedLog.Open(Disk, Folder, Options with { Clock = Clock }, Logger);

    /// <summary>The path of a partition's folder.</summary>
    public static string Partition(string topic, int partition = 0) => $"{Folder}/topics/{topic}/{partition}";

    /// <summary>The paths of a partition's segments, oldest first.</summary>
    public string[] Segments(string topic, int partition = 0) => [.. Disk.Files(Partition(topic, partition))
        .Where(name => name.EndsWith(".log", StringComparison.Ordinal)).Select(name => $"{Partition(topic, partition)}/{name}")];

    public string Commits() => $"{Folder}/{Disk.Files(Folder).Single(name => name.StartsWith("commits-", StringComparison.Ordinal))}";

    public long Length(string path)
    {
        using QueryGen.Storage.IDiskFile file = Disk.Open(path, FileMode.Open);
        return file.Length;
    }

    public byte[] Bytes(string path)
    {
        using QueryGen.Storage.IDiskFile file = Disk.Open(path, FileMode.Open);
        byte[] data = new byte[file.Length];
        _ = file.Read(data, 0);
        return data;
    }
}

/// <summary>Keeps the lines that are logged.</summary>
internal sealed class CollectingLogger : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
