using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Bench.Ratings.HandWritten;
using QueryGen.Storage;

namespace QueryGen.Bench.Log;

/// <summary>
/// Queries/log.sql by hand, from record batches in memory to record batches in memory: what the log does, but for files and commits.
/// </summary>
/// <remarks>
/// It checks the checksum of each batch and the bounds of each record, looks at all columns, writes what passes straight into a batch, and
/// seals that with a checksum. It reads ratings as their producers write them, and no others.
/// </remarks>
internal sealed unsafe class InMemoryLog : IDisposable
{
    // Kafka's record batch, magic 2.
    private const int HeaderBytes = 61;
    private const int LengthAt = 8;
    private const int LengthPrefixBytes = 12;
    private const int MagicAt = 16;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int LastOffsetDeltaAt = 23;
    private const int BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35;
    private const int ProducerAt = 43;
    private const int CountAt = 57;

    // Small enough for its bytes to be in the cache still when they are summed.
    private const int FullBatchBytes = 64 * 1024;

    private const int Padding = 64;

    // Before a value: lengths of two bytes each, attributes, key length. Deltas come on top.
    private const int FixedPrefixBytes = 2 + 1 + 1 + 2;

    private byte* _input;
    private long _inputBytes;
    private byte* _output;
    private long _outputCapacity;

    private byte* _batch;
    private byte* _at;
    private int _records;
    private long _baseTimestampMs;
    private long _maxTimestampMs;
    private long _nextOffset;

    /// <summary>Records written by all calls of <see cref="Run"/>.</summary>
    public long Written => _nextOffset + _records;

    /// <summary>The batches that the last <see cref="Run"/> wrote.</summary>
    public ReadOnlySpan<byte> Output => new(_output, (int)(_at - _output));

    /// <summary>Takes record batches for the next <see cref="Run"/>, and makes room for what comes of them.</summary>
    public void Load(ReadOnlySpan<byte> batches)
    {
        if (batches.Length + Padding > _outputCapacity)
        {
            _outputCapacity = batches.Length + Padding;
            _input = (byte*)NativeMemory.Realloc(_input, (nuint)_outputCapacity);
            _output = (byte*)NativeMemory.Realloc(_output, (nuint)_outputCapacity);
        }

        _inputBytes = batches.Length;
        batches.CopyTo(new Span<byte>(_input, batches.Length));
    }

    /// <summary>Reads all of them.</summary>
    public void Run()
    {
        _at = _output;
        byte* end = _input + _inputBytes;
        for (byte* batch = _input; batch < end;)
        {
            int size = Int32(batch + LengthAt) + LengthPrefixBytes;
            if (size < HeaderBytes || size > end - batch || batch[MagicAt] != 2
                || (uint)Int32(batch + CrcAt) != Checksum.Of(new ReadOnlySpan<byte>(batch + AttributesAt, size - AttributesAt)))
            {
                throw new InvalidDataException("A batch is damaged.");
            }

            Read(batch + HeaderBytes, batch + size, Int32(batch + CountAt), Int64(batch + BaseTimestampAt));
            batch += size;
        }

        Seal();
    }

    public void Dispose()
    {
        NativeMemory.Free(_input);
        NativeMemory.Free(_output);
        _input = _output = null;
    }

    private void Read(byte* at, byte* end, int count, long baseTimestampMs)
    {
        Rating rating = default;
        for (int i = 0; i < count; i++)
        {
            at = Varint(at, out long length);
            byte* next = at + length;
            at = Varint(at + 1, out long timestampDelta);
            at = Varint(at, out _);
            at = Varint(at, out long keyLength);
            at = Varint(at + Math.Max(keyLength, 0), out long valueLength);
            if (next > end || valueLength < 0 || at + valueLength >= next
                || !Decode.All(at, (int)valueLength, ref rating) || rating.Oddities != Oddities.None)
            {
                throw new InvalidDataException("A record is not one that is expected here.");
            }

            if (rating.Stars < 3)
            {
                Write(in rating, baseTimestampMs + timestampDelta);
            }

            at = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(in Rating rating, long timestampMs)
    {
        if (_records == 0 || _at - _batch >= FullBatchBytes)
        {
            Seal();
            _batch = _at;
            _at += HeaderBytes;
            _baseTimestampMs = _maxTimestampMs = timestampMs;
        }

        long delta = timestampMs - _baseTimestampMs;
        byte* record = _at;
        byte* value = record + FixedPrefixBytes + VarintBytes(delta) + VarintBytes(_records);
        byte* end = Filter.WriteValue(value, in rating);
        long valueLength = end - value;
        *end++ = 0;
        long length = end - record - 2;
        if (valueLength < 64 || length >= 8192)
        {
            throw new InvalidDataException("A length does not take two bytes.");
        }

        byte* at = WriteVarint(record, length);
        *at++ = 0;
        at = WriteVarint(WriteVarint(at, delta), _records);
        *at++ = 1;
        WriteVarint(at, valueLength);
        _at = end;
        _records++;
        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
    }

    private void Seal()
    {
        if (_records == 0)
        {
            return;
        }

        int size = (int)(_at - _batch);
        new Span<byte>(_batch, HeaderBytes).Clear();
        Put(_batch, _nextOffset);
        Put(_batch + LengthAt, size - LengthPrefixBytes);
        _batch[MagicAt] = 2;
        Put(_batch + LastOffsetDeltaAt, _records - 1);
        Put(_batch + BaseTimestampAt, _baseTimestampMs);
        Put(_batch + MaxTimestampAt, _maxTimestampMs);
        new Span<byte>(_batch + ProducerAt, CountAt - ProducerAt).Fill(0xFF);
        Put(_batch + CountAt, _records);
        Put(_batch + CrcAt, (int)Checksum.Of(new ReadOnlySpan<byte>(_batch + AttributesAt, size - AttributesAt)));
        _nextOffset += _records;
        _records = 0;
    }

    private static int Int32(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(at));

    private static long Int64(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(at));

    private static void Put(byte* at, int value) => Unsafe.WriteUnaligned(at, BinaryPrimitives.ReverseEndianness(value));

    private static void Put(byte* at, long value) => Unsafe.WriteUnaligned(at, BinaryPrimitives.ReverseEndianness(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int VarintBytes(long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        return bits < 0x80 ? 1 : bits < 0x4000 ? 2 : 3 + Math.Max(0, ((int)ulong.Log2(bits) - 14) / 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteVarint(byte* to, long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        while (bits >= 0x80)
        {
            *to++ = (byte)(bits | 0x80);
            bits >>= 7;
        }

        *to = (byte)bits;
        return to + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Varint(byte* at, out long value)
    {
        ulong bits = *at & 0x7Fu;
        for (int shift = 7; *at++ >= 0x80; shift += 7)
        {
            bits |= (ulong)(*at & 0x7F) << shift;
        }

        value = (long)(bits >> 1) ^ -(long)(bits & 1);
        return at;
    }
}
