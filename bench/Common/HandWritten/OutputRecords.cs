using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Serdes;

namespace QueryGen.Bench;

/// <summary>Records of one batch and sink: bytes behind one another, and where each begins.</summary>
internal sealed unsafe class OutputRecords : IDisposable
{
    private const int MostRecords = 1024;

    // What a record may take beside its input: names, keys, numbers, and what the encoders write too much.
    private const int Overhead = 1024;

    private readonly Entry* _entries = (Entry*)NativeMemory.Alloc(MostRecords, (nuint)sizeof(Entry));
    private byte* _bytes;
    private byte* _at;
    private byte* _end;

    public OutputRecords()
    {
        _bytes = _at = (byte*)NativeMemory.Alloc(512 * 1024);
        _end = _bytes + (512 * 1024);
    }

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it must be emptied before another record is begun.</summary>
    public bool IsFull => Count == MostRecords;

    /// <summary>Where the next record's key goes, with room for it.</summary>
    /// <param name="inputBytes">What its text takes, at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Begin(int inputBytes)
    {
        if (_end - _at < inputBytes + Overhead)
        {
            Grow(inputBytes);
        }

        return _at;
    }

    /// <summary>Ends a record whose value begins where its key ends.</summary>
    /// <param name="key">Its key's first byte, as <see cref="Begin"/> gave it.</param>
    /// <param name="value">Its value's first byte; the same as the key's where there is no key.</param>
    /// <param name="end">Behind its value.</param>
    /// <param name="timestampMs">Its event time.</param>
    /// <param name="windowBytes">How much of the key is a window's start.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(byte* key, byte* value, byte* end, long timestampMs, int windowBytes = 0)
    {
        Entry* entry = _entries + Count++;
        entry->TimestampMs = timestampMs;
        entry->Key = (int)(key - _bytes);
        entry->KeyBytes = (int)(value - key);
        entry->ValueBytes = (int)(end - value);
        entry->WindowBytes = windowBytes;
        _at = end;
    }

    /// <summary>A record; valid until the next is written or all are dropped. One without bytes in its value has none.</summary>
    public RecordRef this[int index]
    {
        get
        {
            Entry* entry = _entries + index;
            byte* value = _bytes + entry->Key + entry->KeyBytes;
            return new RecordRef(
                _bytes + entry->Key, entry->KeyBytes == 0 ? -1 : entry->KeyBytes, value,
                entry->ValueBytes == 0 ? -1 : entry->ValueBytes, null, 0,
                entry->TimestampMs, index);
        }
    }

    /// <summary>How many bytes at the end of a record's key are a window's start.</summary>
    public int WindowBytes(int index) => _entries[index].WindowBytes;

    /// <summary>Drops all; the memory is kept.</summary>
    public void Clear()
    {
        Count = 0;
        _at = _bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        NativeMemory.Free(_entries);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int inputBytes)
    {
        long used = _at - _bytes;
        long capacity = ((_end - _bytes) * 2) + inputBytes + Overhead;
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)capacity);
        _at = _bytes + used;
        _end = _bytes + capacity;
    }

    private struct Entry
    {
        public long TimestampMs;
        public int Key;
        public int KeyBytes;
        public int ValueBytes;
        public int WindowBytes;
    }
}
