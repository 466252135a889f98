using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>The few texts that a column takes, each with a number. A number is found by the text's first eight bytes and its length.</summary>
internal sealed unsafe class Clubs
{
    private const int Slots = 64;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Club> _clubs = [];
    private readonly int[] _slots = new int[Slots];

    /// <summary>A club as it is needed.</summary>
    /// <param name="Name">In UTF-8; null for NULL.</param>
    /// <param name="Column">As the last column of a result, with the end of the object.</param>
    public sealed record Club(byte[]? Name, byte[] Column);

    /// <summary>The club of a number.</summary>
    public Club this[int number] => _clubs[number];

    /// <summary>The number of a name, which is remembered.</summary>
    public int Add(string? name)
    {
        string key = name ?? "\0";
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _clubs.Count;
            _numbers.Add(key, number);
            _clubs.Add(new Club(
                name is null ? null : Encoding.UTF8.GetBytes(name),
                Encoding.UTF8.GetBytes($",\"CLUB_STATUS\":{CustomerRow.Json(name)}}}")));
        }

        return number;
    }

    /// <summary>The number of a name that a record has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> name)
    {
        int hash = Hash(name);
        int number = _slots[hash] - 1;
        return number >= 0 && name.SequenceEqual(_clubs[number].Name) ? number : FindAnew(name, hash);
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
    private static int Hash(ReadOnlySpan<byte> name)
    {
        ulong first = Unsafe.ReadUnaligned<ulong>(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(name));
        first = name.Length >= 8 ? first : first & ((1UL << (name.Length * 8)) - 1);
        return (int)(BitOperations.Crc32C((uint)name.Length, first) & (Slots - 1));
    }
}
