using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Storage;
using QueryGen.Topologies;

namespace QueryGen.Tasks;

/// <content>How the stores come back at a start: from checkpoints and changelogs, or from the sources.</content>
public sealed partial class StreamTask
{
    /// <summary>Brings the stores to where the last commit left them.</summary>
    /// <param name="progress">Told how many records each batch of a checkpoint or a changelog had; null: nobody is.</param>
    /// <returns>How many records were taken in.</returns>
    /// <exception cref="StateLayoutException">
    /// A changelog was written by a query that kept something else, and its store is not built anew.
    /// </exception>
    public long Restore(Action<int>? progress = null)
    {
        long restored;
        try
        {
            restored = RestoreStores(progress);
        }
        catch (StateLayoutException other) when (OnIncompatible == IncompatiblePolicy.Rebuild)
        {
            restored = Rebuild(other, progress);
        }

        Restoring.End();
        MeasureStores();
        return restored;
    }

    private long RestoreStores(Action<int>? progress)
    {
        long restored = 0;
        for (int index = 0; index < _subTopology.Stores.Length; index++)
        {
            if (_stores[index] is { } store)
            {
                restored += RestoreStore(index, store, progress);
                CrashPoints.Reach(TaskCrashPoints.Restored);
            }
        }

        return restored;
    }

    /// <summary>
    /// Fills all stores by processing once more what was processed: results were written then, and are not written again. The old
    /// changelogs count until the new entries are committed.
    /// </summary>
    private long Rebuild(StateLayoutException other, Action<int>? progress)
    {
        if (!_source.TryReplay(out IRecordSource? past, out string? reason))
        {
            throw new StateLayoutException(other, reason);
        }

        using (past)
        {
            _events.Rebuilding(Id.ToString(), other.Change);
            _context.Dispose();
            _context = _createContext();
            _program = _subTopology.Create(_context);
            _stores = _context.Stores;
            long processed = 0;
            PartitionGroup group = new(_subTopology.Sources.Length, past, TimeSpan.Zero, _clock);
            while (group.TryTake(MostRecordsAtOnce, out RecordQueue queue, out RecordBatch batch))
            {
                _context.Begin(queue.Source, queue.Taken);
                _program.Process(queue.Source, batch);
                for (int sink = 0; sink < _subTopology.Sinks.Length; sink++)
                {
                    _context.Output(sink).Clear();
                }

                processed += batch.Count;
                progress?.Invoke(batch.Count);
            }

            CommitRebuilt();
            return processed;
        }
    }

    private void CommitRebuilt()
    {
        for (int index = 0; index < _stores.Length; index++)
        {
            _sink.BeginChangelog(index, _source.Changelog(index).End);
        }

        WriteChangelogs();
        _sink.Commit();
    }

    // From the newest checkpoint and what the changelog has behind it; from the whole changelog where there is none.
    private long RestoreStore(int index, StateStore store, Action<int>? progress)
    {
        (long first, long end) = _source.Changelog(index);
        long restored = 0;
        long loaded = 0;
        long before = Restoring.Done;
        long from = Checkpoints?.Restore(index, first, end, (batch, records, offset) =>
        {
            Take(batch);
            loaded += batch.Count;
            Restoring.Reach(before + (long)((double)loaded / records * (offset - first)));
        }) ?? first;
        Restoring.Reach(before + from - first);
        Checkpoints?.Count(index, Math.Max(end - from, 0));
        _source.Restore(index, from, batch =>
        {
            Take(batch);
            Restoring.Reach(batch.Count == 0 ? Restoring.Done : before + batch[batch.Count - 1].Offset + 1 - first);
        });
        Restoring.Reach(before + end - first);
        return restored;

        void Take(RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                store.Restore(batch[i]);
            }

            restored += batch.Count;
            progress?.Invoke(batch.Count);
        }
    }

    private long ChangelogEntries()
    {
        long entries = 0;
        for (int index = 0; index < _stores.Length; index++)
        {
            if (_stores[index] is not null)
            {
                (long first, long end) = _source.Changelog(index);
                entries += end - first;
            }
        }

        return entries;
    }
}
