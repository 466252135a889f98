using System.Text;

namespace QueryGen.Testing.Simulation;

/// <summary>A record that a simulation writes into a source topic.</summary>
/// <param name="Topic">The topic, as in the topology.</param>
/// <param name="Key">The key's bytes; null: none. Decides about the partition, as a producer of Kafka does.</param>
/// <param name="Value">The value's bytes; null: a tombstone.</param>
/// <param name="TimestampMs">Event time, milliseconds since 1970-01-01 UTC.</param>
public sealed record SimulatedRecord(string Topic, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, long TimestampMs)
{
    // A plain null beside a ReadOnlyMemory would become an empty one.
    private static ReadOnlyMemory<byte>? Nothing => default;

    /// <summary>A record of texts, in UTF-8.</summary>
    /// <param name="topic">The topic, as in the topology.</param>
    /// <param name="key">The key; null: none.</param>
    /// <param name="value">The value; null: a tombstone.</param>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC.</param>
    public SimulatedRecord(string topic, string? key, string? value, long timestampMs)
        : this(topic, Bytes(key), Bytes(value), timestampMs)
    {
    }

    private static ReadOnlyMemory<byte>? Bytes(string? text) =>
        text is null ? Nothing : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text));
}
