using QueryGen.Topologies;

namespace QueryGen.Testing;

/// <summary>What went wrong while a driver ran, in order.</summary>
internal sealed class TestEvents : TaskEvents
{
    public List<string> Lines { get; } = [];

    public int Failed { get; private set; }

    public int Dropped { get; private set; }

    public int DeadLettered { get; private set; }

    public int RowErrors { get; private set; }

    public int Late { get; private set; }

    public override void Report(in ProcessingError error)
    {
        DeadLettered += error.Outcome == ProcessingOutcome.DeadLettered ? 1 : 0;
        switch (error.Kind)
        {
            case ProcessingErrorKind.Deserialization:
                Failed++;
                Lines.Add($"failed: record {error.Offset} of {error.Topic}, partition {error.Partition}: {error.Error}");
                break;
            case ProcessingErrorKind.Unusable:
                Dropped++;
                Lines.Add($"dropped: record {error.Offset} of {error.Topic}, partition {error.Partition}: {error.Error}");
                break;
            case ProcessingErrorKind.Row:
                RowErrors++;
                string reason = error.Cause?.Message ?? error.Error;
                Lines.Add($"row error: {error.Step}, record {error.Offset}, partition {error.Partition}: {reason}");
                break;
            case ProcessingErrorKind.Late:
                Late++;
                Lines.Add($"late: {error.Step}, record {error.Offset}, partition {error.Partition}");
                break;
        }
    }
}
