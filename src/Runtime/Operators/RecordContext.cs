using QueryGen.Serdes;

namespace QueryGen.Operators;

/// <summary>What goes with a row through the operators: event time, where it came from, headers.</summary>
public readonly unsafe struct RecordContext
{
    private readonly byte* _headers;
    private readonly int _headersLength;
    private readonly bool _isWithoutKey;

    /// <summary>The context of a record as it was read.</summary>
    public RecordContext(in RecordRef record, int partition)
    {
        TimestampMs = record.TimestampMs;
        Partition = partition;
        Offset = record.Offset;
        HasValue = record.HasValue;
        _isWithoutKey = !record.HasKey;
        _headersLength = record.HeadersLength;
        _headers = record.HeadersStart;
    }

    /// <summary>A context without a record behind it: partition 0, offset -1, no headers.</summary>
    public RecordContext(long timestampMs)
    {
        TimestampMs = timestampMs;
        Offset = -1;
        HasValue = true;
    }

    private RecordContext(in RecordContext other, long timestampMs, bool hasValue, bool isKeyless)
    {
        this = other;
        TimestampMs = timestampMs;
        HasValue = hasValue;
        IsKeyless = isKeyless;
    }

    /// <summary>Event time, milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>The partition that the record came from.</summary>
    public int Partition { get; }

    /// <summary>The record's place in its partition; -1 for a row that is no record's.</summary>
    public long Offset { get; }

    /// <summary>False for a row without a value: a stream's null value, a table's deletion.</summary>
    public bool HasValue { get; }

    /// <summary>The row is written without a key, not with one whose columns are NULL.</summary>
    public bool IsKeyless { get; }

    /// <summary>The record's headers in Kafka's format; empty: none.</summary>
    public ReadOnlySpan<byte> Headers => new(_headers, _headersLength);

    /// <summary>The same at another event time.</summary>
    public RecordContext At(long timestampMs) => new(this, timestampMs, HasValue, IsKeyless);

    /// <summary>The same for a row that is deleted.</summary>
    public RecordContext Deleted() => new(this, TimestampMs, hasValue: false, IsKeyless);

    /// <summary>The same for a row that has a value.</summary>
    public RecordContext WithValue() => new(this, TimestampMs, hasValue: true, IsKeyless);

    /// <summary>The same for a row that keeps the record's key: where the record has none, neither has the row.</summary>
    public RecordContext KeepKey() => new(this, TimestampMs, HasValue, _isWithoutKey);
}
