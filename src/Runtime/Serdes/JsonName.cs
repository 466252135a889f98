using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Serdes;

/// <summary>Compares constant names with what stands in a record, a word at a time.</summary>
/// <remarks>
/// The names are <c>"…"u8</c>, known where a method is inlined: their words, and which of their bytes are letters, become constants of the
/// machine code. A method may look at as many bytes as the name has, also behind the record.
/// </remarks>
internal static unsafe class JsonName
{
    private const ulong HighBits = 0x8080808080808080;

    // What brings bytes from A on, and from behind Z on, over the high bit.
    private const ulong FromA = 0x3F3F3F3F3F3F3F3F;
    private const ulong BehindZ = 0x2525252525252525;

    /// <summary>Whether a name of at least four bytes stands at a place, its letters in any case.</summary>
    /// <param name="at">Where.</param>
    /// <param name="name">Without lower-case letters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAt(byte* at, ReadOnlySpan<byte> name)
    {
        ref byte word = ref MemoryMarshal.GetReference(name);
        if (name.Length < sizeof(ulong))
        {
            uint start = Unsafe.ReadUnaligned<uint>(ref word);
            uint end = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref word, name.Length - sizeof(uint)));
            return (((Unsafe.ReadUnaligned<uint>(at) ^ start) & ~CaseBits(start))
                | ((Unsafe.ReadUnaligned<uint>(at + name.Length - sizeof(uint)) ^ end) & ~CaseBits(end))) == 0;
        }

        ulong first = Unsafe.ReadUnaligned<ulong>(ref word);
        ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, name.Length - sizeof(ulong)));
        ulong difference = ((Unsafe.ReadUnaligned<ulong>(at) ^ first) & ~CaseBits(first))
            | ((Unsafe.ReadUnaligned<ulong>(at + name.Length - sizeof(ulong)) ^ last) & ~CaseBits(last));
        if (name.Length > 2 * sizeof(ulong))
        {
            first = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, sizeof(ulong)));
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, name.Length - (2 * sizeof(ulong))));
            difference |= ((Unsafe.ReadUnaligned<ulong>(at + sizeof(ulong)) ^ first) & ~CaseBits(first))
                | ((Unsafe.ReadUnaligned<ulong>(at + name.Length - (2 * sizeof(ulong))) ^ last) & ~CaseBits(last));
        }

        return difference == 0 && (name.Length <= 4 * sizeof(ulong) || IsAnyAt(at, name));
    }

    /// <summary>Whether a name stands at a place, byte by byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExactlyAt(byte* at, ReadOnlySpan<byte> name) => new ReadOnlySpan<byte>(at, name.Length).SequenceEqual(name);

    /// <summary>As <see cref="IsAt"/>, for a name that is no constant, or very short or long.</summary>
    public static bool IsAnyAt(byte* at, ReadOnlySpan<byte> name)
    {
        ref byte start = ref MemoryMarshal.GetReference(name);
        int last = name.Length - sizeof(ulong);
        if (last < 0)
        {
            return IsShortAt(at, name);
        }

        for (int i = 0; i < last; i += sizeof(ulong))
        {
            if (!IsWordAt(at + i, ref Unsafe.Add(ref start, i)))
            {
                return false;
            }
        }

        return IsWordAt(at + last, ref Unsafe.Add(ref start, last));
    }

    private static bool IsShortAt(byte* at, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (((at[i] ^ name[i]) & ~CaseBits(name[i])) != 0)
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWordAt(byte* at, ref byte name)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref name);
        return ((Unsafe.ReadUnaligned<ulong>(at) ^ word) & ~CaseBits(word)) == 0;
    }

    // The bit that tells lower from upper case, for each byte that is a letter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CaseBits(ulong name) =>
        (((name & ~HighBits) + FromA) & ~((name & ~HighBits) + BehindZ) & ~name & HighBits) >> 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint CaseBits(uint name) => unchecked((uint)CaseBits((ulong)name));
}
