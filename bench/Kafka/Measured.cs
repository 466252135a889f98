using System.Diagnostics;
using System.Globalization;

namespace QueryGen.Bench.Kafka;

/// <summary>What one run of a contender took, from a tenth of its records to their end; the first ones warm it up.</summary>
/// <param name="Records">Input records in that time.</param>
/// <param name="WallSeconds">By the clock on the wall.</param>
/// <param name="CpuSeconds">Processor time of the whole process, with the client's threads.</param>
/// <param name="Bytes">Managed memory that was allocated; -1: not measured.</param>
internal sealed record Measured(long Records, double WallSeconds, double CpuSeconds, long Bytes)
{
    private const string Mark = "measured ";

    public double PerCpuSecond => Records / CpuSeconds;

    public double PerSecond => Records / WallSeconds;

    public double BytesPerRecord => (double)Bytes / Records;

    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Records} {WallSeconds} {CpuSeconds} {Bytes}");

    /// <summary>Finds the line in what a process has written.</summary>
    public static Measured? Parse(string output)
    {
        string? line = output.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        return line?.Split(' ') is [_, var records, var wall, var cpu, var bytes]
            ? new Measured(
                long.Parse(records, CultureInfo.InvariantCulture),
                double.Parse(wall, CultureInfo.InvariantCulture),
                double.Parse(cpu, CultureInfo.InvariantCulture),
                long.Parse(bytes, CultureInfo.InvariantCulture))
            : null;
    }
}

/// <summary>Measures this process while records pass.</summary>
internal sealed class Stopwatches(long records)
{
    private long _first = -1;
    private long _start;
    private TimeSpan _cpu;
    private long _bytes;

    /// <summary>So many input records have passed until now.</summary>
    public void Pass(long count)
    {
        if (_first < 0 && count >= records / 10)
        {
            _first = count;
            _bytes = GC.GetTotalAllocatedBytes();
            _cpu = Environment.CpuUsage.TotalTime;
            _start = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>All have passed, and what came of them is delivered.</summary>
    public Measured End() => new(
        records - _first,
        Stopwatch.GetElapsedTime(_start).TotalSeconds,
        (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds,
        GC.GetTotalAllocatedBytes() - _bytes);
}
