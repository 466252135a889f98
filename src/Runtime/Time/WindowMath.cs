namespace QueryGen.Time;

/// <summary>Where windows begin.</summary>
public static class WindowMath
{
    /// <summary>Start of the tumbling window that holds a timestamp; multiples of the size, from 1970-01-01 UTC.</summary>
    /// <param name="timestampMs">Not negative.</param>
    /// <param name="sizeMs">Positive.</param>
    public static long TumblingStart(long timestampMs, long sizeMs) => timestampMs - (timestampMs % sizeMs);
}
