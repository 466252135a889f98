using QueryGen.Serdes;
using QueryGen.Storage;

namespace QueryGen.Tasks;

/// <summary>The records of one source that a task has fetched and not processed yet.</summary>
internal sealed class RecordQueue(int source)
{
    private RecordRef[] _records = new RecordRef[256];
    private int _next;
    private int _count;
    private int _partition;

    public int Source { get; } = source;

    public bool IsEmpty => _next == _count;

    /// <summary>Event time of the first record; the queue is not empty.</summary>
    public long HeadTimestampMs => _records[_next].TimestampMs;

    /// <summary>The offset behind the last record that was taken; -1 before the first.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>The records that were taken last; they are where they are until the queue is filled again.</summary>
    public ReadOnlyMemory<RecordRef> Taken { get; private set; }

    /// <summary>Bytes of keys and values of the records that were taken last.</summary>
    public long TakenBytes { get; private set; }

    /// <summary>Fetches records into the empty queue; false where there are none.</summary>
    public bool TryFill(IRecordSource records)
    {
        if (!records.TryRead(Source, out RecordBatch batch) || batch.Count == 0)
        {
            return false;
        }

        if (_records.Length < batch.Count)
        {
            _records = new RecordRef[Math.Max(batch.Count, _records.Length * 2)];
        }

        batch.CopyTo(_records);
        (_next, _count, _partition) = (0, batch.Count, batch.Partition);
        return true;
    }

    /// <summary>Takes the first records whose timestamps do not pass a limit; at least one.</summary>
    public RecordBatch TakeUpTo(long timestampMs, int most)
    {
        int start = _next;
        int end = Math.Min(_count, start + most);
        long bytes = 0;
        do
        {
            ref readonly RecordRef record = ref _records[_next++];
            bytes += record.Key.Length + record.Value.Length;
        }
        while (_next < end && _records[_next].TimestampMs <= timestampMs);

        Position = _records[(PlantedBugs.Has(PlantedBug.PositionOfFetched) ? _count : _next) - 1].Offset + 1;
        Taken = _records.AsMemory(start, _next - start);
        TakenBytes = bytes;
        return new RecordBatch(_records.AsSpan(start, _next - start), _partition);
    }
}
