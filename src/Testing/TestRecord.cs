using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using QueryGen.Serdes;

namespace QueryGen.Testing;

/// <summary>A record as a topic holds it.</summary>
public sealed class TestRecord
{
    // A plain null beside a ReadOnlyMemory would become an empty one.
    internal static ReadOnlyMemory<byte>? NoBytes => default;

    /// <summary>The length of a window whose record comes from a store: its key does not tell.</summary>
    internal const long UnknownSize = -1;

    // Of sessions: each has its own.
    private const long NoSize = 0;

    private readonly long? _windowSizeMs;

    internal TestRecord(in RecordRef record, int partition, long? windowSizeMs)
    {
        Key = record.HasKey ? new ReadOnlyMemory<byte>(record.Key.ToArray()) : NoBytes;
        Value = record.HasValue ? new ReadOnlyMemory<byte>(record.Value.ToArray()) : NoBytes;
        TimestampMs = record.TimestampMs;
        Offset = record.Offset;
        Headers = TestHeader.Decode(record.Headers);
        Partition = partition;
        _windowSizeMs = windowSizeMs;
    }

    /// <summary>The key's bytes, with the window behind them in a windowed topic; null for none.</summary>
    public ReadOnlyMemory<byte>? Key { get; }

    /// <summary>The value's bytes; null: a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>Event time, milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>The partition, from 0.</summary>
    public int Partition { get; }

    /// <summary>The place in the partition, from 0.</summary>
    public long Offset { get; }

    /// <summary>Headers in their order.</summary>
    public IReadOnlyList<TestHeader> Headers { get; }

    /// <summary>The key as UTF-8, without its window; null for none.</summary>
    public string? KeyText => Key is { } key
        ? Encoding.UTF8.GetString(key.Span[..^WindowBytes])
        : null;

    /// <summary>The value as UTF-8; null: a tombstone.</summary>
    public string? ValueText => Value is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>Start of the key's window, inclusive, milliseconds since 1970-01-01 UTC; null where the topic has no windows.</summary>
    public long? WindowStartMs => WindowBytes == 0 ? null : BinaryPrimitives.ReadInt64BigEndian(Key!.Value.Span[^sizeof(long)..]);

    /// <summary>End of the key's window: exclusive, but of a session the time of its last row; null where the topic has no windows, or the
    /// record comes from a store.</summary>
    public long? WindowEndMs => _windowSizeMs switch
    {
        UnknownSize => null,
        NoSize => WindowBytes == 0 ? null : BinaryPrimitives.ReadInt64BigEndian(Key!.Value.Span[^WindowBytes..]),
        _ => WindowStartMs + _windowSizeMs,
    };

    // How many bytes of the key are its window.
    private int WindowBytes
    {
        get
        {
            int bytes = _windowSizeMs switch { null => 0, NoSize => 2 * sizeof(long), _ => sizeof(long) };
            return Key is { } key && key.Length >= bytes ? bytes : 0;
        }
    }

    /// <summary>
    /// <c>key [start, end) | value | timestamp</c>; the window only where there is one, of a session <c>[start, end]</c>. <c>null</c>
    /// where there is no key or value.
    /// </summary>
    public override string ToString()
    {
        char closing = _windowSizeMs == NoSize ? ']' : ')';
        string window = WindowStartMs is { } start ? string.Create(CultureInfo.InvariantCulture, $" [{start}, {WindowEndMs}{closing}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{KeyText ?? "null"}{window} | {ValueText ?? "null"} | {TimestampMs}");
    }
}
