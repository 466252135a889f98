using System.Globalization;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>Takes a log's folder back to its last whole commit.</summary>
/// <remarks>
/// Commits count up to the first one of which a part is missing. Those that were on disk must be whole; of the others, each record that a
/// commit names is read. What is behind the last one is cut off, on the disk too, before anything is written again: else it could come
/// back after the next power failure, in the place of what was written since.
/// </remarks>
internal sealed class LogRecovery(IDisk disk, string folder, EmbeddedLogOptions options, DamageReport damage)
{
    private readonly PartitionOpener _opener = new(disk, options.SegmentBytes, damage);

    public Dictionary<string, LogTopic> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>What the last commits say of each name.</summary>
    public Dictionary<string, byte[]> Positions { get; private set; } = [];

    /// <summary>Opens everything.</summary>
    /// <returns>The file of commits, cut behind the last whole one.</returns>
    /// <exception cref="LogDamagedException">
    /// Something that was on disk cannot be read, and that is not to be passed over.
    /// </exception>
    public CommitFile Run()
    {
        string topics = Path.Combine(folder, LogFolder.Topics);
        disk.CreateFolder(topics);

        // A process that was killed may have given names and told nobody.
        disk.SyncFolder(folder);
        disk.SyncFolder(topics);
        string[] names = [.. disk.Folders(topics).Where(name => name != LogFolder.UnfinishedTopic)];
        if (!CommitFile.IsIn(disk, folder))
        {
            CheckIsNew(names);
            return CommitFile.Create(disk, folder);
        }

        CommitFile commits = CommitFile.Open(disk, folder, damage, out CommitHistory history);
        try
        {
            Run(commits, history, names);
            return commits;
        }
        catch
        {
            commits.Dispose();
            Close();
            throw;
        }
    }

    /// <summary>Opens the partitions of one topic.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="durableOffset">Tells of each partition which records were on disk.</param>
    public LogTopic OpenTopic(string name, Func<int, long> durableOffset)
    {
        string path = Path.Combine(folder, LogFolder.Topics, name);
        PartitionLog[] partitions = new PartitionLog[disk.Folders(path).Count];
        for (int i = 0; i < partitions.Length; i++)
        {
            partitions[i] = _opener.Open(Path.Combine(path, i.ToString(CultureInfo.InvariantCulture)), durableOffset(i));
        }

        return new LogTopic(name, partitions);
    }

    private void Run(CommitFile commits, CommitHistory history, string[] names)
    {
        CommitEntry durable = history.Durable;
        foreach (string name in names)
        {
            Topics[name] = OpenTopic(name, partition => durable.Ends.GetValueOrDefault((name, partition)));
        }

        foreach (((string topic, int partition), long end) in durable.Ends)
        {
            if (end > 0 && !(Topics.TryGetValue(topic, out LogTopic? known) && partition < known.PartitionCount))
            {
                damage.Check(
                    Path.Combine(folder, LogFolder.Topics, topic, partition.ToString(CultureInfo.InvariantCulture)), 0, DamageReport.NoBatch(0));
            }
        }

        CommitEntry kept = new();
        kept.Add(durable);
        long keptBytes = history.DurableBytes;
        int lost = 0;
        foreach ((CommitEntry entry, long end) in history.Later)
        {
            if (lost == 0 && entry.Ends.All(Holds))
            {
                kept.Add(entry);
                keptBytes = end;
            }
            else
            {
                lost += entry.Ends.Count + entry.Positions.Count > 0 ? 1 : 0;
            }
        }

        CutBehind(commits, keptBytes, kept, durable, lost);
        Positions = kept.Positions;
    }

    private void CutBehind(CommitFile commits, long bytes, CommitEntry kept, CommitEntry durable, int lost)
    {
        if (lost > 0)
        {
            LogFileEvents.CommitsLost(damage.Logger, folder, lost);
        }

        commits.CutAt(bytes);
        commits.WriteAgain();
        CrashPoints.Reach(CrashPoints.CommitsCut);
        foreach (LogTopic topic in Topics.Values)
        {
            for (int i = 0; i < topic.PartitionCount; i++)
            {
                PartitionLog partition = topic.Partitions[i];
                long end = kept.Ends.GetValueOrDefault((topic.Name, i));
                long cutBytes = partition.CutAt(end);
                if (cutBytes > 0)
                {
                    LogFileEvents.TornTail(damage.Logger, partition.Folder, cutBytes, end - 1);
                }

                partition.WriteAgainFrom(durable.Ends.GetValueOrDefault((topic.Name, i)));
                CrashPoints.Reach(CrashPoints.PartitionCut);
            }
        }
    }

    private bool Holds(KeyValuePair<(string Topic, int Partition), long> end) =>
        Topics.TryGetValue(end.Key.Topic, out LogTopic? topic)
        && end.Key.Partition < topic.PartitionCount
        && topic.Partitions[end.Key.Partition].NextOffset >= end.Value;

    /// <summary>Without a file of commits nothing is committed, and all records would go: that must not be a slip.</summary>
    private void CheckIsNew(string[] topics)
    {
        foreach (string topic in topics)
        {
            string path = Path.Combine(folder, LogFolder.Topics, topic);
            if (disk.Folders(path).Any(partition => disk.Files(Path.Combine(path, partition)).Count > 0))
            {
                throw new LogDamagedException(
                    Path.Combine(folder, "commits-*.log"), 0, "there is no such file, so nobody knows what was committed", folder);
            }
        }
    }

    private void Close()
    {
        foreach (LogTopic topic in Topics.Values)
        {
            topic.Dispose();
        }
    }
}
