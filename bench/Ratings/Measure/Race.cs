using System.Diagnostics;
using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>Runs the contenders of one workload: first their outputs are compared, then they are timed, taking turns.</summary>
internal sealed class Race : IDisposable
{
    /// <summary>As a stream thread takes them.</summary>
    private const int BatchSize = 1024;

    /// <summary>Records between two commits, and in one turn.</summary>
    private const int TurnSize = 100_000;

    /// <summary>Idiomatic code takes a tenth of a turn: it is as much slower.</summary>
    private const int IdiomaticTurnSize = TurnSize / 10;

    private const int FewestRounds = 5;
    private const int MostRounds = 30;
    private const int MinuteMs = 60_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    private readonly Workload _workload;
    private readonly RecordSet _ratings;
    private readonly Contender _generated;
    private readonly Contender _handWritten;
    private readonly Contender _idiomatic;
    private readonly Contender? _shortcut;
    private readonly long _lapMs;
    private int _next;

    /// <summary>The contenders of a workload, with their tables loaded.</summary>
    public Race(Workload workload, RecordSet ratings, RecordSet? customers)
    {
        _workload = workload;
        _ratings = ratings;
        _generated = workload.Generated();
        _handWritten = workload.HandWritten();
        _idiomatic = workload.Idiomatic();
        _shortcut = workload.Shortcut?.Invoke();

        // Whole minutes, so that each lap's windows begin where the first one's did.
        long lastsMs = ratings.Batch(ratings.Count - 1, 1)[0].TimestampMs - ratings.Batch(0, 1)[0].TimestampMs;
        _lapMs = ((lastsMs / MinuteMs) + 1) * MinuteMs;
        if (customers is not null)
        {
            Load(customers);
        }
    }

    private Contender[] Exact => _shortcut is null ? [_generated, _handWritten] : [_generated, _handWritten, _shortcut];

    private Contender[] All => [.. Exact, _idiomatic];

    /// <summary>
    /// Runs all records through generated and hand-written code and compares what they write, batch by batch.
    /// </summary>
    /// <param name="withIdiomatic">Idiomatic code too, as far as its first turn goes.</param>
    /// <exception cref="DifferentOutputException">They differ.</exception>
    public void Compare(bool withIdiomatic)
    {
        for (int start = 0; start < _ratings.Count; start += BatchSize)
        {
            Contender[] compared = withIdiomatic && start < IdiomaticTurnSize ? All : Exact;
            foreach (Contender contender in compared)
            {
                contender.Process(_ratings.Batch(start, Math.Min(BatchSize, _ratings.Count - start)));
            }

            foreach (Contender other in compared.Skip(1))
            {
                Comparison.Check(_workload.Name, _generated, other);
            }

            foreach (Contender contender in compared)
            {
                contender.Clear();
            }
        }

        foreach (Contender contender in All)
        {
            contender.Commit();
        }

        _ratings.MoveOn(_lapMs);
    }

    /// <summary>Times them.</summary>
    public Measurement Run()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < WarmUp)
        {
            _ = Round();
        }

        // What tiered compilation has in its queue is taken up when nothing new was compiled for a tenth of a second.
        Thread.Sleep(200);
        _ = Round();

        List<Turns> rounds = [];
        watch.Restart();
        while (rounds.Count < FewestRounds || (rounds.Count < MostRounds && watch.Elapsed < Length))
        {
            rounds.Add(Round());
        }

        return new Measurement(
            _workload,
            Judge(rounds, round => round.GeneratedNs),
            Judge(rounds, round => round.HandWrittenNs),
            Judge(rounds, round => round.IdiomaticNs),
            _shortcut is null ? null : Judge(rounds, round => round.ShortcutNs),
            (double)rounds.Sum(round => round.AllocatedBytes) / ((long)rounds.Count * TurnSize),
            rounds.Sum(round => round.Collections),
            rounds.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Contender contender in All)
        {
            contender.Dispose();
        }
    }

    private void Load(RecordSet customers)
    {
        foreach (Contender contender in All)
        {
            for (int start = 0; start < customers.Count; start += BatchSize)
            {
                contender.Load(customers.Batch(start, Math.Min(BatchSize, customers.Count - start)));
            }

            contender.Commit();
        }
    }

    // The two that are compared most closely run next to each other, in alternating order.
    private Turns Round()
    {
        if (_next + TurnSize > _ratings.Count)
        {
            _next = 0;
            _ratings.MoveOn(_lapMs);
        }

        bool isEven = _next / TurnSize % 2 == 0;
        double handWritten = isEven ? Turn(_handWritten, TurnSize) : 0;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(0);
        double generated = Turn(_generated, TurnSize);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        collections = GC.CollectionCount(0) - collections;
        handWritten = isEven ? handWritten : Turn(_handWritten, TurnSize);
        double shortcut = _shortcut is null ? 0 : Turn(_shortcut, TurnSize);
        double idiomatic = Turn(_idiomatic, IdiomaticTurnSize);
        _next += TurnSize;
        return new Turns(generated, handWritten, shortcut, idiomatic, bytes, collections);
    }

    // Nanoseconds a record, with the commit at the end.
    private double Turn(Contender contender, int records)
    {
        long start = ThreadClock.NowNs();
        for (int done = 0; done < records; done += BatchSize)
        {
            contender.Process(_ratings.Batch(_next + done, Math.Min(BatchSize, records - done)));
            contender.Clear();
        }

        contender.Commit();
        return (ThreadClock.NowNs() - start) / (double)records;
    }

    private static Score Judge(List<Turns> rounds, Func<Turns, double> ns) =>
        new(Medians.Of(rounds.Select(ns)), Medians.Of(rounds.Select(round => ns(round) / round.GeneratedNs)));

    private readonly record struct Turns(
        double GeneratedNs, double HandWrittenNs, double ShortcutNs, double IdiomaticNs, long AllocatedBytes, int Collections);
}
