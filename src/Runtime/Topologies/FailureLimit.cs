namespace QueryGen.Topologies;

/// <summary>Says when too many of a source's last records have failed. A record that can be used costs nothing here.</summary>
/// <param name="failures">So many failures are too many. At least 1.</param>
/// <param name="window">Among so many records.</param>
internal sealed class FailureLimit(int failures, int window)
{
    // The numbers of the last failures, in a ring: the oldest one is as many failures ago as the limit allows.
    private readonly long[] _failed = new long[failures];
    private int _next;
    private int _count;

    public int Failures => failures;

    public int Window => window;

    /// <summary>Takes in a failure; true where the limit is reached.</summary>
    /// <param name="number">The record's number among all of the source since the task started.</param>
    public bool IsReachedBy(long number)
    {
        _failed[_next] = number;
        _next = (_next + 1) % failures;
        _count = Math.Min(_count + 1, failures);
        return _count == failures && number - _failed[_next] < window;
    }
}
