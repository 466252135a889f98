using System.Buffers.Binary;
using QueryGen.Storage;

namespace QueryGen.Checkpoints;

/// <summary>The first bytes of a checkpoint; the store's records follow, in Kafka's record batches.</summary>
/// <param name="Offset">The changelog's records from this offset on are not in it.</param>
/// <param name="Records">How many records follow.</param>
/// <param name="FileBytes">Bytes of the whole file.</param>
/// <param name="WrittenMs">When it was written, milliseconds since 1970-01-01 UTC.</param>
/// <param name="UsableUntilMs">From then on compaction may have taken away deletions that it does not know of.</param>
internal readonly record struct CheckpointHeader(long Offset, long Records, long FileBytes, long WrittenMs, long UsableUntilMs)
{
    public const int Bytes = ChecksumAt + sizeof(uint);

    // "QGCP"
    private const int Magic = 0x51474350;
    private const int Version = 1;
    private const int ChecksumAt = 48;

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, Magic);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], Version);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], Offset);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], Records);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], FileBytes);
        BinaryPrimitives.WriteInt64BigEndian(target[32..], WrittenMs);
        BinaryPrimitives.WriteInt64BigEndian(target[40..], UsableUntilMs);
        BinaryPrimitives.WriteUInt32BigEndian(target[ChecksumAt..], Checksum.Of(target[..ChecksumAt]));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">These are no such bytes; the message says what is wrong.</exception>
    public static CheckpointHeader Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Bytes || BinaryPrimitives.ReadInt32BigEndian(source) != Magic)
        {
            throw new InvalidDataException("it does not begin as a checkpoint does");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(source[4..]) is var version && version != Version)
        {
            throw new InvalidDataException($"its format has number {version}, this version of QueryGen reads number {Version}");
        }

        return BinaryPrimitives.ReadUInt32BigEndian(source[ChecksumAt..]) == Checksum.Of(source[..ChecksumAt])
            ? new CheckpointHeader(
                BinaryPrimitives.ReadInt64BigEndian(source[8..]),
                BinaryPrimitives.ReadInt64BigEndian(source[16..]),
                BinaryPrimitives.ReadInt64BigEndian(source[24..]),
                BinaryPrimitives.ReadInt64BigEndian(source[32..]),
                BinaryPrimitives.ReadInt64BigEndian(source[40..]))
            : throw new InvalidDataException("the checksum of its header is wrong");
    }
}
