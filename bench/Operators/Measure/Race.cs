using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.Measure;

/// <summary>Contenders write different records for the same input: their times would say nothing.</summary>
internal sealed class DifferentOutputException(string message) : Exception(message);

/// <summary>Runs the contenders of one workload: first their outputs are compared, then they are timed, taking turns.</summary>
internal sealed class Race : IDisposable
{
    /// <summary>Of one source; the next batch is the next source's.</summary>
    private const int BatchSize = 256;

    /// <summary>Records between two commits, and in one turn.</summary>
    private const int TurnSize = 100_096;

    private const int WarmUpRounds = 12;
    private const int Rounds = 21;
    private const int MinuteMs = 60_000;

    private readonly Workload _workload;
    private readonly Contender _generated;
    private readonly Contender _handWritten;
    private readonly RecordSet[] _streams;
    private readonly long _lapMs;
    private int _next;

    public Race(Workload workload)
    {
        _workload = workload;
        _generated = workload.Generated();
        _handWritten = workload.HandWritten();
        _streams = workload.Streams();
        RecordSet first = _streams[0];

        // So much that nothing of one lap meets anything of the next one.
        long lastsMs = first.Batch(first.Count - 1, 1)[0].TimestampMs - first.Batch(0, 1)[0].TimestampMs;
        _lapMs = ((lastsMs / MinuteMs) + 2) * MinuteMs;
        using RecordSet? table = workload.Load?.Invoke();
        for (int start = 0; start < (table?.Count ?? 0); start += BatchSize)
        {
            RecordBatch rows = table!.Batch(start, Math.Min(BatchSize, table.Count - start));
            _generated.Process(_streams.Length, rows);
            _handWritten.Process(_streams.Length, rows);
        }

        Commit();
    }

    /// <summary>Runs all records through both and compares what they write, batch by batch.</summary>
    /// <exception cref="DifferentOutputException">They differ.</exception>
    public void Compare()
    {
        for (; _next + BatchSize <= _streams[0].Count; _next += BatchSize)
        {
            for (int source = 0; source < _streams.Length; source++)
            {
                _generated.Process(source, _streams[source].Batch(_next, BatchSize));
                _handWritten.Process(source, _streams[source].Batch(_next, BatchSize));
                CompareWritten();
                _generated.Clear();
                _handWritten.Clear();
            }
        }

        Expect("records that failed", 0, _generated.Failed);
        Expect("records that failed", 0, _handWritten.Failed);
        Commit();
    }

    /// <summary>Times them.</summary>
    public Measurement Run()
    {
        for (int i = 0; i < WarmUpRounds; i++)
        {
            _ = Round(isEven: i % 2 == 0);
        }

        // What ran often is compiled anew in the background: until that is done, rounds would not be alike.
        Thread.Sleep(200);
        List<(double Generated, double HandWritten, long Bytes)> rounds = [];
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add(Round(isEven: i % 2 == 0));
        }

        return new Measurement(
            Medians.Of(rounds.Select(round => round.Generated)),
            Medians.Of(rounds.Select(round => round.HandWritten)),
            Medians.Of(rounds.Select(round => round.HandWritten / round.Generated)),
            (double)rounds.Sum(round => round.Bytes) / ((long)Rounds * TurnSize));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generated.Dispose();
        _handWritten.Dispose();
        foreach (RecordSet stream in _streams)
        {
            stream.Dispose();
        }
    }

    private (double Generated, double HandWritten, long Bytes) Round(bool isEven)
    {
        int each = TurnSize / _streams.Length;
        if (_next + each > _streams[0].Count)
        {
            _next = 0;
            foreach (RecordSet stream in _streams)
            {
                stream.MoveOn(_lapMs);
            }
        }

        double handWritten = isEven ? Turn(_handWritten, each) : 0;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double generated = Turn(_generated, each);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        handWritten = isEven ? handWritten : Turn(_handWritten, each);
        _next += each;
        return (generated, handWritten, bytes);
    }

    // Nanoseconds a record, with the commit at the end.
    private double Turn(Contender contender, int each)
    {
        long start = ThreadClock.NowNs();
        for (int done = 0; done < each; done += BatchSize)
        {
            for (int source = 0; source < _streams.Length; source++)
            {
                contender.Process(source, _streams[source].Batch(_next + done, Math.Min(BatchSize, each - done)));
                contender.Clear();
            }
        }

        contender.Commit();
        return (ThreadClock.NowNs() - start) / (double)(each * _streams.Length);
    }

    private void Commit()
    {
        _generated.Commit();
        _handWritten.Commit();
        _generated.Clear();
        _handWritten.Clear();
    }

    private void CompareWritten()
    {
        Expect("records", _generated.Count, _handWritten.Count);
        for (int i = 0; i < _generated.Count; i++)
        {
            RecordRef first = _generated.Written(i);
            RecordRef second = _handWritten.Written(i);
            if (first.TimestampMs != second.TimestampMs || first.HasValue != second.HasValue
                || !first.Key.SequenceEqual(second.Key) || !first.Value.SequenceEqual(second.Value))
            {
                throw new DifferentOutputException($"{_workload.Name}: record {i} differs\n  {Describe(first)}\n  {Describe(second)}");
            }
        }
    }

    private static string Describe(in RecordRef record) =>
        $"key {Convert.ToHexString(record.Key)}, timestamp {record.TimestampMs}, value {System.Text.Encoding.UTF8.GetString(record.Value)}";

    private void Expect(string what, long expected, long actual)
    {
        if (expected != actual)
        {
            throw new DifferentOutputException($"{_workload.Name}: {expected} {what} and {actual} {what}");
        }
    }
}
