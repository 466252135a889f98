using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>What the hand-written queries have in common: their outputs, and memory for odd records.</summary>
internal abstract unsafe class HandWrittenQuery : Contender
{
    private readonly OutputRecords[] _outputs;
    private long _failed;
    private int _scratchBytes = 4096;

    /// <summary>A query that writes a number of sinks.</summary>
    protected HandWrittenQuery(int sinks = 1)
    {
        _outputs = [.. Enumerable.Range(0, sinks).Select(_ => new OutputRecords())];
        Scratch = (byte*)NativeMemory.Alloc((nuint)_scratchBytes);
    }

    public sealed override long Failed => _failed;

    public sealed override int Sinks => _outputs.Length;

    /// <summary>Memory for the text of one odd record; <see cref="Odd"/> makes it large enough.</summary>
    protected byte* Scratch { get; private set; }

    /// <summary>The first byte of a record's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static byte* Start(ReadOnlySpan<byte> bytes) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));

    /// <summary>The records of one sink.</summary>
    protected OutputRecords Output(int sink) => _outputs[sink];

    /// <summary>The INT that is a record's key; false where it has another, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static bool HasIntKey(in RecordRef record, out int key)
    {
        bool isInt = record.Key.Length == sizeof(int);
        key = isInt ? BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(Start(record.Key))) : 0;
        return isInt;
    }

    /// <summary>The same, and counts the record as unreadable where it is false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryKey(in RecordRef record, out int key)
    {
        bool isInt = HasIntKey(in record, out key);
        _failed += isInt ? 0 : 1;
        return isInt;
    }

    /// <summary>Reads a record that the decoder did not expect; false, and counted, where it cannot be read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool Odd(in RecordRef record, out Rating rating)
    {
        if (record.Value.Length > _scratchBytes)
        {
            _scratchBytes = record.Value.Length;
            Scratch = (byte*)NativeMemory.Realloc(Scratch, (nuint)_scratchBytes);
        }

        bool isRead = OddRating.TryRead(record.Value, Scratch, out rating);
        _failed += isRead ? 0 : 1;
        return isRead;
    }

    public sealed override int Count(int sink) => _outputs[sink].Count;

    public sealed override RecordRef Written(int sink, int index) => _outputs[sink][index];

    public sealed override int WindowBytes(int sink, int index) => _outputs[sink].WindowBytes(index);

    public sealed override void Clear()
    {
        foreach (OutputRecords output in _outputs)
        {
            output.Clear();
        }
    }

    public override void Dispose()
    {
        NativeMemory.Free(Scratch);
        foreach (OutputRecords output in _outputs)
        {
            output.Dispose();
        }
    }
}
