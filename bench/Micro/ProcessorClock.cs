using Perfolizer.Horology;

namespace QueryGen.Bench.Micro;

/// <summary>The processor time of the measuring thread, for BenchmarkDotNet.</summary>
internal sealed class ProcessorClock : IClock
{
    public string Title => "processor time of the thread";

    public bool IsAvailable => true;

    public Frequency Frequency => new(1_000_000_000);

    public long GetTimestamp() => ThreadClock.NowNs();
}
