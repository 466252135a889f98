using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Rows by an INT key, each kept as the text that a result ends with.</summary>
internal sealed unsafe class EncodedRows : IDisposable
{
    private const int ChunkBytes = 4 * 1024 * 1024;

    // What is copied from the end of the last row may be read beyond it.
    private const int Readable = 64;

    private readonly KeyIndex<nint> _index = new();
    private readonly List<nint> _chunks = [];
    private byte* _at;
    private byte* _end;

    /// <summary>How many rows there are.</summary>
    public int Count => _index.Count;

    /// <summary>Adds a row or replaces one.</summary>
    public void Set(int key, ReadOnlySpan<byte> text)
    {
        int bytes = sizeof(int) + text.Length;
        if (_end - _at < bytes)
        {
            _at = (byte*)HugePages.Allocate(ChunkBytes);
            _end = _at + ChunkBytes - Readable;
            _chunks.Add((nint)_at);
        }

        _index.Set(key, (nint)_at);
        Unsafe.WriteUnaligned(_at, text.Length);
        text.CopyTo(new Span<byte>(_at + sizeof(int), text.Length));
        _at += bytes;
    }

    /// <summary>Has the processor fetch what <see cref="Find"/> will look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int key) => _index.Prefetch(key);

    /// <summary>The row of a key, for <see cref="Text"/>; null where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Find(int key) => (byte*)_index.Find(key);

    /// <summary>Has the processor fetch a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchRow(byte* row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row);
            Sse.Prefetch0(row + 64);
        }
    }

    /// <summary>A row's text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice Text(byte* row) => new() { Start = row + sizeof(int), Length = Unsafe.ReadUnaligned<int>(row) };

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        foreach (nint chunk in _chunks)
        {
            HugePages.Free((void*)chunk);
        }
    }
}
