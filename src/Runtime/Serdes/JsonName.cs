using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

        if (name.Length <= 2 * sizeof(ulong))
        {
            // The second word is what the first one leaves over: nothing behind the name is compared.
            ulong first = Unsafe.ReadUnaligned<ulong>(ref word);
            ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, name.Length - sizeof(ulong)));
            int over = 8 * ((2 * sizeof(ulong)) - name.Length);
            ulong second = over == 64 ? 0 : last >> over;
            ulong counted = over == 64 ? 0 : ulong.MaxValue >> over;
            Vector128<ulong> difference = Vector128.Load((ulong*)at) ^ Vector128.Create(first, second);
            if ((difference & Vector128.Create(~CaseBits(first), ~CaseBits(second) & counted)) == Vector128<ulong>.Zero)
            {
                return true;
            }

            return false;
        }

        return IsLongAt(at, name);
    }

    // The words from the start and those from the end meet, or lie over each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLongAt(byte* at, ReadOnlySpan<byte> name)
    {
        ref byte word = ref MemoryMarshal.GetReference(name);
        ulong first = Unsafe.ReadUnaligned<ulong>(ref word);
        ulong second = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, sizeof(ulong)));
        ulong third = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, name.Length - (2 * sizeof(ulong))));
        ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, name.Length - sizeof(ulong)));
        Vector128<ulong> start = (Vector128.Load((ulong*)at) ^ Vector128.Create(first, second))
            & Vector128.Create(~CaseBits(first), ~CaseBits(second));
        Vector128<ulong> end = (Vector128.Load((ulong*)(at + name.Length - (2 * sizeof(ulong)))) ^ Vector128.Create(third, last))
            & Vector128.Create(~CaseBits(third), ~CaseBits(last));
        if ((start | end) == Vector128<ulong>.Zero)
        {
            return name.Length <= 4 * sizeof(ulong) || IsAnyAt(at, name);
        }

        return false;
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
