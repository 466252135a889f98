using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace QueryGen.Metrics;

/// <summary>
/// The instruments of a worker: a <see cref="System.Diagnostics.Metrics.Meter"/> and an <see cref="ActivitySource"/>
/// named <c>QueryGen</c>.
/// </summary>
/// <remarks>Counts are added once a batch or a commit, never once a record.</remarks>
public sealed class QueryGenMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _isOwned;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">The host's factory, which then owns the meter; null: the meter is this object's
    /// own.</param>
    public QueryGenMeter(IMeterFactory? factory = null)
    {
        _isOwned = factory is null;
        _meter = factory is null ? new Meter(MetricNames.Meter) : factory.Create(MetricNames.Meter);
        Consumed = _meter.CreateCounter<long>(MetricNames.RecordsConsumed, "{record}", "Records that a task took from a source.");
        Produced = _meter.CreateCounter<long>(MetricNames.RecordsProduced, "{record}", "Records written, without changelogs.");
        Dropped = _meter.CreateCounter<long>(MetricNames.RecordsDropped, "{record}", "Records left out: unreadable or unusable ones.");
        DeadLettered = _meter.CreateCounter<long>(MetricNames.RecordsDeadLettered, "{record}", "Records that went to a dead-letter topic.");
        Late = _meter.CreateCounter<long>(MetricNames.RecordsLate, "{record}", "Records that came after their window was closed.");
        Failed = _meter.CreateCounter<long>(MetricNames.RecordsFailed, "{record}", "Records that cannot be read, and expressions failed.");
        ProcessDuration = _meter.CreateHistogram<double>(MetricNames.ProcessDuration, "s", "Time to process a batch.");
        CommitDuration = _meter.CreateHistogram<double>(MetricNames.CommitDuration, "s", "Time to commit.");
        Restored = _meter.CreateCounter<long>(MetricNames.RestoreRecords, "{record}", "Changelog records read to rebuild stores.");
    }

    /// <summary>Spans of the worker.</summary>
    public static ActivitySource Activities { get; } = new(MetricNames.Meter);

    /// <summary>Records that a task took from a source.</summary>
    public Counter<long> Consumed { get; }

    /// <summary>Records that a task wrote to topics, changelogs not counted.</summary>
    public Counter<long> Produced { get; }

    /// <summary>Records and rows that are left out: they cannot be read, or lack an event time, their table's key or a group.</summary>
    public Counter<long> Dropped { get; }

    /// <summary>Records that went to a dead-letter topic.</summary>
    public Counter<long> DeadLettered { get; }

    /// <summary>Records that came after their window was closed.</summary>
    public Counter<long> Late { get; }

    /// <summary>Records that cannot be read, whatever became of them, and expressions that failed on a row.</summary>
    public Counter<long> Failed { get; }

    /// <summary>Seconds to process one batch.</summary>
    public Histogram<double> ProcessDuration { get; }

    /// <summary>Seconds for one commit.</summary>
    public Histogram<double> CommitDuration { get; }

    /// <summary>Changelog records read to rebuild stores.</summary>
    public Counter<long> Restored { get; }

    /// <summary>Reports a gauge whenever somebody collects: lag, state size, what is left to restore.</summary>
    /// <param name="name">One of <see cref="MetricNames"/>.</param>
    /// <param name="unit">The unit, in UCUM.</param>
    /// <param name="observe">Gives the values with their tags; may be called from any thread.</param>
    public void Observe(string name, string unit, Func<IEnumerable<Measurement<long>>> observe) =>
        _meter.CreateObservableGauge(name, observe, unit);

    /// <summary>Ends the instruments where no factory owns them.</summary>
    public void Dispose()
    {
        if (_isOwned)
        {
            _meter.Dispose();
        }
    }
}
