using System.Collections.Concurrent;

namespace AirlineRatings;

/// <summary>What the sample has seen since it was started.</summary>
internal sealed class Statistics
{
    private const int MostCalls = 5;

    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentDictionary<string, long> _window = new(StringComparer.Ordinal);
    private long _windowStartMs;

    public Counter Ratings { get; } = new();

    public Counter PoorRatings { get; } = new();

    public Counter WithCustomers { get; } = new();

    public Counter UnhappyPlatinum { get; } = new();

    public Counter CallBack { get; } = new();

    public Counter ByClubStatus { get; } = new();

    /// <summary>The last customers to call back, the newest one last.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>Start of the newest window; the beginning of time before there is one.</summary>
    public DateTimeOffset WindowStart => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _windowStartMs));

    /// <summary>The newest window's counts by club status.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Window => [.. _window.OrderBy(count => count.Key, StringComparer.Ordinal)];

    public long Total => Ratings.Count + PoorRatings.Count + WithCustomers.Count + UnhappyPlatinum.Count + CallBack.Count
        + ByClubStatus.Count;

    public void AddCall(string line)
    {
        CallBack.Add();
        _calls.Enqueue(line);
        while (_calls.Count > MostCalls)
        {
            _calls.TryDequeue(out _);
        }
    }

    public void SetWindow(DateTimeOffset start, string status, long count)
    {
        ByClubStatus.Add();
        long startMs = start.ToUnixTimeMilliseconds();
        if (startMs > Interlocked.Read(ref _windowStartMs))
        {
            Interlocked.Exchange(ref _windowStartMs, startMs);
            _window.Clear();
        }

        if (startMs == Interlocked.Read(ref _windowStartMs))
        {
            _window[status] = count;
        }
    }
}

/// <summary>A count that one thread adds to and another one reads.</summary>
internal sealed class Counter
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
