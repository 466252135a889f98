using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>What is commonly written: System.Text.Json's source generator, a Dictionary, a Utf8JsonWriter over a reused buffer.</summary>
internal abstract unsafe class IdiomaticQuery : Contender
{
    private readonly Sink[] _sinks;

    /// <summary>A query that writes a number of sinks.</summary>
    protected IdiomaticQuery(int sinks = 1) => _sinks = [.. Enumerable.Range(0, sinks).Select(_ => new Sink())];

    public sealed override long Failed => 0;

    public sealed override int Sinks => _sinks.Length;

    /// <summary>A record's value as an object.</summary>
    protected static RatingModel Read(in RecordRef record) => JsonSerializer.Deserialize(record.Value, Models.Default.RatingModel)!;

    /// <summary>Starts a record: its value is what is written before <see cref="End"/>.</summary>
    protected Utf8JsonWriter Begin(int sink, ReadOnlySpan<byte> key = default)
    {
        Sink to = _sinks[sink];
        to.KeyStart = to.Bytes.WrittenCount;
        to.Bytes.Write(key);
        to.KeyBytes = key.Length;
        to.Writer.Reset();
        to.Writer.WriteStartObject();
        return to.Writer;
    }

    /// <summary>Ends a record.</summary>
    protected void End(int sink, long timestampMs, int windowBytes = 0)
    {
        Sink to = _sinks[sink];
        to.Writer.WriteEndObject();
        to.Writer.Flush();
        int value = to.KeyStart + to.KeyBytes;
        to.Records.Add(new Place(timestampMs, to.KeyStart, to.KeyBytes, to.Bytes.WrittenCount - value, windowBytes));
    }

    public sealed override int Count(int sink) => _sinks[sink].Records.Count;

    public sealed override RecordRef Written(int sink, int index)
    {
        Place record = _sinks[sink].Records[index];
        byte* key = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_sinks[sink].Bytes.WrittenSpan)) + record.Key;
        return new RecordRef(
            key, record.KeyBytes == 0 ? -1 : record.KeyBytes, key + record.KeyBytes, record.ValueBytes, null, 0, record.TimestampMs, index);
    }

    public sealed override int WindowBytes(int sink, int index) => _sinks[sink].Records[index].WindowBytes;

    public sealed override void Clear()
    {
        foreach (Sink sink in _sinks)
        {
            sink.Records.Clear();
            sink.Bytes.ResetWrittenCount();
        }
    }

    public sealed override void Dispose()
    {
        foreach (Sink sink in _sinks)
        {
            sink.Writer.Dispose();
        }
    }

    private sealed class Sink
    {
        public Sink() => Writer = new Utf8JsonWriter(
            Bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        public ArrayBufferWriter<byte> Bytes { get; } = new(1 << 20);

        public Utf8JsonWriter Writer { get; }

        public List<Place> Records { get; } = [];

        public int KeyStart { get; set; }

        public int KeyBytes { get; set; }
    }

    private readonly record struct Place(long TimestampMs, int Key, int KeyBytes, int ValueBytes, int WindowBytes);
}
