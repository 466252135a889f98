using QueryGen.Testing;

namespace QueryGen.Conformance.Running;

/// <summary>A record as a topic holds it.</summary>
/// <param name="Key">With its window behind it where the key is windowed; null: none.</param>
/// <param name="Value">Null: a tombstone.</param>
/// <param name="TimestampMs">Milliseconds since 1970-01-01 UTC.</param>
internal sealed record TopicRecord(byte[]? Key, byte[]? Value, long TimestampMs, IReadOnlyList<TestHeader> Headers);
