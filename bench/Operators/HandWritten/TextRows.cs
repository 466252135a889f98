using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>A table's rows by an INT, each with a version and the text that it adds to a result, in lines of the cache.</summary>
internal sealed unsafe class TextRows : IDisposable
{
    /// <summary>What a row's text may have.</summary>
    public const int MostText = 96;

    private readonly KeyIndex<int> _numbers = new();
    private Row* _rows;
    private int _count = 1;
    private int _capacity;
    private int[] _changed = new int[1024];
    private int _changes;

    /// <summary>The row of a key; null where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Row* Find(int key)
    {
        int number = _numbers.Find(key);
        return number == 0 ? null : _rows + number;
    }

    /// <summary>The row of a key, which is changed; one without a text where there is none yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Row* FindOrAdd(int key)
    {
        int number = _numbers.Find(key);
        if (number == 0)
        {
            number = New(key);
        }

        Row* row = _rows + number;
        if (!row->IsChanged)
        {
            Remember(row, number);
        }

        return row;
    }

    /// <summary>Has the processor fetch where a key is found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchPlace(int key) => _numbers.Prefetch(key);

    /// <summary>Has the processor fetch the row of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchRow(int key)
    {
        if (Sse.IsSupported)
        {
            Row* row = _rows + _numbers.Find(key);
            Sse.Prefetch0(row);
            Sse.Prefetch0((byte*)row + 64);
        }
    }

    /// <summary>Writes the rows that changed since the last call, and drops them.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        for (int i = 0; i < _changes; i++)
        {
            Row* row = _rows + _changed[i];
            row->IsChanged = false;
            byte* key = changelog.Begin(MostText);
            byte* value = Encode.BigEndian(key, row->Key);
            byte* end = Encode.BigEndian(Encode.BigEndian(value, row->Version), row->Foreign);
            changelog.End(key, value, Encode.Text(end, row->Text, row->Length), row->TimestampMs);
            if (changelog.IsFull)
            {
                changelog.Clear();
            }
        }

        _changes = 0;
        changelog.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _numbers.Dispose();
        HugePages.Free(_rows);
    }

    private int New(int key)
    {
        if (_count >= _capacity)
        {
            int capacity = Math.Max(1024, _capacity * 2);
            Row* rows = (Row*)HugePages.Allocate((long)capacity * sizeof(Row));
            new ReadOnlySpan<Row>(_rows, _capacity).CopyTo(new Span<Row>(rows, capacity));
            HugePages.Free(_rows);
            _rows = rows;
            _capacity = capacity;
        }

        _numbers.Set(key, _count);
        _rows[_count].Key = key;
        return _count++;
    }

    private void Remember(Row* row, int number)
    {
        row->IsChanged = true;
        if (_changes == _changed.Length)
        {
            Array.Resize(ref _changed, _changes * 2);
        }

        _changed[_changes++] = number;
    }

    public struct Row
    {
        public long Version;
        public long TimestampMs;
        public int Key;
        public int Foreign;
        public int Length;
        public bool IsChanged;
        public fixed byte Text[MostText];
    }
}
