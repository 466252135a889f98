using System.Numerics;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Memory of one store: pieces that live until they are freed. Native, so that the garbage collector never sees them.</summary>
/// <remarks>Sizes are rounded up to powers of two from 16 bytes; a freed piece is taken again by the next of its size.</remarks>
public sealed unsafe class StoreMemory : IDisposable
{
    private const int SmallestShift = 4;
    private const int ChunkBytes = 1 << 20;

    private readonly List<nint> _chunks = [];
    private readonly nint[] _free = new nint[32];
    private byte* _next;
    private byte* _end;

    /// <summary>Bytes that are in use, rounding included.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>How much room a piece of a size really has.</summary>
    public static int CapacityOf(int bytes) => 1 << ShiftOf(bytes);

    /// <summary>A piece of memory that is not set to anything.</summary>
    public byte* Allocate(int bytes)
    {
        int shift = ShiftOf(bytes);
        SizeBytes += 1L << shift;
        nint freed = _free[shift];
        if (freed != 0)
        {
            _free[shift] = *(nint*)freed;
            return (byte*)freed;
        }

        int size = 1 << shift;
        if (size > _end - _next || _next == null)
        {
            AddChunk(size);
        }

        byte* piece = _next;
        _next += size;
        return piece;
    }

    /// <summary>Gives a piece back that was allocated with the same number of bytes.</summary>
    public void Free(byte* piece, int bytes)
    {
        int shift = ShiftOf(bytes);
        SizeBytes -= 1L << shift;
        *(nint*)piece = _free[shift];
        _free[shift] = (nint)piece;
    }

    /// <summary>Copies a text into the store, over the one that the field holds.</summary>
    public void Keep(ref StoredText field, Text value)
    {
        if (value.IsNull)
        {
            field.Length = -1;
            return;
        }

        if (field.Data == null || field.Capacity < value.Length)
        {
            if (field.Data != null)
            {
                Free(field.Data, field.Capacity);
            }

            field.Capacity = CapacityOf(value.Length);
            field.Data = Allocate(field.Capacity);
        }

        value.Span.CopyTo(new Span<byte>(field.Data, field.Capacity));
        field.Length = value.Length;
        field.IsPlain = value.IsPlain;
    }

    /// <summary>Gives a kept text back.</summary>
    public void Release(ref StoredText field)
    {
        if (field.Data != null)
        {
            Free(field.Data, field.Capacity);
        }

        field = default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint chunk in _chunks)
        {
            NativeMemory.Free((void*)chunk);
        }

        _chunks.Clear();
        Array.Clear(_free);
        _next = _end = null;
        SizeBytes = 0;
    }

    private static int ShiftOf(int bytes) => Math.Max(SmallestShift, 32 - BitOperations.LeadingZeroCount((uint)Math.Max(bytes, 1) - 1));

    private void AddChunk(int atLeast)
    {
        int size = Math.Max(ChunkBytes, atLeast);
        _next = (byte*)NativeMemory.Alloc((nuint)(size + 64));
        _end = _next + size;
        _chunks.Add((nint)_next);
    }
}
