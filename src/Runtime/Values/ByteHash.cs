using System.Numerics;
using System.Runtime.InteropServices;

namespace QueryGen.Values;

/// <summary>A fast hash of bytes, for tables in memory. The same in every process of one kind of machine; never written to disk.</summary>
internal static class ByteHash
{
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        uint hash = (uint)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = BitOperations.Crc32C(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            hash = BitOperations.Crc32C(hash, b);
        }

        return (int)hash;
    }
}
