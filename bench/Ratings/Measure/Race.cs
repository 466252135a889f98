using System.Diagnostics;
using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>Runs the contenders of one workload against each other: first their outputs are compared, then they are timed, taking turns.</summary>
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

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    private readonly Workload _workload;
    private readonly RecordSet _ratings;
    private readonly Contender _generated;
    private readonly Contender _handWritten;
    private readonly Contender _idiomatic;
    private readonly long _lapMs;
    private int _next;

    public Race(Workload workload, RecordSet ratings, RecordSet? customers)
    {
        _workload = workload;
        _ratings = ratings;
        _generated = workload.Generated();
        _handWritten = workload.HandWritten();
        _idiomatic = workload.Idiomatic();

        // Whole minutes, so that each lap's windows begin where the first one's did.
        const int MinuteMs = 60_000;
        _lapMs = ((ratings.Batch(ratings.Count - 1, 1)[0].TimestampMs - ratings.Batch(0, 1)[0].TimestampMs) / MinuteMs + 1) * MinuteMs;
        if (customers is not null)
        {
            Load(customers);
        }
    }

    private Contender[] All => [_generated, _handWritten, _idiomatic];

    /// <summary>Runs all records through generated and hand-written code and compares what they write, batch by batch; the first turn's idiomatic
    /// code too.</summary>
    /// <exception cref="DifferentOutputException">They differ.</exception>
    public void Compare()
    {
        for (int start = 0; start < _ratings.Count; start += BatchSize)
        {
            int count = Math.Min(BatchSize, _ratings.Count - start);
            bool hasIdiomatic = start < IdiomaticTurnSize;
            Contender[] compared = hasIdiomatic ? All : [_generated, _handWritten];
            foreach (Contender contender in compared)
            {
                contender.Process(_ratings.Batch(start, count));
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
            _ = Round(out _);
        }

        // What tiered compilation has in its queue is taken up when nothing new was compiled for a tenth of a second.
        Thread.Sleep(200);
        _ = Round(out _);

        List<Turns> rounds = [];
        long allocated = 0;
        int collections = 0;
        watch.Restart();
        while (rounds.Count < FewestRounds || (rounds.Count < MostRounds && watch.Elapsed < Length))
        {
            rounds.Add(Round(out (long Bytes, int Collections) garbage));
            allocated += garbage.Bytes;
            collections += garbage.Collections;
        }

        return new Measurement(
            _workload,
            Median(rounds.Select(round => round.GeneratedNs)),
            Median(rounds.Select(round => round.HandWrittenNs)),
            Median(rounds.Select(round => round.IdiomaticNs)),
            Median(rounds.Select(round => round.HandWrittenNs / round.GeneratedNs)),
            Median(rounds.Select(round => round.IdiomaticNs / round.GeneratedNs)),
            (double)allocated / ((long)rounds.Count * TurnSize),
            collections,
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
    private Turns Round(out (long Bytes, int Collections) garbage)
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
        garbage = (GC.GetAllocatedBytesForCurrentThread() - bytes, GC.CollectionCount(0) - collections);
        handWritten = isEven ? handWritten : Turn(_handWritten, TurnSize);
        double idiomatic = Turn(_idiomatic, IdiomaticTurnSize);
        _next += TurnSize;
        return new Turns(generated, handWritten, idiomatic);
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

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Turns(double GeneratedNs, double HandWrittenNs, double IdiomaticNs);
}
