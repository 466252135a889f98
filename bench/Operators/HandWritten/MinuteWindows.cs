using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Windows of a minute that begin every fifteen seconds: all that a user has lie in one row, in two lines of the cache.</summary>
/// <remarks>No more than six windows take rows, or are within the retention: a row holds the last seven.</remarks>
internal sealed unsafe class MinuteWindows : IDisposable
{
    public const long AdvanceMs = 15_000;

    private const long SizeMs = 60_000;
    private const long GraceMs = 10_000;
    private const long WindowsInSize = SizeMs / AdvanceMs;
    private const int Kept = 7;

    private KeyIndex<int> _numbers = new();
    private Row* _rows;
    private int _count = 1;
    private int _capacity = 1024;
    private long _streamTimeMs;

    public MinuteWindows() => _rows = (Row*)HugePages.Allocate((long)_capacity * sizeof(Row));

    /// <summary>The number of the first window that holds a row of this time and is not closed; more than the row's last one where
    /// all are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FirstOpen(long timestampMs)
    {
        _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
        return Math.Max((timestampMs / AdvanceMs) - WindowsInSize, (_streamTimeMs - SizeMs - GraceMs) / AdvanceMs) + 1;
    }

    /// <summary>A user's row, in which a window is the last or there are later ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Row* FindOrAdd(int user, long window)
    {
        int number = _numbers.Find(user);
        if (number == 0)
        {
            number = New(user, window);
        }

        Row* row = _rows + number;
        if (row->Last < window)
        {
            MoveOn(row, window);
        }

        return row;
    }

    /// <summary>One of a row's windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Window* At(Row* row, long number) => (Window*)(row + 1) - Kept + ((uint)number % Kept);

    public void PrefetchPlace(int user) => _numbers.Prefetch(user);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchRow(int user)
    {
        if (Sse.IsSupported)
        {
            Row* row = _rows + _numbers.Find(user);
            Sse.Prefetch0(row);
            Sse.Prefetch0((byte*)row + 64);
        }
    }

    /// <summary>Writes the windows that changed since the last call and are kept still, and drops them.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        for (Row* row = _rows + 1; row < _rows + _count; row++)
        {
            for (long number = Math.Max(row->Last - Kept + 1, FirstKept); number <= row->Last; number++)
            {
                Window* window = At(row, number);
                if (!window->IsChanged)
                {
                    continue;
                }

                window->IsChanged = false;
                byte* key = changelog.Begin(0);
                byte* value = Encode.BigEndian(Encode.BigEndian(key, row->User), number * AdvanceMs);
                byte* end = Encode.BigEndian(Encode.BigEndian(value, window->Count), window->Sum);
                changelog.End(key, value, end, (number * AdvanceMs) + window->LastMs, sizeof(long));
                if (changelog.IsFull)
                {
                    changelog.Clear();
                }
            }
        }

        changelog.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _numbers.Dispose();
        HugePages.Free(_rows);
    }

    private long FirstKept => ((_streamTimeMs - SizeMs - GraceMs) / AdvanceMs) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MoveOn(Row* row, long window)
    {
        for (long number = Math.Max(row->Last, window - Kept) + 1; number <= window; number++)
        {
            *At(row, number) = default;
        }

        row->Last = window;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int New(int user, long window)
    {
        if (_count == _capacity)
        {
            MakeRoom();
        }

        _rows[_count] = default;
        _rows[_count].User = user;
        _rows[_count].Last = window;
        _numbers.Set(user, _count);
        return _count++;
    }

    // Users all of whose windows are past their retention go; where most stay there is twice the room.
    private void MakeRoom()
    {
        int live = 0;
        for (int i = 1; i < _count; i++)
        {
            live += _rows[i].Last >= FirstKept ? 1 : 0;
        }

        _capacity *= live > _capacity / 2 ? 2 : 1;
        Row* old = _rows;
        int rows = _count;
        _rows = (Row*)HugePages.Allocate((long)_capacity * sizeof(Row));
        _numbers.Dispose();
        _numbers = new KeyIndex<int>(_capacity);
        _count = 1;
        for (int i = 1; i < rows; i++)
        {
            if (old[i].Last >= FirstKept)
            {
                _numbers.Set(old[i].User, _count);
                _rows[_count++] = old[i];
            }
        }

        HugePages.Free(old);
    }

    /// <summary>A user; windows follow in a ring, by their numbers.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct Row
    {
        public int User;

        /// <summary>Number of the last window that the row has.</summary>
        public long Last;
    }

    public struct Window
    {
        public long Count;
        public int Sum;
        private int _lastMs;

        // In the window, so that it leaves a bit for whether anything was changed.
        public int LastMs
        {
            readonly get => _lastMs & int.MaxValue;
            set => _lastMs = value | int.MinValue;
        }

        public bool IsChanged
        {
            readonly get => _lastMs < 0;
            set => _lastMs = value ? _lastMs | int.MinValue : _lastMs & int.MaxValue;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int tookMs, int timeMs)
        {
            Count++;
            Sum += tookMs;
            LastMs = Math.Max(LastMs, timeMs);
        }
    }
}
