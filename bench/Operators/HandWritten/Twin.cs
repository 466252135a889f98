using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Bench.Operators.Measure;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>What the hand-written queries have in common.</summary>
internal abstract unsafe class Twin : Contender
{
    /// <summary>How many records ahead a key's place is fetched, and how many ahead what lies there.</summary>
    protected const int FarAhead = 16;

    /// <inheritdoc cref="FarAhead"/>
    protected const int NearAhead = 8;

    public sealed override long Failed => FailedRecords;

    public sealed override int Count => Output.Count;

    /// <summary>What is written.</summary>
    protected OutputRecords Output { get; } = new();

    /// <summary>Where changes of stores go.</summary>
    protected OutputRecords Changelog { get; } = new();

    /// <summary>Records in another form than the one that is measured.</summary>
    protected long FailedRecords { get; set; }

    public sealed override RecordRef Written(int index) => Output[index];

    public sealed override void Clear() => Output.Clear();

    public override void Dispose()
    {
        Output.Dispose();
        Changelog.Dispose();
    }

    /// <summary>The first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static byte* Start(ReadOnlySpan<byte> bytes) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));

    /// <summary>The INT that is the key of a record that comes later; 0 behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static int KeyOf(RecordBatch batch, int index) =>
        index < batch.Count && batch[index].Key.Length == sizeof(int)
            ? BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(Start(batch[index].Key)))
            : 0;

    /// <summary>The INT that is a record's key, and counts the record where it has another, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryKey(in RecordRef record, out int key)
    {
        bool isInt = record.Key.Length == sizeof(int);
        key = isInt ? BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(Start(record.Key))) : 0;
        FailedRecords += isInt ? 0 : 1;
        return isInt;
    }
}
