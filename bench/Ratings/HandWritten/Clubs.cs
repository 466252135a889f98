using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>The few texts that a column takes, each with a number.</summary>
/// <remarks>A number is found by the text's first eight bytes and its length.</remarks>
internal sealed unsafe class Clubs : IDisposable
{
    private const int Slots = 64;

    // What is copied 32 bytes at a time may be read that far behind.
    private const int Readable = 64;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[] _slots = new int[Slots];
    private Club* _clubs;

    /// <summary>A club as it is needed.</summary>
    public struct Club
    {
        /// <summary>In UTF-8; nowhere for NULL.</summary>
        public Slice Name;

        /// <summary>As the last column of a result, with the end of the object.</summary>
        public Slice Column;
    }

    /// <summary>The club of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Club* At(int number) => _clubs + number;

    /// <summary>The number of a name, which is remembered.</summary>
    public int Add(string? name)
    {
        string key = name ?? "\0";
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(key, number);
            _clubs = (Club*)NativeMemory.Realloc(_clubs, (nuint)((number + 1) * sizeof(Club)));
            _clubs[number].Name = name is null ? default : Copy(name);
            _clubs[number].Column = Copy($",\"CLUB_STATUS\":{CustomerRow.Json(name)}}}");
        }

        return number;
    }

    /// <summary>The number of a name that a record has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(byte* name, int length)
    {
        int hash = Hash(name, length);
        int number = _slots[hash] - 1;
        return number >= 0 && new ReadOnlySpan<byte>(name, length).SequenceEqual(new(_clubs[number].Name.Start, _clubs[number].Name.Length))
            ? number
            : FindAnew(new ReadOnlySpan<byte>(name, length), hash);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _numbers.Count; i++)
        {
            NativeMemory.Free(_clubs[i].Name.Start);
            NativeMemory.Free(_clubs[i].Column.Start);
        }

        NativeMemory.Free(_clubs);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindAnew(ReadOnlySpan<byte> name, int hash)
    {
        int number = Add(Encoding.UTF8.GetString(name));
        _slots[hash] = number + 1;
        return number;
    }

    // Records have 64 bytes behind them that can be read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(byte* name, int length)
    {
        ulong first = Unsafe.ReadUnaligned<ulong>(name);
        first = length >= 8 ? first : first & ((1UL << (length * 8)) - 1);
        return (int)(BitOperations.Crc32C((uint)length, first) & (Slots - 1));
    }

    private static Slice Copy(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Slice copy = new() { Start = (byte*)NativeMemory.AllocZeroed((nuint)(utf8.Length + Readable)), Length = utf8.Length };
        utf8.CopyTo(new Span<byte>(copy.Start, copy.Length));
        return copy;
    }
}
