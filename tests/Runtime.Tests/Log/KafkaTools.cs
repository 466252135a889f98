using System.Diagnostics;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>Apache Kafka's own programs: in the folder that KAFKA_HOME names, or in <c>../shared/kafka</c> beside the repository.</summary>
internal static class KafkaTools
{
    /// <summary>Kafka's folder; null where there is none.</summary>
    public static string? Home { get; } = new[] { Environment.GetEnvironmentVariable("KAFKA_HOME"), BesideRepository() }
        .FirstOrDefault(home => home is not null && File.Exists(Path.Combine(home, "bin", "kafka-dump-log.sh")));

    /// <summary>What <c>kafka-dump-log.sh --print-data-log</c> prints of segments, line by line.</summary>
    public static string[] DumpLog(IEnumerable<string> segments)
    {
        ProcessStartInfo start = new(Path.Combine(Home!, "bin", "kafka-dump-log.sh"), ["--print-data-log", "--files", string.Join(',', segments)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"kafka-dump-log.sh: {errors.Result}{output}");
    }

    private static string? BesideRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QueryGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? null : Path.GetFullPath(Path.Combine(folder, "..", "shared", "kafka"));
    }
}

/// <summary>A test against Kafka's own programs; skipped, and said so, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaFactAttribute : FactAttribute
{
    /// <summary>Looks for them.</summary>
    public KafkaFactAttribute()
    {
        if (KafkaTools.Home is null || OperatingSystem.IsWindows())
        {
            Skip = "needs bin/kafka-dump-log.sh of Apache Kafka and Java: KAFKA_HOME names no such folder, and ../shared/kafka is none";
        }
    }
}
