using System.Diagnostics;
using System.Globalization;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Storage;

namespace QueryGen.Bench.Log;

/// <summary>How fast a store comes back from its changelog, and from a checkpoint.</summary>
/// <remarks>Both lie on a real disk, with all checksums checked; as they were just written, in the system's memory too. The time is that
/// of the clock on the wall: it is what a restart waits for.</remarks>
internal static class RestoreBench
{
    private const string Layout = "BIGINT NOT NULL KEY, Count() BIGINT, Sum(BIGINT) BIGINT";
    private const int UpdatesOfKey = 5;
    private const int EntriesOfCommit = 100_000;

    public static int Run(string[] arguments)
    {
        int entries = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000_000;
        int keys = Math.Max(1, entries / UpdatesOfKey);
        string folder = Directory.CreateTempSubdirectory("querygen-restore-").FullName;
        try
        {
            using EmbeddedLog log = EmbeddedLog.Open(folder, new EmbeddedLogOptions
            {
                FlushInterval = Timeout.InfiniteTimeSpan,
                CleanInterval = Timeout.InfiniteTimeSpan,
            });
            LogTopic changelog = log.GetOrCreateTopic("changelog", 1);
            Write(log, changelog, keys);
            using AggregateStore<UserKey, UserState> restored = new("users", Layout);
            double fromChangelog = Time(() => FromChangelog(changelog, restored));
            string file = Path.Combine(folder, "users.checkpoint");
            double pause = Time(() => WriteCheckpoint(restored, file));
            using AggregateStore<UserKey, UserState> loaded = new("users", Layout);
            double fromCheckpoint = Time(() => FromCheckpoint(file, loaded));
            if (restored.Count != keys || loaded.Count != keys)
            {
                throw new InvalidOperationException($"{restored.Count} and {loaded.Count} keys came back of {keys}.");
            }

            Report(changelog.CommittedOffset(0), keys, new FileInfo(file).Length, fromChangelog, fromCheckpoint, pause);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(long entries, int keys, long bytes, double fromChangelog, double fromCheckpoint, double pause)
    {
        Print($"{entries:N0} changelog entries of {keys:N0} keys (BIGINT; COUNT and SUM): {fromChangelog:F2} s, by the clock on the wall");
        Print($"a checkpoint of them, {bytes / 1e6:F0} MB: {fromCheckpoint:F2} s to verify and load, {pause:F2} s to write, not flushed");
        double changelogRate = entries / fromChangelog / 1e6;
        double checkpointRate = keys / fromCheckpoint / 1e6;
        Print($"bench restore: changelog {changelogRate:F1} M entries/s, checkpoint {checkpointRate:F1} M entries/s");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Each key as often as any other, in another order each time.
    private static void Write(EmbeddedLog log, LogTopic changelog, int keys)
    {
        using AggregateStore<UserKey, UserState> store = new("users", Layout);
        using OutputBuffer changes = new();
        Random random = new(1);
        int[] order = [.. Enumerable.Range(0, keys)];
        for (int update = 0; update < UpdatesOfKey; update++)
        {
            random.Shuffle(order);
            for (int i = 0; i < keys; i++)
            {
                ref AggregateEntry<UserState> entry = ref store.GetOrAdd(new UserKey { User = order[i] });
                entry.TimestampMs = i;
                entry.State.Count++;
                entry.State.Stars = (entry.State.Stars ?? 0) + (i % 5);
                if (i == keys - 1 || i % EntriesOfCommit == EntriesOfCommit - 1)
                {
                    Commit(log, changelog, store, changes);
                }
            }
        }
    }

    private static void Commit(EmbeddedLog log, LogTopic changelog, StateStore store, OutputBuffer changes)
    {
        store.WriteChanges(changes);
        LogTransaction transaction = log.Begin();
        RecordBatchWriter writer = transaction.Writer(changelog, 0);
        for (int i = 0; i < changes.Count; i++)
        {
            writer.Append(changes[i]);
        }

        transaction.Commit();
        changes.Clear();
    }

    private static void FromChangelog(LogTopic changelog, StateStore store)
    {
        using LogReader reader = new(changelog, 0, changelog.FirstOffset(0));
        while (reader.TryRead(out RecordBatch batch))
        {
            Take(batch, store);
        }
    }

    private static void WriteCheckpoint(StateStore store, string path)
    {
        using CheckpointWriter writer = new();
        using IDiskFile file = LocalDisk.Instance.Open(path, FileMode.CreateNew);
        writer.Write(store, file, default);
    }

    private static void FromCheckpoint(string path, StateStore store)
    {
        using CheckpointReader reader = new(LocalDisk.Instance, path, 0);
        reader.Verify();
        reader.Read(batch => Take(batch, store));
    }

    private static void Take(RecordBatch batch, StateStore store)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            store.Restore(batch[i]);
        }
    }
}
