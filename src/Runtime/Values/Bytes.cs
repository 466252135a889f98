using System.Diagnostics.CodeAnalysis;

namespace QueryGen.Values;

/// <summary>A BYTES value: a slice of memory that does not move. <c>default</c> is NULL. Lifetime as <see cref="Text"/>.</summary>
public readonly unsafe struct Bytes : IEquatable<Bytes>, IComparable<Bytes>
{
    private readonly byte* _data;
    private readonly int _length;

    /// <summary>A slice of memory that outlives it.</summary>
    /// <param name="data">The first byte; not null, also for no bytes.</param>
    /// <param name="length">Bytes.</param>
    public Bytes(byte* data, int length)
    {
        _data = data;
        _length = length;
    }

    /// <summary>NULL of SQL.</summary>
    public bool IsNull => _data == null;

    /// <summary>Bytes; 0 for NULL.</summary>
    public int Length => _length;

    /// <summary>The bytes; empty for NULL.</summary>
    public ReadOnlySpan<byte> Span => new(_data, _length);

    /// <summary>Where the bytes begin; null for NULL.</summary>
    public byte* Data => _data;

    /// <summary>Byte by byte. Two NULLs are equal here.</summary>
    public bool Equals(Bytes other) => IsNull == other.IsNull && Span.SequenceEqual(other.Span);

    /// <summary>Lexicographic over signed bytes, as Java's <c>ByteBuffer</c>. NULL is least.</summary>
    public int CompareTo(Bytes other)
    {
        if (IsNull || other.IsNull)
        {
            return (IsNull ? 0 : 1) - (other.IsNull ? 0 : 1);
        }

        int common = Span.CommonPrefixLength(other.Span);
        return common == _length || common == other._length
            ? _length.CompareTo(other._length)
            : ((sbyte)_data[common]).CompareTo((sbyte)other._data[common]);
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Bytes other && Equals(other);

    /// <summary>A hash of the bytes.</summary>
    public override int GetHashCode() => ByteHash.Of(Span);

    /// <summary>A copy; null for NULL.</summary>
    public byte[]? ToArray() => IsNull ? null : Span.ToArray();

    /// <inheritdoc cref="Equals(Bytes)"/>
    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    /// <inheritdoc cref="Equals(Bytes)"/>
    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(Bytes left, Bytes right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(Bytes left, Bytes right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(Bytes left, Bytes right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(Bytes left, Bytes right) => left.CompareTo(right) >= 0;
}
