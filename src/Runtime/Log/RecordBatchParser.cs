using System.Buffers.Binary;
using System.Runtime.InteropServices;
using QueryGen.Serdes;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>Finds the records of a batch where they lie in native memory. Not thread-safe.</summary>
/// <remarks>Allocates only while its array of records grows.</remarks>
internal sealed unsafe class RecordBatchParser : IDisposable
{
    /// <summary>Bytes behind a batch that must be readable; what they hold means nothing.</summary>
    public const int ReadableBytes = 64;

    private RecordRef* _records;
    private int _capacity;

    ~RecordBatchParser() => NativeMemory.Free(_records);

    /// <summary>The records found last; valid until the next call.</summary>
    public ReadOnlySpan<RecordRef> Records(int count) => new(_records, count);

    /// <summary>Finds the records from an offset on.</summary>
    /// <param name="batch">A batch whose size is right; <see cref="ReadableBytes"/> can be read behind it.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="fromOffset">Records before it are left out.</param>
    /// <returns>How many; -1: the batch is not laid out as one.</returns>
    public int Parse(byte* batch, int size, long fromOffset)
    {
        ReadOnlySpan<byte> header = new(batch, HeaderBytes);
        int total = BinaryPrimitives.ReadInt32BigEndian(header[RecordCount..]);
        if (total < 0 || total > (size - HeaderBytes) / 2 || IsForeign(header))
        {
            return -1;
        }

        Reserve(total);
        long baseOffset = FirstOffset(header);
        long baseTimestampMs = BinaryPrimitives.ReadInt64BigEndian(header[BaseTimestamp..]);
        byte* at = batch + HeaderBytes;
        byte* end = batch + size;
        RecordRef* record = _records;
        for (int i = 0; i < total; i++)
        {
            // A varint takes at most ten of the readable bytes, so only lengths need a check before they are followed.
            at = ReadVarint(at, out long length);
            if ((ulong)length > (ulong)Math.Max(end - at, 0))
            {
                return -1;
            }

            byte* next = at + length;
            at = ReadVarint(at + 1, out long timestampDelta);
            at = ReadVarint(at, out long offsetDelta);
            at = ReadVarint(at, out long keyLength);
            byte* key = at;
            if (!IsWithin(ref at, keyLength, next))
            {
                return -1;
            }

            at = ReadVarint(at, out long valueLength);
            byte* value = at;
            if (!IsWithin(ref at, valueLength, next) || at >= next)
            {
                return -1;
            }

            *record = new RecordRef(
                key, (int)keyLength, value, (int)valueLength, at, (int)(next - at), baseTimestampMs + timestampDelta,
                baseOffset + offsetDelta);
            record += baseOffset + offsetDelta >= fromOffset ? 1 : 0;
            at = next;
        }

        return at == end ? (int)(record - _records) : -1;
    }

    public void Dispose()
    {
        NativeMemory.Free(_records);
        _records = null;
        _capacity = 0;
        GC.SuppressFinalize(this);
    }

    private static bool IsWithin(ref byte* at, long length, byte* end)
    {
        if (length <= 0)
        {
            return length >= -1;
        }

        if ((ulong)length > (ulong)Math.Max(end - at, 0))
        {
            return false;
        }

        at += length;
        return true;
    }

    private void Reserve(int records)
    {
        if (_capacity < records)
        {
            NativeMemory.Free(_records);
            _records = null;
            _capacity = 0;
            _records = (RecordRef*)NativeMemory.Alloc((nuint)records, (nuint)sizeof(RecordRef));
            _capacity = records;
        }
    }
}
