using System.Buffers.Binary;
using System.Text.Json;
using QueryGen.Testing;

namespace QueryGen.Durability;

/// <summary>A record whose key is a number or a text and whose value is a flat JSON object of numbers.</summary>
/// <param name="Key">The text, or the number's digits.</param>
/// <param name="WindowStartMs">Of a windowed table; else null.</param>
/// <param name="Values">The numbers in the order in which they stand; null: a tombstone.</param>
/// <param name="TimestampMs">Event time.</param>
internal sealed record Row(string Key, long? WindowStartMs, Numbers? Values, long TimestampMs)
{
    /// <summary>Reads a record with a text as key.</summary>
    public static Row OfText(TestRecord record) => new(record.KeyText!, null, Numbers.Of(record.Value), record.TimestampMs);

    /// <summary>Reads a record with an INT as key, and maybe a window behind it.</summary>
    public static Row OfNumber(TestRecord record) => new(
        $"{BinaryPrimitives.ReadInt32BigEndian(record.Key!.Value.Span)}",
        record.WindowStartMs,
        Numbers.Of(record.Value),
        record.TimestampMs);
}

/// <summary>Numbers that compare by value.</summary>
internal sealed class Numbers(params long?[] values) : IEquatable<Numbers>
{
    public long? this[int index] => values[index];

    public static Numbers? Of(ReadOnlyMemory<byte>? json)
    {
        if (json is not { } bytes)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(bytes);
        return new Numbers([.. document.RootElement.EnumerateObject()
            .Select(member => member.Value.ValueKind == JsonValueKind.Null ? (long?)null : member.Value.GetInt64())]);
    }

    public bool Equals(Numbers? other) => other is not null && values.AsSpan().SequenceEqual(other.ToArray());

    public override bool Equals(object? obj) => Equals(obj as Numbers);

    public override int GetHashCode() => values.Length == 0 ? 0 : values[0].GetHashCode();

    public override string ToString() => string.Join(", ", values.Select(value => value?.ToString() ?? "null"));

    private long?[] ToArray() => values;
}
