namespace QueryGen.Serdes;

/// <summary>One record where it lies in native memory.</summary>
/// <remarks>64 bytes behind the key and the value can be read; what they hold means nothing. Valid until its batch is given back.</remarks>
public readonly unsafe struct RecordRef
{
    private readonly byte* _key;
    private readonly byte* _value;
    private readonly byte* _headers;
    private readonly int _keyLength;
    private readonly int _valueLength;
    private readonly int _headersLength;

    /// <summary>A record; a length of -1 is a null key or value.</summary>
    /// <param name="key">The key's first byte.</param>
    /// <param name="keyLength">Bytes, or -1.</param>
    /// <param name="value">The value's first byte.</param>
    /// <param name="valueLength">Bytes, or -1.</param>
    /// <param name="headers">Headers as Kafka's record format has them: a varint count, then each header. No bytes: none.</param>
    /// <param name="headersLength">Bytes.</param>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="offset">Its place in the partition.</param>
    public RecordRef(
        byte* key, int keyLength, byte* value, int valueLength, byte* headers, int headersLength, long timestampMs, long offset)
    {
        _key = key;
        _keyLength = keyLength;
        _value = value;
        _valueLength = valueLength;
        _headers = headers;
        _headersLength = headersLength;
        TimestampMs = timestampMs;
        Offset = offset;
    }

    /// <summary>The key's bytes; empty where there is none.</summary>
    public ReadOnlySpan<byte> Key => new(_key, Math.Max(_keyLength, 0));

    /// <summary>The value's bytes; empty where there is none.</summary>
    public ReadOnlySpan<byte> Value => new(_value, Math.Max(_valueLength, 0));

    internal byte* KeyStart => _key;

    internal int KeyLength => _keyLength;

    internal byte* ValueStart => _value;

    internal int ValueLength => _valueLength;

    internal byte* HeadersStart => _headers;

    internal int HeadersLength => _headersLength;

    /// <summary>False for a null key.</summary>
    public bool HasKey => _keyLength >= 0;

    /// <summary>False for a null value: a tombstone.</summary>
    public bool HasValue => _valueLength >= 0;

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>Its place in the partition.</summary>
    public long Offset { get; }

    /// <summary>Headers in Kafka's record format: a varint count, then each header. Empty: none.</summary>
    public ReadOnlySpan<byte> Headers => new(_headers, _headersLength);
}

/// <summary>Records of one partition, in the order of their offsets.</summary>
public readonly unsafe ref struct RecordBatch
{
    private readonly ReadOnlySpan<RecordRef> _records;

    /// <summary>Records that stay where they are until the batch is given back.</summary>
    public RecordBatch(ReadOnlySpan<RecordRef> records, int partition)
    {
        _records = records;
        Partition = partition;
    }

    /// <summary>How many records.</summary>
    public int Count => _records.Length;

    /// <summary>The partition that they come from.</summary>
    public int Partition { get; }

    /// <summary>A record, counted from 0.</summary>
    public ref readonly RecordRef this[int index] => ref _records[index];

    /// <summary>Copies them to where there is room for so many; what they point to stays where it is.</summary>
    internal void CopyTo(Span<RecordRef> target) => _records.CopyTo(target);

    /// <summary>A run of them.</summary>
    public RecordBatch Slice(int start, int count) => new(_records.Slice(start, count), Partition);
}
