using System.Runtime.InteropServices;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>COUNT(*) by key in windows of a minute with ten seconds of grace: a dictionary a window.</summary>
internal sealed class MinuteCounts<TKey>
    where TKey : notnull
{
    private const long SizeMs = 60_000;
    private const long GraceMs = 10_000;

    private readonly Dictionary<long, Dictionary<TKey, (long Count, long LastMs)>> _windows = [];
    private long _streamTimeMs = long.MinValue;

    /// <summary>Counts one more; null where its window is closed.</summary>
    public (long StartMs, long Count, long LastMs)? Add(TKey key, long timestampMs)
    {
        _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
        long startMs = timestampMs - (timestampMs % SizeMs);
        if (startMs + SizeMs <= _streamTimeMs - GraceMs)
        {
            return null;
        }

        if (!_windows.TryGetValue(startMs, out Dictionary<TKey, (long Count, long LastMs)>? window))
        {
            foreach (long closed in _windows.Keys.Where(start => start + SizeMs <= _streamTimeMs - GraceMs).ToList())
            {
                _windows.Remove(closed);
            }

            _windows.Add(startMs, window = []);
        }

        ref (long Count, long LastMs) counted = ref CollectionsMarshal.GetValueRefOrAddDefault(window, key, out _);
        counted = (counted.Count + 1, Math.Max(counted.LastMs, timestampMs));
        return (startMs, counted.Count, counted.LastMs);
    }
}
