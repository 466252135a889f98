using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench;

/// <summary>Values by an INT key: open addressing in native memory, half full at most.</summary>
/// <typeparam name="TValue">The value; <c>default</c> means that the key is not there.</typeparam>
internal sealed unsafe class KeyIndex<TValue> : IDisposable
    where TValue : unmanaged, IEquatable<TValue>
{
    private Slot* _slots;
    private uint _mask;

    /// <summary>Room for a number of keys before it grows.</summary>
    public KeyIndex(int keys = 32) => Allocate(BitOperations.RoundUpToPowerOf2((uint)keys * 2));

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key; <c>default</c> where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Find(int key)
    {
        for (uint at = Hash(key) & _mask; ; at = (at + 1) & _mask)
        {
            Slot* slot = _slots + at;
            if (slot->Key == key || slot->Value.Equals(default))
            {
                return slot->Value;
            }
        }
    }

    /// <summary>The value of a key in place, for the caller to set where it is <c>default</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TValue FindOrAdd(int key)
    {
        if (Count * 2 > _mask)
        {
            Grow();
        }

        uint at = Hash(key) & _mask;
        while (_slots[at].Key != key && !_slots[at].Value.Equals(default))
        {
            at = (at + 1) & _mask;
        }

        Count += _slots[at].Value.Equals(default) ? 1 : 0;
        _slots[at].Key = key;
        return ref _slots[at].Value;
    }

    /// <summary>Has the processor fetch what <see cref="Find"/> will look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int key)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_slots + (Hash(key) & _mask));
        }
    }

    /// <summary>Sets the value of a key.</summary>
    public void Set(int key, TValue value)
    {
        if (Count * 2 > _mask)
        {
            Grow();
        }

        uint at = Hash(key) & _mask;
        while (!_slots[at].Value.Equals(default) && _slots[at].Key != key)
        {
            at = (at + 1) & _mask;
        }

        Count += _slots[at].Value.Equals(default) ? 1 : 0;
        _slots[at] = new Slot { Key = key, Value = value };
    }

    /// <inheritdoc/>
    public void Dispose() => HugePages.Free(_slots);

    private void Grow()
    {
        Slot* old = _slots;
        uint oldMask = _mask;
        Allocate((oldMask + 1) * 2);
        Count = 0;
        for (uint at = 0; at <= oldMask; at++)
        {
            if (!old[at].Value.Equals(default))
            {
                Set(old[at].Key, old[at].Value);
            }
        }

        HugePages.Free(old);
    }

    private void Allocate(uint slots)
    {
        _slots = (Slot*)HugePages.Allocate((long)slots * sizeof(Slot));
        _mask = slots - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(int key) => BitOperations.Crc32C(0x9E3779B9, (uint)key);

    private struct Slot
    {
        public TValue Value;
        public int Key;
    }
}
