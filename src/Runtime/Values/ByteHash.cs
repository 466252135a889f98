using System.Numerics;
using System.Runtime.InteropServices;

namespace QueryGen.Values;

/// <summary>A fast hash of bytes, for tables in memory. The same in every process of one kind of machine; never written to disk.</summary>
internal static class ByteHash
{
    public static int Of(ReadOnlySpan<byte> bytes) => (int)Of(bytes, (uint)bytes.Length);

    /// <summary>Goes on from another hash, which holds the length.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint hash)
    {
        if (bytes.Length < sizeof(ulong))
        {
            return OfFew(bytes, hash);
        }

        // The last word may overlap the one before it: the length tells such texts apart.
        ReadOnlySpan<byte> last = bytes[^sizeof(ulong)..];
        for (; bytes.Length > sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = BitOperations.Crc32C(hash, MemoryMarshal.Read<ulong>(bytes));
        }

        return BitOperations.Crc32C(hash, MemoryMarshal.Read<ulong>(last));
    }

    private static uint OfFew(ReadOnlySpan<byte> bytes, uint hash)
    {
        if (bytes.Length >= sizeof(uint))
        {
            ulong first = MemoryMarshal.Read<uint>(bytes);
            ulong last = MemoryMarshal.Read<uint>(bytes[^sizeof(uint)..]);
            return BitOperations.Crc32C(hash, (last << 32) | first);
        }

        foreach (byte b in bytes)
        {
            hash = BitOperations.Crc32C(hash, b);
        }

        return hash;
    }
}
