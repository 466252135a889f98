using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace QueryGen.Values;

/// <summary>A VARCHAR: a slice of UTF-8 bytes in memory that does not move. <c>default</c> is NULL.</summary>
/// <remarks>
/// It owns nothing. A slice of a record is valid until the record's batch is given back, one of an arena until the arena is
/// reset; a store copies what it keeps.
/// </remarks>
public readonly unsafe struct Text : IEquatable<Text>, IComparable<Text>
{
    private readonly byte* _data;
    private readonly int _length;
    private readonly bool _isPlain;

    /// <summary>A slice of memory that outlives it.</summary>
    /// <param name="data">The first byte; not null, also for an empty text.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="isPlain">Known to be printable ASCII without quote and backslash.</param>
    public Text(byte* data, int length, bool isPlain = false)
    {
        _data = data;
        _length = length;
        _isPlain = isPlain;
    }

    /// <summary>
    /// A text, set by one store: rows are copied soon after they were read, and a load of two stores must wait for both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Set(out Text text, byte* data, int length, bool isPlain)
    {
        Unsafe.SkipInit(out text);
        Unsafe.As<Text, Vector128<ulong>>(ref text) = Vector128.Create((ulong)data, (uint)length | (isPlain ? 1UL << 32 : 0));
    }

    /// <summary>The empty text, which is not NULL.</summary>
    public static Text Empty => Literal(" "u8).Slice(0, 0);

    /// <summary>NULL of SQL.</summary>
    public bool IsNull => _data == null;

    /// <summary>Bytes of UTF-8; 0 for NULL.</summary>
    public int Length => _length;

    /// <summary>Known to be printable ASCII without quote and backslash: JSON can take it as it is. False says nothing.</summary>
    public bool IsPlain => _isPlain;

    /// <summary>The UTF-8 bytes; empty for NULL.</summary>
    public ReadOnlySpan<byte> Span => new(_data, _length);

    /// <summary>Where the bytes begin; null for NULL.</summary>
    public byte* Data => _data;

    /// <summary>A text that stands in the program. Only for <c>"…"u8</c>, whose bytes lie in the module and never move.</summary>
    public static Text Literal(ReadOnlySpan<byte> utf8Literal) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(utf8Literal)), utf8Literal.Length);

    /// <summary>A part of it, in bytes. The caller keeps to the borders of characters.</summary>
    public Text Slice(int start, int length) => new(_data + start, length, _isPlain);

    /// <summary>Byte by byte. Two NULLs are equal here; SQL's rules are in <c>Compare</c>.</summary>
    public bool Equals(Text other) => IsNull == other.IsNull && Span.SequenceEqual(other.Span);

    /// <summary>By UTF-16 code units, as Java and .NET's ordinal order. NULL is least.</summary>
    public int CompareTo(Text other)
    {
        if (IsNull || other.IsNull)
        {
            return (IsNull ? 0 : 1) - (other.IsNull ? 0 : 1);
        }

        int common = Span.CommonPrefixLength(other.Span);
        if (common == _length || common == other._length)
        {
            return _length.CompareTo(other._length);
        }

        // UTF-8 bytes order by code points; UTF-16 puts surrogates (lead byte F0 and above) before U+E000 to U+FFFF (EE, EF).
        byte left = _data[common];
        byte right = other._data[common];
        bool isSwapped = (left >= 0xF0 && right is 0xEE or 0xEF) || (right >= 0xF0 && left is 0xEE or 0xEF);
        return isSwapped ? right.CompareTo(left) : left.CompareTo(right);
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Text other && Equals(other);

    /// <summary>A hash of the bytes, the same in every process.</summary>
    public override int GetHashCode() => ByteHash.Of(Span);

    /// <summary>A copy as a string; null for NULL.</summary>
    public override string? ToString() => IsNull ? null : Encoding.UTF8.GetString(Span);

    /// <inheritdoc cref="Equals(Text)"/>
    public static bool operator ==(Text left, Text right) => left.Equals(right);

    /// <inheritdoc cref="Equals(Text)"/>
    public static bool operator !=(Text left, Text right) => !left.Equals(right);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(Text left, Text right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(Text left, Text right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(Text left, Text right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(Text left, Text right) => left.CompareTo(right) >= 0;
}
