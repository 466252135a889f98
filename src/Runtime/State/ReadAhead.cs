namespace QueryGen.State;

/// <summary>How far records are decoded ahead of their turn, so that what they look up is fetched from memory meanwhile.</summary>
public static class ReadAhead
{
    /// <summary>At most so many records; only where a store is large.</summary>
    public const int MostRecords = 64;

    /// <summary>From this size on a store is large: the processor's own cache of a core holds it no longer. Below, reading ahead
    /// costs more than it brings.</summary>
    internal const long LargeBytes = 2 << 20;

    internal const int CacheLineBytes = 64;
}
