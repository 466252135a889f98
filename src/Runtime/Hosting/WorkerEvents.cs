using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>Counts every record that could not be used, and logs at most one a second of each kind and place.</summary>
internal sealed class WorkerEvents(ILogger logger, QueryGenMeter meter, TimeProvider clock) : TaskEvents
{
    private readonly ConcurrentDictionary<(string Kind, string Place), Throttle> _throttles = [];
    private long _failed;

    /// <summary>Records and rows that failed since the start.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public override void RecordFailed(SourceNode source, int partition, long offset, SerdeError error)
    {
        Interlocked.Increment(ref _failed);
        meter.Failed.Add(1, new KeyValuePair<string, object?>(MetricNames.DestinationTag, source.Topic));
        if (MayLog("record", source.Source, out long count))
        {
            WorkerLog.RecordFailed(logger, source.Source, offset, partition, error.Column, error.Reason, count);
        }
    }

    public override void RecordDropped(SourceNode source, int partition, long offset, string reason)
    {
        meter.Dropped.Add(1, new KeyValuePair<string, object?>(MetricNames.DestinationTag, source.Topic));
        if (MayLog("dropped", source.Source, out long count))
        {
            WorkerLog.RecordDropped(logger, source.Source, offset, partition, reason, count);
        }
    }

    public override void RowFailed(string step, int partition, long offset, Exception error)
    {
        Interlocked.Increment(ref _failed);
        meter.Failed.Add(1, new KeyValuePair<string, object?>(MetricNames.OperatorTag, step));
        if (MayLog("row", step, out long count))
        {
            WorkerLog.RowFailed(logger, step, offset, partition, count, error);
        }
    }

    public override void RowLate(string step, int partition, long offset) =>
        meter.Late.Add(1, new KeyValuePair<string, object?>(MetricNames.OperatorTag, step));

    private bool MayLog(string kind, string place, out long count) =>
        _throttles.GetOrAdd((kind, place), _ => new Throttle()).MayLog(clock.GetTimestamp(), clock.TimestampFrequency, out count);

    private sealed class Throttle
    {
        private readonly Lock _gate = new();
        private long _last;
        private long _count;

        public bool MayLog(long now, long aSecond, out long count)
        {
            lock (_gate)
            {
                count = ++_count;
                if (_last != 0 && now - _last < aSecond)
                {
                    return false;
                }

                _last = now;
                _count = 0;
                return true;
            }
        }
    }
}
