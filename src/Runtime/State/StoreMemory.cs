using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Memory of one store: pieces that live until they are freed. Native, so that the garbage collector never sees them.</summary>
/// <remarks>
/// A piece lies on as few lines of the cache as it can: small ones within one, larger ones from the start of one. A freed
/// piece is taken again by the next of its size. 64 bytes behind each piece can be read, which lets copies run in whole vectors.
/// </remarks>
public sealed unsafe class StoreMemory : IDisposable
{
    // Sizes: 16, 32, 64, then all whole lines up to eight of them, then four in each power of two.
    private const int SmallestShift = 4;
    private const int LineShift = 6;
    private const int StepsShift = 2;
    private const int SmallClasses = LineShift - SmallestShift;
    private const int Classes = SmallClasses + ((32 - LineShift) << StepsShift);

    private const int SmallestChunk = 16 << 10;
    private const int LargestChunk = 32 << 20;
    private const int Padding = 64;

    private readonly List<(nint Memory, long Bytes)> _chunks = [];
    private readonly nint[] _free = new nint[Classes];
    private byte* _next;
    private byte* _end;
    private long _arrivals;

    /// <summary>Bytes that are in use, rounding included.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>How much room a piece of a size really has.</summary>
    public static int CapacityOf(int bytes) => CapacityOfClass(ClassOf(bytes));

    /// <summary>A piece of memory that is not set to anything, aligned to its size or to a line of the cache.</summary>
    public byte* Allocate(int bytes)
    {
        int sizeClass = ClassOf(bytes);
        int capacity = CapacityOfClass(sizeClass);
        SizeBytes += capacity;
        byte* piece = (byte*)_free[sizeClass];
        if (piece != null)
        {
            // Pieces that were freed long ago are not in the cache; the next one is asked for next.
            nint next = *(nint*)piece;
            _free[sizeClass] = next;
            ReadAhead.Fetch((void*)next);
            return piece;
        }

        long alignment = Math.Min(capacity, 1 << LineShift);
        piece = (byte*)(((long)_next + alignment - 1) & -alignment);
        if (capacity > _end - piece)
        {
            AddChunk(capacity);
            piece = _next;
        }

        _next = piece + capacity;
        return piece;
    }

    /// <summary>Gives a piece back that was allocated with the same number of bytes.</summary>
    public void Free(byte* piece, int bytes)
    {
        int sizeClass = ClassOf(bytes);
        SizeBytes -= CapacityOfClass(sizeClass);
        *(nint*)piece = _free[sizeClass];
        _free[sizeClass] = (nint)piece;
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
        field.IsPlain = value.IsPlain || SliceCopy.IsPlain(value.Span);
    }

    /// <summary>Gives a text's piece back; the field is NULL then.</summary>
    public void Free(ref StoredText field)
    {
        if (field.Data != null)
        {
            Free(field.Data, field.Capacity);
        }

        field = default;
    }

    /// <summary>The number of a row that comes now: larger than that of all rows before it in the store.</summary>
    public long NextArrival() => ++_arrivals;

    /// <summary>A number that an earlier run gave; those to come are larger.</summary>
    public void SawArrival(long arrival) => _arrivals = Math.Max(_arrivals, arrival);

    /// <summary>Gives all pieces back. The last chunk is kept for what comes next.</summary>
    public void Clear()
    {
        if (_chunks.Count == 0)
        {
            return;
        }

        (nint Memory, long Bytes) last = _chunks[^1];
        for (int i = 0; i < _chunks.Count - 1; i++)
        {
            NativePages.Free((void*)_chunks[i].Memory);
        }

        _chunks.Clear();
        _chunks.Add(last);
        Array.Clear(_free);
        Use(last);
        SizeBytes = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((nint memory, _) in _chunks)
        {
            NativePages.Free((void*)memory);
        }

        _chunks.Clear();
        Array.Clear(_free);
        _next = _end = null;
        SizeBytes = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ClassOf(int bytes)
    {
        uint last = (uint)Math.Max(bytes, 1) - 1;
        if (last < 1 << LineShift)
        {
            return Math.Max(BitOperations.Log2(last) + 1 - SmallestShift, 0);
        }

        int shift = Math.Max(LineShift, BitOperations.Log2(last) - StepsShift);
        return SmallClasses + ((shift - LineShift) << StepsShift) + (int)(last >> shift);
    }

    private static int CapacityOfClass(int sizeClass)
    {
        if (sizeClass <= SmallClasses)
        {
            return 1 << (SmallestShift + sizeClass);
        }

        int lines = sizeClass - SmallClasses;
        int shift = Math.Max(0, (lines >> StepsShift) - 1);
        return (lines - (shift << StepsShift) + 1) << (shift + LineShift);
    }

    // Chunks grow with what is there already: a small store stays small, a large one has few.
    private void AddChunk(int atLeast)
    {
        long wanted = Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)SizeBytes) / 4, SmallestChunk, LargestChunk);
        long bytes = Math.Max(wanted, (long)atLeast + Padding);
        _chunks.Add(((nint)NativePages.Allocate((nuint)bytes), bytes));
        Use(_chunks[^1]);
    }

    private void Use((nint Memory, long Bytes) chunk)
    {
        _next = (byte*)chunk.Memory;
        _end = _next + chunk.Bytes - Padding;
    }
}
