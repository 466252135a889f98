using System.Globalization;

namespace QueryGen.Connectors;

/// <summary>
/// Makes records at a rate. Of one seed always the same ones, also over a restart; only the clock's columns differ.
/// </summary>
internal sealed class DatagenConnector : SourceConnector
{
    /// <summary>A pause longer than this is not caught up with.</summary>
    private static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private const int MostAtOnce = 50_000;

    private readonly DatagenField[] _fields;
    private readonly ulong _seed;
    private readonly long _iterations;
    private readonly double _intervalMs;
    private readonly bool _isRandomInterval;
    private readonly object?[] _row;
    private long _number;
    private DateTimeOffset? _start;
    private double _dueMs;

    public DatagenConnector(ConnectorTarget target, ConnectorSettings settings, string? position)
    {
        _fields = DatagenFields.Of(target, settings);
        _row = new object?[_fields.Length];
        _seed = (ulong)(settings.Number("seed") ?? 1);
        _iterations = settings.Number("iterations", least: -1) ?? -1;
        double? rate = settings.Fraction("rate");
        if (rate is <= 0)
        {
            throw settings.Wrong("rate", "it must be more than 0 records a second.");
        }

        double? interval = settings.Number("interval.ms", least: 0);
        double most = settings.Number("max.interval", least: 0) ?? 500;
        _isRandomInterval = rate is null && interval is null;
        _intervalMs = rate is { } perSecond ? 1000 / perSecond : interval ?? most;
        _number = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
    }

    public override string Position => _number.ToString(CultureInfo.InvariantCulture);

    public override ValueTask<TimeSpan?> PollAsync(ConnectorOutput output, CancellationToken cancellationToken)
    {
        // Counted from the first poll: a double of milliseconds since year 1 is too coarse for short intervals.
        DateTimeOffset now = output.Clock.GetUtcNow();
        _start ??= now;
        double nowMs = (now - _start.Value).TotalMilliseconds;
        if (_dueMs < nowMs - LongestBurst.TotalMilliseconds)
        {
            _dueMs = nowMs;
        }

        long timestampMs = output.NowMs;
        for (int made = 0; _dueMs <= nowMs && made < MostAtOnce && !output.IsFull && !IsOver; made++)
        {
            Make(output, timestampMs);
            _dueMs += _isRandomInterval ? _intervalMs * DatagenField.Unit(Mix(_seed ^ (ulong)~_number)) : _intervalMs;
        }

        // Small batches cost a commit each, so a fast generator sleeps a little longer than its interval.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Clamp(_dueMs - nowMs, 0, 1000));
        return ValueTask.FromResult<TimeSpan?>(IsOver ? null : wait < ShortestWait ? ShortestWait : wait);
    }

    private bool IsOver => _iterations >= 0 && _number >= _iterations;

    private void Make(ConnectorOutput output, long timestampMs)
    {
        ulong random = Mix(_seed + (ulong)_number);
        for (int i = 0; i < _fields.Length; i++)
        {
            random = Mix(random + (ulong)i);
            _row[i] = _fields[i].Value(_number, random, timestampMs);
        }

        output.Add(_row, timestampMs);
        _number++;
    }

    /// <summary>Scatters the bits: the finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
