using System.Runtime.InteropServices;
using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.Storage;
using QueryGen.Tasks;

namespace QueryGen.Checkpoints;

/// <summary>Reads a checkpoint. Not thread-safe.</summary>
/// <exception cref="InvalidDataException">It is damaged; the message says how.</exception>
internal sealed unsafe class CheckpointReader : IDisposable
{
    private const int ChunkBytes = 1024 * 1024;

    private readonly IDiskFile _file;
    private readonly RecordBatchParser _parser = new();
    private readonly int _partition;
    private byte* _buffer;
    private int _capacity;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="partition">The number that its records get.</param>
    public CheckpointReader(IDisk disk, string path, int partition)
    {
        _partition = partition;
        _file = disk.Open(path, FileMode.Open);
        try
        {
            Span<byte> header = stackalloc byte[CheckpointHeader.Bytes];
            Header = CheckpointHeader.Read(header[.._file.Read(header, 0)]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    ~CheckpointReader() => NativeMemory.Free(_buffer);

    /// <summary>What it holds.</summary>
    public CheckpointHeader Header { get; }

    /// <summary>Looks at each byte.</summary>
    public void Verify() => Read(null);

    /// <summary>Hands its records over, in order.</summary>
    /// <param name="restore">Takes records, which are valid during the call; null: they are looked at only.</param>
    public void Read(RestoreBatch? restore)
    {
        long at = CheckpointHeader.Bytes;
        long records = 0;
        if (_file.Length != Header.FileBytes)
        {
            throw new InvalidDataException($"it has {_file.Length} bytes and should have {Header.FileBytes}");
        }

        while (at < Header.FileBytes)
        {
            Reserve(ChunkBytes);
            int filled = _file.Read(new Span<byte>(_buffer, _capacity), at);
            int used = ReadBatches(filled, at, restore, ref records);
            if (used == 0)
            {
                // The batch that begins here is longer than the buffer: its length was checked against the file's.
                Reserve((int)RecordBatchLayout.SizeBytes(new ReadOnlySpan<byte>(_buffer, RecordBatchLayout.HeaderBytes)));
            }

            at += used;
        }

        if (records != Header.Records)
        {
            throw new InvalidDataException($"it has {records} records and should have {Header.Records}");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _parser.Dispose();
        NativeMemory.Free(_buffer);
        _buffer = null;
        GC.SuppressFinalize(this);
    }

    // How many bytes whole batches have taken.
    private int ReadBatches(int filled, long at, RestoreBatch? restore, ref long records)
    {
        int used = 0;
        while (filled - used > 0)
        {
            ReadOnlySpan<byte> left = new(_buffer + used, filled - used);
            long size = left.Length < RecordBatchLayout.HeaderBytes ? 0 : RecordBatchLayout.SizeBytes(left);
            bool isHeaderCut = size == 0 && at + filled < Header.FileBytes;
            if (isHeaderCut || (size > left.Length && at + used + size <= Header.FileBytes))
            {
                break;
            }

            bool isBatch = size > 0 && size <= left.Length && RecordBatchLayout.FirstOffset(left) == records
                && (RecordBatchLayout.HasValidChecksum(left[..(int)size]) || PlantedBugs.Has(PlantedBug.CheckpointUnchecked));
            int count = !isBatch ? -1 : restore is null ? 0 : _parser.Parse(_buffer + used, (int)size, fromOffset: 0);
            if (count < 0)
            {
                throw new InvalidDataException($"what is at byte {at + used} has a wrong checksum or place");
            }

            restore?.Invoke(new RecordBatch(_parser.Records(count), _partition));
            records = RecordBatchLayout.NextOffset(left);
            used += (int)size;
        }

        return used;
    }

    private void Reserve(int bytes)
    {
        if (_capacity < bytes)
        {
            _buffer = (byte*)NativeMemory.Realloc(_buffer, (nuint)bytes + RecordBatchParser.ReadableBytes);
            new Span<byte>(_buffer + bytes, RecordBatchParser.ReadableBytes).Clear();
            _capacity = bytes;
        }
    }
}
