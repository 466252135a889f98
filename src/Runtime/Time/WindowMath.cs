namespace QueryGen.Time;

/// <summary>Where windows begin.</summary>
public static class WindowMath
{
    /// <summary>Start of the tumbling window that holds a timestamp; multiples of the size, from 1970-01-01 UTC.</summary>
    /// <param name="timestampMs">Not negative.</param>
    /// <param name="sizeMs">Positive.</param>
    public static long TumblingStart(long timestampMs, long sizeMs) => timestampMs - (timestampMs % sizeMs);

    /// <summary>Start of the first window that holds a timestamp, where windows of a size begin at multiples of an advance.</summary>
    /// <param name="timestampMs">Not negative.</param>
    /// <param name="sizeMs">Positive.</param>
    /// <param name="advanceMs">Positive, and no more than the size.</param>
    public static long FirstStart(long timestampMs, long sizeMs, long advanceMs)
    {
        long startMs = Math.Max(timestampMs - sizeMs + advanceMs, 0);
        return startMs - (startMs % advanceMs);
    }
}
