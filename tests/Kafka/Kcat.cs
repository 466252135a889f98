namespace QueryGen.Kafka.Tests;

/// <summary>An independent client: what it reads is what anybody reads.</summary>
internal static class Kcat
{
    public static bool IsThere { get; } = File.Exists("/usr/bin/kcat");

    /// <summary>Writes lines <c>key|value</c>, partitioned as Java's client and the worker do. No value is a tombstone.</summary>
    public static void Write(string servers, string topic, IEnumerable<string> lines, params string[] more) => Processes.Run(
        "kcat",
        ["-P", "-b", servers, "-t", topic, "-K", "|", "-Z", "-X", "topic.partitioner=murmur2_random", .. more],
        string.Concat(lines.Select(line => line + "\n")));

    /// <summary>All records, committed ones where nothing else is said, partition by partition in the order of their offsets.</summary>
    public static List<string> Read(
        string servers, string topic, string format = "%k|%s\n", string isolation = "read_committed")
    {
        string output = Processes.Run(
            "kcat", ["-C", "-e", "-q", "-b", servers, "-t", topic, "-f", format, "-X", $"isolation.level={isolation}"]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The names of all topics, as kcat prints them.</summary>
    public static string Topics(string servers) => Processes.Run("kcat", ["-L", "-b", servers]);
}
