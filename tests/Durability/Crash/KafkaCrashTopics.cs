using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace QueryGen.Durability.Crash;

/// <summary>Topics of a broker as kcat, a client of somebody else's, reads them; none of them is compacted.</summary>
internal sealed class KafkaCrashTopics(string servers) : ICrashTopics
{
    private readonly Dictionary<(string, int), IReadOnlyList<(long, Fact)>> _read = [];

    public long Count(string topic, int partition) => Read(topic, partition).Count;

    public IReadOnlyList<(long Number, Fact Row)> Read(string topic, int partition)
    {
        if (!_read.TryGetValue((topic, partition), out IReadOnlyList<(long, Fact)>? rows))
        {
            rows = Fetch(topic, partition);
            _read.Add((topic, partition), rows);
        }

        return rows;
    }

    private List<(long, Fact)> Fetch(string topic, int partition)
    {
        // Sizes stand before what may hold any byte.
        ProcessStartInfo start = new("kcat",
        [
            "-C", "-e", "-q", "-b", servers, "-t", topic, "-p", partition.ToString(CultureInfo.InvariantCulture),
            "-f", "%K %S %T\n%k%s", "-X", "isolation.level=read_committed",
        ])
        {
            RedirectStandardOutput = true,
        };
        using Process kcat = Process.Start(start)!;
        using MemoryStream output = new();
        kcat.StandardOutput.BaseStream.CopyTo(output);
        kcat.WaitForExit();
        Expect.True(kcat.ExitCode == 0, $"kcat cannot read {topic}/{partition}.");
        List<(long, Fact)> rows = [];
        ReadOnlySpan<byte> left = output.GetBuffer().AsSpan(0, (int)output.Length);
        while (!left.IsEmpty)
        {
            int end = left.IndexOf((byte)'\n');
            string[] sizes = Encoding.ASCII.GetString(left[..end]).Split(' ');
            int key = Math.Max(0, Number(sizes[0]));
            int value = Math.Max(0, Number(sizes[1]));
            left = left[(end + 1)..];
            long timestampMs = long.Parse(sizes[2], CultureInfo.InvariantCulture);
            rows.Add((rows.Count, Fact.Of(left[..key], left.Slice(key, value), timestampMs, CrashVerifier.IsWindowed(topic))));
            left = left[(key + value)..];
        }

        return rows;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
