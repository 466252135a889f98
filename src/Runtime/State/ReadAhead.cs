using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>How far records are decoded ahead of their turn, so that what they look up is fetched from memory meanwhile.</summary>
public static class ReadAhead
{
    /// <summary>At most so many records; only where a store is large.</summary>
    public const int MostRecords = 64;

    /// <summary>How many records later a slot that was fetched is there, so that the row behind it can be fetched.</summary>
    public const int SlotRecords = 16;

    /// <summary>So many entries before it is written to the changelog, a row is fetched; its slot was before.</summary>
    internal const int RowRecords = 8;

    /// <summary>From this size on a store is large: beside all else that a task touches, a core's own cache holds it no longer. Below,
    /// reading ahead costs more than it brings.</summary>
    internal const long LargeBytes = 256 << 10;

    /// <summary>Of windows that overlap, the slots of so many are fetched: those of all records ahead fill half of the first
    /// cache.</summary>
    internal const int MostWindows = 4;

    internal const int CacheLineBytes = 64;

    /// <summary>Begins to fetch a text's bytes; a hint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(Text text) => Fetch(text.Data);

    /// <summary>Begins to fetch a line of memory; a hint, of any address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Fetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
