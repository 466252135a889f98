using System.Diagnostics.CodeAnalysis;
using QueryGen.Serdes;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Log;

/// <summary>Gives a task the records of its partition of the embedded log.</summary>
internal sealed class EmbeddedRecordSource : IRecordSource
{
    private readonly EmbeddedLog _log;
    private readonly LogReader[] _readers;
    private readonly LogTopic[] _sources;
    private readonly string[] _positions;
    private readonly LogTopic[] _changelogs;
    private readonly string[] _starts;
    private readonly int _partition;

    public EmbeddedRecordSource(EmbeddedLog log, TopicNames names, SubTopology subTopology, int partition)
    {
        _log = log;
        _partition = partition;
        _sources = [.. subTopology.Sources.Select(source => Topic(log, names.Of(source)))];
        _positions = [.. subTopology.Sources.Select(source => names.Position(source, partition))];
        _starts = [.. subTopology.Stores.Select(store => names.ChangelogStart(store, partition))];
        _readers = [.. subTopology.Sources.Select(source => Reader(log, names, source, partition))];
        _changelogs = [.. subTopology.Stores.Select(store => Topic(log, names.Of(store)))];
    }

    public bool TryRead(int source, out RecordBatch batch) => _readers[source].TryRead(out batch);

    public long Lag(int source) => _readers[source].Lag;

    public (long First, long End) Changelog(int store)
    {
        long first = Math.Max(_changelogs[store].FirstOffset(_partition), _log.PositionNumber(_starts[store]) ?? 0);
        return (first, _changelogs[store].CommittedOffset(_partition));
    }

    public bool TryReplay([NotNullWhen(true)] out IRecordSource? past, [NotNullWhen(false)] out string? reason)
    {
        past = null;
        foreach (LogTopic source in _sources)
        {
            if (source.FirstOffset(_partition) > 0)
            {
                reason = $"topic '{source.Name}', partition {_partition}, begins with record {source.FirstOffset(_partition)}, and those "
                    + "before it are gone";
                return false;
            }
        }

        reason = null;
        past = new ReplayedSource(_sources, [.. _positions.Select(name => _log.PositionNumber(name) ?? 0)], _partition);
        return true;
    }

    public void Restore(int store, long fromOffset, RestoreBatch restore)
    {
        using LogReader reader = new(_changelogs[store], _partition, fromOffset);
        if (PlantedBugs.Has(PlantedBug.RestoreBackwards))
        {
            RestoreBackwards(reader, fromOffset, restore);
            return;
        }

        while (reader.TryRead(out RecordBatch batch))
        {
            restore(PlantedBugs.Active == PlantedBug.None ? batch : Planted(batch));
        }
    }

    public void Dispose()
    {
        foreach (LogReader reader in _readers)
        {
            reader.Dispose();
        }
    }

    private static void RestoreBackwards(LogReader reader, long first, RestoreBatch restore)
    {
        for (long offset = first + reader.Lag - 1; offset >= first; offset--)
        {
            reader.Seek(offset);
            if (reader.TryRead(out RecordBatch batch))
            {
                RecordRef record = batch[0];
                restore(new RecordBatch(new ReadOnlySpan<RecordRef>(in record), batch.Partition));
            }
        }
    }

    /// <summary>The batch as a test's planted mistake takes it.</summary>
    private static RecordBatch Planted(RecordBatch batch)
    {
        List<RecordRef> records = [];
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].HasValue || !PlantedBugs.Has(PlantedBug.TombstoneLostInRestore))
            {
                records.Add(batch[i]);
            }
        }

        if (PlantedBugs.Has(PlantedBug.RestoreEndsEarly))
        {
            records.RemoveAt(records.Count - 1);
        }

        return new RecordBatch(records.ToArray(), batch.Partition);
    }

    internal static LogTopic Topic(EmbeddedLog log, string name) => log.TryGetTopic(name, out LogTopic? topic)
        ? topic
        : throw new InvalidOperationException($"The embedded log has no topic '{name}'.");

    private static LogReader Reader(EmbeddedLog log, TopicNames names, SourceNode source, int partition)
    {
        LogTopic topic = Topic(log, names.Of(source));
        long? position = source.IsInternal && PlantedBugs.Has(PlantedBug.RepartitionReadAgain)
            ? null
            : log.PositionNumber(names.Position(source, partition));
        return new LogReader(topic, partition, position ?? topic.FirstOffset(partition));
    }
}
