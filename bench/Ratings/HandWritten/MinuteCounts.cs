using System.Numerics;
using System.Runtime.CompilerServices;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>COUNT(*) by an INT in windows of a minute with ten seconds of grace.</summary>
/// <remarks>
/// A window and its grace are shorter than two windows, so that two tables, taken by turns, hold every window that still counts.
/// </remarks>
internal sealed unsafe class MinuteCounts : IDisposable
{
    private const long SizeMs = 60_000;
    private const long GraceMs = 10_000;

    private readonly Window[] _windows = [new Window(), new Window()];
    private long _streamTimeMs = long.MinValue;

    /// <summary>Counts one more.</summary>
    /// <param name="key">Whose count it is.</param>
    /// <param name="timestampMs">Event time, not negative.</param>
    /// <param name="result">The count now, and what goes with it.</param>
    /// <returns>False where its window is closed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(int key, long timestampMs, out Counted result)
    {
        _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
        long startMs = timestampMs - (timestampMs % SizeMs);
        if (startMs + SizeMs <= _streamTimeMs - GraceMs)
        {
            result = default;
            return false;
        }

        Window window = _windows[(startMs / SizeMs) & 1];
        if (window.StartMs != startMs)
        {
            window.StartAgain(startMs);
        }

        Slot* slot = window.FindOrAdd(key);
        slot->LastMs = Math.Max(slot->LastMs, (int)(timestampMs - startMs));
        slot->IsChanged = true;
        result = new Counted { StartMs = startMs, Count = ++slot->Count, LastMs = startMs + slot->LastMs };
        return true;
    }

    /// <summary>Writes the counts that changed since the last call, and drops them.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        foreach (Window window in _windows)
        {
            window.WriteChanges(changelog);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Window window in _windows)
        {
            window.Dispose();
        }
    }

    /// <summary>A count and its window.</summary>
    public struct Counted
    {
        public long StartMs;
        public long Count;
        public long LastMs;
    }

    private struct Slot
    {
        // 0: nothing is here.
        public long Count;
        public int Key;
        private int _lastMs;

        // In the window, so that it leaves a bit for whether the count was changed.
        public int LastMs
        {
            readonly get => _lastMs & int.MaxValue;
            set => _lastMs = value | (_lastMs & int.MinValue);
        }

        public bool IsChanged
        {
            readonly get => _lastMs < 0;
            set => _lastMs = value ? _lastMs | int.MinValue : _lastMs & int.MaxValue;
        }
    }

    private sealed class Window : IDisposable
    {
        private Slot* _slots;
        private uint _mask;
        private uint _count;

        public Window() => Allocate(1024);

        public long StartMs { get; private set; } = long.MinValue;

        public void StartAgain(long startMs)
        {
            new Span<Slot>(_slots, (int)_mask + 1).Clear();
            _count = 0;
            StartMs = startMs;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Slot* FindOrAdd(int key)
        {
            for (uint at = BitOperations.Crc32C(0x9E3779B9, (uint)key) & _mask; ; at = (at + 1) & _mask)
            {
                Slot* slot = _slots + at;
                if (slot->Key == key && slot->Count != 0)
                {
                    return slot;
                }

                if (slot->Count == 0)
                {
                    return Add(slot, key);
                }
            }
        }

        public void WriteChanges(OutputRecords changelog)
        {
            for (uint at = 0; at <= _mask; at++)
            {
                Slot* slot = _slots + at;
                if (!slot->IsChanged)
                {
                    continue;
                }

                slot->IsChanged = false;
                byte* key = changelog.Begin(0);
                byte* value = Encode.BigEndian(Encode.BigEndian(key, slot->Key), StartMs);
                changelog.End(key, value, Encode.BigEndian(value, slot->Count), StartMs + slot->LastMs, sizeof(long));
                if (changelog.IsFull)
                {
                    changelog.Clear();
                }
            }
        }

        public void Dispose() => HugePages.Free(_slots);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private Slot* Add(Slot* free, int key)
        {
            if (++_count * 2 <= _mask)
            {
                *free = new Slot { Key = key };
                return free;
            }

            Slot* old = _slots;
            uint oldMask = _mask;
            Allocate((oldMask + 1) * 2);
            _count = 0;
            for (uint at = 0; at <= oldMask; at++)
            {
                if (old[at].Count != 0)
                {
                    *FindOrAdd(old[at].Key) = old[at];
                }
            }

            HugePages.Free(old);
            return FindOrAdd(key);
        }

        private void Allocate(uint slots)
        {
            _slots = (Slot*)HugePages.Allocate((long)slots * sizeof(Slot));
            _mask = slots - 1;
        }
    }
}
