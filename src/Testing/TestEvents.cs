using QueryGen.Serdes;
using QueryGen.Topologies;

namespace QueryGen.Testing;

/// <summary>What went wrong while a driver ran, in order.</summary>
internal sealed class TestEvents : TaskEvents
{
    public List<string> Lines { get; } = [];

    public int Failed { get; private set; }

    public int Dropped { get; private set; }

    public int RowErrors { get; private set; }

    public int Late { get; private set; }

    public override void RecordFailed(SourceNode source, int partition, long offset, SerdeError error)
    {
        Failed++;
        Lines.Add($"failed: record {offset} of {source.Topic}, partition {partition}: {error}");
    }

    public override void RecordDropped(SourceNode source, int partition, long offset, string reason)
    {
        Dropped++;
        Lines.Add($"dropped: record {offset} of {source.Topic}, partition {partition}: {reason}");
    }

    public override void RowFailed(string step, int partition, long offset, Exception error)
    {
        RowErrors++;
        Lines.Add($"row error: {step}, record {offset}, partition {partition}: {error.Message}");
    }

    public override void RowLate(string step, int partition, long offset)
    {
        Late++;
        Lines.Add($"late: {step}, record {offset}, partition {partition}");
    }
}
