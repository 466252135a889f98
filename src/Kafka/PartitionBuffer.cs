using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Kafka;

/// <summary>Records of one partition that were fetched and not handed to the task yet.</summary>
/// <remarks>
/// It copies them: a decoder reads up to 64 bytes behind a value, which librdkafka's memory does not allow. One half is filled
/// while the task holds the other.
/// </remarks>
internal sealed unsafe class PartitionBuffer(string topic, int partition) : IDisposable
{
    private const int Padding = 64;
    private Half _filled = new();
    private Half _handedOut = new();
    private bool _isAtEnd;
    private long _last = -1;
    private long _behind = -1;

    public string Topic => topic;

    public int Partition => partition;

    /// <summary>Records that wait.</summary>
    public int Count => _filled.Records.Count;

    /// <summary>Whether fetching is held up because too many wait.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The offset behind the last record or marker that was fetched; -1: none was.</summary>
    public long End { get; private set; } = -1;

    /// <summary>How many records are known to come: 0 or 1, as how many is not known.</summary>
    public long Lag => Count > 0 ? Count : _isAtEnd ? 0 : 1;

    /// <summary>The committed position; until the first commit, the offset of the first record that was fetched.</summary>
    public long Position { get; set; } = -1;

    /// <summary>How far the task was behind when it was last measured, in offsets; -1: never. Safe from any thread.</summary>
    public long Behind => Interlocked.Read(ref _behind);

    /// <summary>Measures <see cref="Behind"/>.</summary>
    /// <param name="end">The offset behind the partition's last record, as far as is known; below 0: it is not.</param>
    public void Measure(long end)
    {
        // Behind the last record there may be markers of transactions, for which nobody waits.
        long last = _isAtEnd ? _last : end;
        long behind = _isAtEnd && Position < 0 ? 0
            : last < 0 || Position < 0 ? -1
            : Math.Max(0, last - Position);
        Interlocked.Exchange(ref _behind, behind);
    }

    /// <summary>The partition has no committed record behind an offset, for now.</summary>
    public void ReachEnd(long offset)
    {
        _isAtEnd = true;
        End = Math.Max(End, offset);
    }

    /// <summary>Copies a record.</summary>
    public void Add(NativeMessage* message)
    {
        int keyLength = message->Key == null ? -1 : (int)message->KeyLength;
        int valueLength = message->Payload == null ? -1 : (int)message->PayloadLength;
        int keyBytes = Math.Max(keyLength, 0);
        byte* memory = _filled.Memory.Allocate(keyBytes + Math.Max(valueLength, 0) + Padding);
        new ReadOnlySpan<byte>(message->Key, keyBytes).CopyTo(new Span<byte>(memory, keyBytes));
        int valueBytes = Math.Max(valueLength, 0);
        new ReadOnlySpan<byte>(message->Payload, valueBytes).CopyTo(new Span<byte>(memory + keyBytes, valueBytes));
        ReadOnlySpan<byte> headers = default;
        if (LibRdKafka.rd_kafka_message_headers(message, out nint nativeHeaders) == NativeErrors.None)
        {
            headers = KafkaHeaders.Read(nativeHeaders, _filled.Memory);
        }

        int kind;
        _filled.Records.Add(new RecordRef(
            memory,
            keyLength,
            memory + keyBytes,
            valueLength,
            (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(headers)),
            headers.Length,
            LibRdKafka.rd_kafka_message_timestamp(message, &kind),
            message->Offset));
        Position = Position < 0 ? message->Offset : Position;
        _last = End = message->Offset + 1;
        _isAtEnd = false;
    }

    /// <summary>Hands over what waits; valid until the next call.</summary>
    public bool TryRead(out RecordBatch batch)
    {
        (_filled, _handedOut) = (_handedOut, _filled);
        _filled.Clear();
        batch = new RecordBatch(CollectionsMarshal.AsSpan(_handedOut.Records), partition);
        return batch.Count > 0;
    }

    public void Dispose()
    {
        _filled.Memory.Dispose();
        _handedOut.Memory.Dispose();
    }

    private sealed class Half
    {
        public List<RecordRef> Records { get; } = [];

        public RecordArena Memory { get; } = new();

        public void Clear()
        {
            Records.Clear();
            Memory.Reset();
        }
    }
}
