using System.Buffers.Binary;
using System.Text;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>
/// An entry of the file of commits as bytes: length and checksum, then its own place, how much of the file was durable, and its items.
/// </summary>
/// <remarks>
/// The place makes an entry that lies anywhere else none, so that entries can be looked for behind a damage. Little-endian. Kept and
/// used again: allocates only while its buffer grows.
/// </remarks>
internal sealed class CommitFrame : IDisposable
{
    private const int PrefixBytes = 8;
    private const int FixedBytes = PrefixBytes + sizeof(long) + sizeof(long);
    private const byte End = 1;
    private const byte Position = 2;

    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public CommitFrame() => _writer = new BinaryWriter(_stream, Encoding.UTF8);

    /// <summary>How many items were added since <see cref="Begin"/>.</summary>
    public int Items { get; private set; }

    public void Begin()
    {
        _stream.SetLength(FixedBytes);
        _stream.Position = FixedBytes;
        Items = 0;
    }

    public void AddEnd(string topic, int partition, long end)
    {
        _writer.Write(End);
        _writer.Write(topic);
        _writer.Write7BitEncodedInt(partition);
        _writer.Write7BitEncodedInt64(end);
        Items++;
    }

    public void AddPosition(string name, ReadOnlySpan<byte> value)
    {
        _writer.Write(Position);
        _writer.Write(name);
        _writer.Write7BitEncodedInt(value.Length);
        _writer.Write(value);
        Items++;
    }

    /// <summary>The whole frame.</summary>
    /// <param name="place">Where in the file it will stand.</param>
    /// <param name="durableBytes">How much of the file is on disk, with all records that it names.</param>
    public ReadOnlySpan<byte> Finish(long place, long durableBytes)
    {
        _writer.Flush();
        Span<byte> frame = _stream.GetBuffer().AsSpan(0, (int)_stream.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - PrefixBytes);
        BinaryPrimitives.WriteInt64LittleEndian(frame[PrefixBytes..], place);
        BinaryPrimitives.WriteInt64LittleEndian(frame[(PrefixBytes + sizeof(long))..], durableBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[sizeof(int)..], Checksum.Of(frame[PrefixBytes..]));
        return frame;
    }

    /// <summary>The size of the whole frame that stands at a place of the file; 0 where there is none.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="place">The place.</param>
    /// <param name="durableBytes">What the frame says of the file.</param>
    public static int SizeAt(ReadOnlySpan<byte> file, int place, out long durableBytes)
    {
        ReadOnlySpan<byte> rest = file[place..];
        durableBytes = 0;
        if (rest.Length < FixedBytes)
        {
            return 0;
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (size < FixedBytes - PrefixBytes || size > rest.Length - PrefixBytes
            || BinaryPrimitives.ReadInt64LittleEndian(rest[PrefixBytes..]) != place
            || BinaryPrimitives.ReadUInt32LittleEndian(rest[sizeof(int)..]) != Checksum.Of(rest.Slice(PrefixBytes, size)))
        {
            return 0;
        }

        durableBytes = BinaryPrimitives.ReadInt64LittleEndian(rest[(PrefixBytes + sizeof(long))..]);
        return PrefixBytes + size;
    }

    /// <summary>Reads the items of a whole frame.</summary>
    public static CommitEntry Read(byte[] file, int place, int size)
    {
        using MemoryStream stream = new(file, place + FixedBytes, size - FixedBytes, writable: false);
        using BinaryReader reader = new(stream, Encoding.UTF8);
        CommitEntry entry = new();
        while (stream.Position < stream.Length)
        {
            if (reader.ReadByte() == End)
            {
                string topic = reader.ReadString();
                int partition = reader.Read7BitEncodedInt();
                entry.Ends[(topic, partition)] = reader.Read7BitEncodedInt64();
            }
            else
            {
                string name = reader.ReadString();
                entry.Positions[name] = reader.ReadBytes(reader.Read7BitEncodedInt());
            }
        }

        return entry;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }
}
