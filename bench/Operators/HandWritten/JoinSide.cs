using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>
/// The rows of one stream that others may still join: a ring in the order of arrival, each row with the text that it adds to a result, and
/// linked to the one before it in event time that has its key.
/// </summary>
internal sealed unsafe class JoinSide : IDisposable
{
    /// <summary>What a row's text may have.</summary>
    public const int MostText = 96;

    // More than come while a row is kept, and no more than that: so many stay in the cache.
    private const int Capacity = 1 << 14;
    private const long RetentionMs = 21_000;
    private const long None = -1;

    private readonly Row* _rows = (Row*)HugePages.Allocate((long)Capacity * sizeof(Row));
    private readonly KeyIndex<long> _newest = new(16_384);
    private long _next;
    private long _written;
    private long _newestMs = long.MinValue / 2;

    /// <summary>Rows of this time and earlier are not to be found any more.</summary>
    public long ExpiredMs => _newestMs - RetentionMs;

    /// <summary>Keeps a row, and gives the place for its text, which <see cref="End"/> ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Put(int key, long timestampMs)
    {
        _newestMs = Math.Max(_newestMs, timestampMs);
        Row* row = At(_next);
        if (row->Length != 0 && row->TimestampMs > ExpiredMs)
        {
            throw new InvalidOperationException("More rows are kept than there is room for.");
        }

        row->TimestampMs = timestampMs;
        row->Key = key;

        // A number is one more than a row's, so that 0 is none.
        long later = None;
        ref long newest = ref _newest.FindOrAdd(key);
        long earlier = newest - 1;
        while (IsKept(earlier) && At(earlier)->TimestampMs > timestampMs)
        {
            later = earlier;
            earlier = At(earlier)->Earlier;
        }

        row->Earlier = earlier;
        if (later == None)
        {
            newest = _next + 1;
        }
        else
        {
            At(later)->Earlier = _next;
        }

        return row->Text;
    }

    /// <summary>Has the processor fetch where the rows of a key are found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchPlace(int key) => _newest.Prefetch(key);

    /// <summary>Has the processor fetch the newest row of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchNewest(int key)
    {
        if (Sse.IsSupported)
        {
            Row* row = At(_newest.Find(key) - 1);
            Sse.Prefetch0(row);
            Sse.Prefetch0((byte*)row + 64);
        }
    }

    /// <summary>The text of the row that was put last ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(byte* end)
    {
        Row* row = At(_next++);
        row->Length = (int)(end - row->Text);
    }

    /// <summary>The rows of a key in a span of event time, latest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int key, long fromMs, long toMs, Span<nint> found)
    {
        int count = 0;
        fromMs = Math.Max(fromMs, ExpiredMs + 1);
        for (long number = _newest.Find(key) - 1; IsKept(number) && At(number)->TimestampMs >= fromMs; number = At(number)->Earlier)
        {
            if (At(number)->TimestampMs <= toMs)
            {
                found[count++] = (nint)At(number);
            }
        }

        return count;
    }

    /// <summary>Writes the rows that came since the last call, and drops them.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        for (; _written < _next; _written++)
        {
            Row* row = At(_written);
            byte* key = changelog.Begin(MostText);
            byte* value = Encode.BigEndian(Encode.BigEndian(Encode.BigEndian(key, row->Key), row->TimestampMs), _written);
            changelog.End(key, value, Encode.Text(value, row->Text, row->Length), row->TimestampMs);
            if (changelog.IsFull)
            {
                changelog.Clear();
            }
        }

        changelog.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HugePages.Free(_rows);
        _newest.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsKept(long number) => number >= 0 && number > _next - Capacity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Row* At(long number) => _rows + (number & (Capacity - 1));

    /// <summary>A row: two lines of the cache.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct Row
    {
        public long TimestampMs;
        public long Earlier;
        public int Key;
        public int Length;
        public fixed byte Text[MostText];
    }
}
