using QueryGen.Operators;
using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>What a task does with what goes wrong: tells those who listen, follows the source's policy, and keeps the limit.</summary>
internal sealed class TaskErrors : IDisposable
{
    private const string Clause = "FROM";

    private readonly SubTopology _subTopology;
    private readonly int _partition;
    private readonly OutputBuffer[] _outputs;
    private readonly TaskEvents _events;
    private readonly TimeProvider _clock;
    private readonly DeadLetterHeaders _headers = new();
    private readonly ProcessingLogWriter? _log;
    private readonly FailureLimit?[] _limits;
    private readonly long[] _taken;
    private ReadOnlyMemory<RecordRef> _batch;
    private int _source;

    public TaskErrors(
        SubTopology subTopology, int partition, OutputBuffer[] outputs, TaskEvents events, TimeProvider clock, ErrorHandling handling)
    {
        _subTopology = subTopology;
        _partition = partition;
        _outputs = outputs;
        _events = events;
        _clock = clock;
        _log = subTopology.ProcessingLogSink is { } sink ? new ProcessingLogWriter(outputs[sink], handling.IncludeRows, clock) : null;
        _limits = [.. subTopology.Sources.Select(_ =>
            handling.FailureCount is { } count ? new FailureLimit(count, handling.FailureWindow) : null)];
        _taken = new long[subTopology.Sources.Length];
    }

    /// <summary>Records that are processed next; they are where they are until the next call.</summary>
    public void Begin(int source, ReadOnlyMemory<RecordRef> batch)
    {
        _taken[_source] += _batch.Length;
        _source = source;
        _batch = batch;
    }

    /// <summary>A record that cannot be read.</summary>
    public void Failed(int source, in RecordRef record, SerdeError error)
    {
        SourceNode node = _subTopology.Sources[source];
        bool isKey = error.Column == "key" || (!node.KeyColumns.IsDefault && node.KeyColumns.Contains(error.Column));
        string stage = isKey ? DeadLetterHeaders.KeyStage : DeadLetterHeaders.ValueStage;
        Refuse(source, in record, ProcessingErrorKind.Deserialization, stage, error.ToString());
    }

    /// <summary>A record that can be read and not used.</summary>
    public void Dropped(int source, in RecordRef record, string reason) =>
        Refuse(source, in record, ProcessingErrorKind.Unusable, DeadLetterHeaders.UseStage, reason);

    /// <summary>An expression that failed on a row.</summary>
    public void RowError(in RecordContext context, in QueryStep step, Exception cause) => Report(
        ProcessingErrorKind.Row, ProcessingOutcome.Null, in context, in step, $"{cause.GetType().Name} in {step.Clause}", cause);

    /// <summary>An expression that could not be computed on a row, and threw nothing.</summary>
    public void RowFailed(in RecordContext context, in QueryStep step) => Report(
        ProcessingErrorKind.Row, ProcessingOutcome.Null, in context, in step, $"there is no value for {step.Clause}", cause: null);

    /// <summary>A row that goes no further.</summary>
    public void DropRow(in RecordContext context, in QueryStep step, string reason) =>
        Report(ProcessingErrorKind.Unusable, ProcessingOutcome.Dropped, in context, in step, reason, cause: null);

    /// <summary>A row whose window is closed.</summary>
    public void Late(in RecordContext context, in QueryStep step) =>
        Report(ProcessingErrorKind.Late, ProcessingOutcome.Dropped, in context, in step, "its window is closed", cause: null);

    public void Dispose() => _log?.Dispose();

    private void Refuse(int source, in RecordRef record, ProcessingErrorKind kind, string stage, string reason)
    {
        SourceNode node = _subTopology.Sources[source];
        ProcessingOutcome outcome = node switch
        {
            { OnError: ErrorPolicy.Fail } => ProcessingOutcome.TaskStopped,
            { OnError: ErrorPolicy.DeadLetter, DeadLetterSink: not null } => ProcessingOutcome.DeadLettered,
            _ => ProcessingOutcome.Dropped,
        };
        Report(new ProcessingError(
            kind,
            outcome,
            new QueryStep(node.Source, QueryStep.Reading, $"{Clause} {node.Source}"),
            reason,
            Cause: null,
            node.Topic,
            _partition,
            record.Offset,
            record));
        switch (outcome)
        {
            case ProcessingOutcome.TaskStopped:
                throw new RecordException(node.Topic, _partition, record.Offset, reason);
            case ProcessingOutcome.DeadLettered:
                Bury(_outputs[node.DeadLetterSink!.Value], node, in record, stage, reason);
                break;
        }

        if (_limits[source] is { } limit && limit.IsReachedBy(NumberOf(source, record.Offset)))
        {
            throw new FailureLimitException(
                node.Source, node.Topic, _partition, record.Offset, reason, limit.Failures, limit.Window);
        }
    }

    private void Bury(OutputBuffer output, SourceNode node, in RecordRef record, string stage, string reason)
    {
        // No log takes a negative timestamp, so such a record gets the time at which it was found.
        long timestampMs = record.TimestampMs >= 0 ? record.TimestampMs : _clock.GetUtcNow().ToUnixTimeMilliseconds();
        output.Begin(timestampMs, _headers.Behind(record.Headers, node.Topic, _partition, record.Offset, stage, reason));
        if (record.HasKey)
        {
            BufferCursor cursor = output.Write();
            cursor.Raw(record.Key);
            output.EndKey(cursor);
        }

        if (record.HasValue)
        {
            BufferCursor cursor = output.Write();
            cursor.Raw(record.Value);
            output.EndValue(cursor);
        }

        output.End();
    }

    private void Report(
        ProcessingErrorKind kind, ProcessingOutcome outcome, in RecordContext context, in QueryStep step, string error, Exception? cause) =>
        Report(new ProcessingError(
            kind,
            outcome,
            step,
            error,
            cause,
            _subTopology.Sources[_source].Topic,
            context.Partition,
            context.Offset,
            Find(context.Offset)));

    private void Report(in ProcessingError error)
    {
        _events.Report(in error);
        _log?.Write(in error);
    }

    private long NumberOf(int source, long offset) => _taken[source] + (source == _source ? Math.Max(0, IndexOf(offset)) : 0);

    private RecordRef? Find(long offset) => IndexOf(offset) is >= 0 and var index ? _batch.Span[index] : null;

    // The offsets of a batch rise.
    private int IndexOf(long offset)
    {
        ReadOnlySpan<RecordRef> batch = _batch.Span;
        int low = 0;
        for (int high = batch.Length; low < high;)
        {
            int middle = (low + high) / 2;
            if (batch[middle].Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < batch.Length && batch[low].Offset == offset ? low : -1;
    }
}
