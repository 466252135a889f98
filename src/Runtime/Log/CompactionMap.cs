using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QueryGen.Log;

/// <summary>The last offset of each key of a run of segments; keys are known by 128 bits of their SHA-256. Not thread-safe.</summary>
/// <remarks>Two keys that were taken for one would lose a row for ever, so no cheaper hash will do.</remarks>
internal sealed unsafe class CompactionMap : IDisposable
{
    private const int FirstSlots = 1024;

    private Slot* _slots = Allocate(FirstSlots);
    private long _mask = FirstSlots - 1;

    ~CompactionMap() => NativeMemory.Free(_slots);

    /// <summary>How many keys there are.</summary>
    public long Count { get; private set; }

    /// <summary>Says that a record has this key; offsets go up.</summary>
    public void Set(ReadOnlySpan<byte> key, long offset)
    {
        if ((Count + 1) * 4 > (_mask + 1) * 3)
        {
            Grow();
        }

        (ulong high, ulong low) = Hash(key);
        Slot* slot = Find(_slots, _mask, high, low);
        Count += slot->NextOffset == 0 ? 1 : 0;
        *slot = new Slot { High = high, Low = low, NextOffset = offset + 1 };
    }

    /// <summary>Whether a later record than the one at this offset has the key.</summary>
    public bool IsSuperseded(ReadOnlySpan<byte> key, long offset)
    {
        (ulong high, ulong low) = Hash(key);
        return Find(_slots, _mask, high, low)->NextOffset > offset + 1;
    }

    public void Dispose()
    {
        NativeMemory.Free(_slots);
        _slots = null;
        GC.SuppressFinalize(this);
    }

    private static Slot* Allocate(long slots) => (Slot*)NativeMemory.AllocZeroed((nuint)slots, (nuint)sizeof(Slot));

    private static (ulong High, ulong Low) Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return (MemoryMarshal.Read<ulong>(hash), MemoryMarshal.Read<ulong>(hash[sizeof(ulong)..]));
    }

    private static Slot* Find(Slot* slots, long mask, ulong high, ulong low)
    {
        long index = (long)low & mask;
        while (slots[index].NextOffset != 0 && (slots[index].High != high || slots[index].Low != low))
        {
            index = (index + 1) & mask;
        }

        return slots + index;
    }

    private void Grow()
    {
        long mask = (2 * (_mask + 1)) - 1;
        Slot* larger = Allocate(mask + 1);
        for (long i = 0; i <= _mask; i++)
        {
            if (_slots[i].NextOffset != 0)
            {
                *Find(larger, mask, _slots[i].High, _slots[i].Low) = _slots[i];
            }
        }

        NativeMemory.Free(_slots);
        _slots = larger;
        _mask = mask;
    }

    private struct Slot
    {
        public ulong High;
        public ulong Low;

        // The offset + 1, so that zero is free.
        public long NextOffset;
    }
}
