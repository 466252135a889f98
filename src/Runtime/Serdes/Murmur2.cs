using System.Buffers.Binary;

namespace QueryGen.Serdes;

/// <summary>Which partition a key belongs to: the same one as with Kafka's own producers.</summary>
/// <remarks>The 32-bit MurmurHash2 with the seed that Kafka's Java client uses.</remarks>
public static class Murmur2
{
    private const uint Seed = 0x9747B28C;
    private const uint Multiplier = 0x5BD1E995;

    /// <summary>The partition of a key, from 0.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="partitions">How many there are, at least 1.</param>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) => (int)((Hash(key) & 0x7FFFFFFF) % (uint)partitions);

    /// <summary>The hash of a key's bytes.</summary>
    public static uint Hash(ReadOnlySpan<byte> data)
    {
        uint hash = Seed ^ (uint)data.Length;
        while (data.Length >= sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
            data = data[sizeof(uint)..];
        }

        if (data.Length > 0)
        {
            uint rest = 0;
            for (int i = data.Length - 1; i >= 0; i--)
            {
                rest = (rest << 8) | data[i];
            }

            hash = (hash ^ rest) * Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
