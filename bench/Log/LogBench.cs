using System.Diagnostics;
using System.Globalization;
using QueryGen.Bench.Ratings.Data;
using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Bench.Log;

/// <summary>From one topic of the embedded log to another, durably, against the same work in memory.</summary>
internal static class LogBench
{
    private const double MostBytesPerRecord = 0.005;
    private const int WarmUpRounds = 6;
    private const int Rounds = 9;

    public static int Run(string[] arguments)
    {
        int records = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 500_000;
        string folder = Directory.CreateTempSubdirectory("querygen-log-").FullName;
        try
        {
            using RecordSet ratings = new RatingRecords(seed: 42, RatingKey.None, customers: 1000).Make(records);
            using DurableLog durable = new(folder);
            using InMemoryLog inMemory = new();
            inMemory.Load(DurableLog.Batches(ratings));
            Print($"{records:N0} ratings a round, JSON of {(double)ratings.Bytes / records:F0} bytes:");
            Print($"read, decoded, two of five encoded, appended, committed, with a checksum of each batch read and written.");
            return Measure(ratings, durable, inMemory);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(RecordSet ratings, DurableLog durable, InMemoryLog inMemory)
    {
        for (int i = 0; i < WarmUpRounds; i++)
        {
            Round(ratings, durable, inMemory, isDurableFirst: i % 2 == 0);
            Compare(durable, inMemory);
            durable.TidyUp();
        }

        // What tiered compilation has in its queue is taken up when nothing new was compiled for a tenth of a second.
        Thread.Sleep(200);
        List<Turns> rounds = [];
        while (rounds.Count < Rounds)
        {
            rounds.Add(Round(ratings, durable, inMemory, isDurableFirst: rounds.Count % 2 == 0));
            Compare(durable, inMemory);
            durable.TidyUp();
        }

        return Report(rounds, ratings.Count);
    }

    private static Turns Round(RecordSet ratings, DurableLog durable, InMemoryLog inMemory, bool isDurableFirst)
    {
        durable.Insert(ratings);
        durable.TidyUp();
        long consumed = durable.Consumed;
        Turn first = isDurableFirst ? default : Time(inMemory.Run);
        long commits = durable.Commits;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Turn turn = Time(durable.Run);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        commits = durable.Commits - commits;
        first = isDurableFirst ? Time(inMemory.Run) : first;
        return durable.Consumed - consumed == ratings.Count
            ? new Turns(turn, first, bytes, commits)
            : throw new InvalidOperationException($"{durable.Consumed - consumed} records were read of {ratings.Count}.");
    }

    // What the last round wrote must be equal, byte by byte.
    private static void Compare(DurableLog durable, InMemoryLog inMemory)
    {
        using BatchReader expected = new(inMemory.Output);
        while (durable.TryReadResults(out RecordBatch actual))
        {
            for (int i = 0; i < actual.Count; i++)
            {
                if (!expected.TryRead(out RecordRef record) || record.TimestampMs != actual[i].TimestampMs
                    || record.HasKey != actual[i].HasKey || !record.Value.SequenceEqual(actual[i].Value))
                {
                    throw new InvalidOperationException($"Record {actual[i].Offset} of the results differs.");
                }
            }
        }

        if (expected.TryRead(out _))
        {
            throw new InvalidOperationException("There are too few results.");
        }
    }

    private static int Report(List<Turns> rounds, int records)
    {
        double cpu = Medians.Of(rounds.Select(round => records * 1e3 / round.Durable.CpuNs));
        double wall = Medians.Of(rounds.Select(round => records * 1e3 / round.Durable.WallNs));
        double inMemory = Medians.Of(rounds.Select(round => records * 1e3 / round.InMemory.CpuNs));
        double inMemoryWall = Medians.Of(rounds.Select(round => records * 1e3 / round.InMemory.WallNs));
        double ratio = Medians.Of(rounds.Select(round => round.InMemory.CpuNs / round.Durable.CpuNs));
        double wallRatio = Medians.Of(rounds.Select(round => round.InMemory.WallNs / round.Durable.WallNs));
        double bytes = (double)rounds.Sum(round => round.Bytes) / ((long)records * rounds.Count);
        Print($"Medians of {rounds.Count} rounds in which both take turns, {rounds[0].Commits} commits a round; equal results.");
        Print($"                           M records/s: processor time    clock on the wall");
        Print($"embedded log, flushed each second       {cpu,14:F2} {wall,20:F2}");
        Print($"by hand, in memory                      {inMemory,14:F2} {inMemoryWall,20:F2}");
        Print($"ratio                                   {ratio,14:F2} {wallRatio,20:F2}");
        Console.WriteLine();
        Print($"bench log: {cpu:F1} M records/s, ratio {ratio:F2}, bytes/record {bytes:F2}");
        if (bytes >= MostBytesPerRecord)
        {
            Console.Error.WriteLine("The task or the log allocated managed memory.");
            return 1;
        }

        return 0;
    }

    private static Turn Time(Action action)
    {
        long wall = Stopwatch.GetTimestamp();
        long cpu = ThreadClock.NowNs();
        action();
        return new Turn(ThreadClock.NowNs() - cpu, Stopwatch.GetElapsedTime(wall).TotalNanoseconds);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Turn(double CpuNs, double WallNs);

    private readonly record struct Turns(Turn Durable, Turn InMemory, long Bytes, long Commits);
}
