using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QueryGen.Serdes;

/// <summary>Copies of texts in whole vectors.</summary>
internal static unsafe class NativeText
{
    /// <summary>How many bytes are copied at once, whether the text has them or not.</summary>
    public const int Block = 64;

    private const nuint SmallestPage = 4096;

    /// <summary>Whether a block can be read from a place that can be read: it ends on the same page.</summary>
    /// <remarks>Most memory has room behind it, but not all: a constant of the program may be the last thing on its page.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CanOverread(byte* from) => ((nuint)from & (SmallestPage - 1)) <= SmallestPage - Block;

    /// <summary>Copies a text of at most a block.</summary>
    /// <remarks>A short one takes no more than it must: what lies behind it may have to be waited for.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlock(byte* to, byte* from, int length)
    {
        if (length <= Vector128<byte>.Count)
        {
            Vector128.Load(from).Store(to);
            return;
        }

        CopyBlock(to, from);
    }

    /// <summary>Copies a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlock(byte* to, byte* from)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512.Load(from).Store(to);
            return;
        }

        Vector256<byte> second = Vector256.Load(from + 32);
        Vector256.Load(from).Store(to);
        second.Store(to + 32);
    }
}
