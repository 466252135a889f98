using QueryGen.Serdes;

namespace QueryGen.Log;

/// <summary>
/// Reads the committed records of one partition, batch by batch, into native memory, and checks each batch's checksum. Not thread-safe.
/// </summary>
/// <remarks>Allocates only while its buffers grow.</remarks>
public sealed unsafe class LogReader : IDisposable
{
    private readonly PartitionLog _log;
    private readonly SegmentReader _reader;
    private readonly RecordBatchParser _parser = new();
    private readonly int _partition;

    /// <summary>A reader that starts at an offset.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">Number of the partition.</param>
    /// <param name="offset">Offset of the first record to read; brought to the oldest one held where that is
    /// later.</param>
    public LogReader(LogTopic topic, int partition, long offset)
    {
        ArgumentNullException.ThrowIfNull(topic);
        _log = topic.Partitions[partition];
        _reader = new SegmentReader(_log.Damage);
        _partition = partition;
        Offset = offset;
    }

    /// <summary>Offset of the next record.</summary>
    public long Offset { get; private set; }

    /// <summary>Records committed but not read.</summary>
    public long Lag => Math.Max(0, _log.CommittedOffset - Offset);

    /// <summary>Goes on at another offset.</summary>
    public void Seek(long offset)
    {
        Offset = offset;
        _reader.Leave();
    }

    /// <summary>The next batch, or false where all committed records are read.</summary>
    /// <param name="batch">Valid until the next call.</param>
    /// <exception cref="LogDamagedException">The file holds something that is no record batch.</exception>
    public bool TryRead(out RecordBatch batch)
    {
        for (long end = _log.CommittedOffset; Offset < end; end = _log.CommittedOffset)
        {
            if (_reader.Segment is null && !TryEnter())
            {
                break;
            }

            if (!_reader.TryRead(end, out byte* bytes, out int size))
            {
                // Committed records that are not in this segment are in the next one.
                Offset = Math.Max(Offset, _reader.NextOffset);
                _reader.Leave();
                continue;
            }

            int count = _parser.Parse(bytes, size, Offset);
            if (count < 0)
            {
                throw _reader.Malformed(RecordBatchLayout.FirstOffset(new ReadOnlySpan<byte>(bytes, size)), size);
            }

            Offset = Math.Max(Offset, _reader.NextOffset);
            if (count > 0)
            {
                batch = new RecordBatch(_parser.Records(count), _partition);
                return true;
            }
        }

        batch = default;
        return false;
    }

    /// <summary>Frees the memory; batches given out are gone.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _parser.Dispose();
    }

    private bool TryEnter()
    {
        if (_log.Acquire(Offset) is not { } segment)
        {
            return false;
        }

        if (segment.BaseOffset > Offset)
        {
            LogFileEvents.ReaderTooLate(_log.Damage.Logger, _log.Folder, Offset, segment.BaseOffset - 1);
            Offset = segment.BaseOffset;
        }

        _reader.Enter(segment, Offset);
        return true;
    }
}
