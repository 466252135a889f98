using System.Diagnostics;

namespace QueryGen.Time;

/// <summary>Event time as one operator has seen it: the highest timestamp of any row that reached it.</summary>
/// <remarks>Per operator, as in Kafka Streams: a row that a filter dropped does not move the time of an aggregation behind it.</remarks>
public struct StreamTime()
{
    /// <summary>Milliseconds since 1970-01-01 UTC; <see cref="long.MinValue"/> before the first row.</summary>
    public long Ms { get; private set; } = long.MinValue;

    /// <summary>Takes in a row's timestamp. Never goes back.</summary>
    public void Observe(long timestampMs)
    {
        Debug.Assert(timestampMs >= 0, "A record with a negative timestamp is dropped where it is read.");
        Ms = Math.Max(Ms, timestampMs);
    }
}
