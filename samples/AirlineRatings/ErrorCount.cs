using System.Diagnostics.Metrics;

namespace AirlineRatings;

/// <summary>
/// Counts what QueryGen's own meter calls failed: records that cannot be read and expressions that fail.
/// </summary>
internal sealed class ErrorCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public ErrorCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "QueryGen", Name: "querygen.records.failed" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
