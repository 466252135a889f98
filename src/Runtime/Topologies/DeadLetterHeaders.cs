using System.Buffers;
using System.Globalization;
using System.Text;

namespace QueryGen.Topologies;

/// <summary>The headers of a dead letter: those of the record as they came, and behind them what is wrong with it.</summary>
/// <remarks>
/// The names are those of Kafka Connect's dead-letter queues, which consoles and replay tools know. A record that comes from a dead-letter
/// topic itself gets a second set: the last one counts.
/// </remarks>
internal sealed class DeadLetterHeaders
{
    public const string Prefix = "__connect.errors.";

    /// <summary>Stage of a record whose key cannot be read.</summary>
    public const string KeyStage = "KEY_CONVERTER";

    /// <summary>Stage of a record whose value cannot be read.</summary>
    public const string ValueStage = "VALUE_CONVERTER";

    /// <summary>Stage of a record that can be read and not used.</summary>
    public const string UseStage = "TRANSFORMATION";

    private static readonly string ExceptionName = typeof(RecordException).FullName!;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The headers in Kafka's record format; valid until the next call.</summary>
    /// <param name="original">Those of the record, in the same form; empty: none.</param>
    /// <param name="topic">The record's topic.</param>
    /// <param name="partition">The record's partition.</param>
    /// <param name="offset">The record's offset.</param>
    /// <param name="stage">One of the stages.</param>
    /// <param name="message">What is wrong, without the record's data.</param>
    public ReadOnlySpan<byte> Behind(
        ReadOnlySpan<byte> original, string topic, int partition, long offset, string stage, string message)
    {
        _bytes.ResetWrittenCount();
        int start = 0;
        long count = original.IsEmpty ? 0 : ReadVarint(original, ref start);
        WriteVarint(count + 6);
        _bytes.Write(original[start..]);
        Write("topic", topic);
        Write("partition", partition.ToString(CultureInfo.InvariantCulture));
        Write("offset", offset.ToString(CultureInfo.InvariantCulture));
        Write("stage", stage);
        Write("exception.class.name", ExceptionName);
        Write("exception.message", message);
        return _bytes.WrittenSpan;
    }

    private void Write(string name, string value)
    {
        WriteText(Prefix + name);
        WriteText(value);
    }

    private void WriteText(string text)
    {
        WriteVarint(Encoding.UTF8.GetByteCount(text));
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(Encoding.UTF8.GetByteCount(text))));
    }

    private void WriteVarint(long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            WriteByte((byte)(zigzag | 0x80));
        }

        WriteByte((byte)zigzag);
    }

    private void WriteByte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private static long ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong zigzag = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[at++];
            zigzag |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            }
        }
    }
}
