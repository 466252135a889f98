using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>The hash of a key, part by part. The same in every process of one kind of machine; never written to disk.</summary>
/// <remarks>
/// CRC sends numbers that follow each other to places of their own, where another hash would let chance bring some
/// together. But it is linear: the patterns of several parts, or of the bytes of a text, would meet. So what goes before a part is
/// multiplied, and a text's hash too.
/// </remarks>
/// <param name="Value">All parts so far; its upper bits are the better ones.</param>
public readonly record struct KeyHash(uint Value)
{
    private const ulong Null = ulong.MaxValue;
    private const uint Spread = 0x9E3779B1;
    private const int MostShort = 2 * sizeof(ulong);

    /// <summary>Of no parts.</summary>
    public static KeyHash None => new(1);

    /// <summary>With another part, of a type that has as many bits as its values need: no padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe KeyHash With<T>(T part)
        where T : unmanaged
    {
        uint hash = Value * Spread;
        return new KeyHash(sizeof(T) switch
        {
            sizeof(byte) => BitOperations.Crc32C(hash, Unsafe.BitCast<T, byte>(part)),
            sizeof(uint) => BitOperations.Crc32C(hash, Unsafe.BitCast<T, uint>(part)),
            sizeof(ulong) => BitOperations.Crc32C(hash, Unsafe.BitCast<T, ulong>(part)),
            _ => Wide(hash, Unsafe.BitCast<T, UInt128>(part)),
        });
    }

    /// <summary>With another part that may be NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyHash With<T>(T? part)
        where T : unmanaged => part is { } value ? With(value) : With(Null);

    /// <summary>With a DECIMAL of more than 28 digits.</summary>
    public KeyHash With(WideDecimal part) => new KeyHash(Value)
        .With(new UInt128(part.Digits.Middle, part.Digits.Low)).With(new UInt128(part.Digits.Highest, part.Digits.High)).With(part.Sign);

    /// <inheritdoc cref="With(WideDecimal)"/>
    public KeyHash With(WideDecimal? part) => part is { } value ? With(value) : With(Null);

    /// <summary>With a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyHash With(Text part) => part.IsNull ? With(Null)
        : part.Length <= MostShort ? WithShort(part)
        : WithLong(Value, part);

    /// <summary>With bytes.</summary>
    public KeyHash With(Bytes part) => With(part.Span, part.IsNull);

    private KeyHash With(ReadOnlySpan<byte> part, bool isNull) =>
        isNull ? With(Null) : new KeyHash(ByteHash.Of(part, With(part.Length).Value) * Spread);

    // Two words whatever the length, the rest of them zero: texts of many lengths take turns, and no branch could foretell them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe KeyHash WithShort(Text part)
    {
        if (!NativeText.CanOverread(part.Data))
        {
            return WithShortAtEnd(Value, part);
        }

        int bits = part.Length * 8;
        ulong first = Low(Unsafe.ReadUnaligned<ulong>(part.Data), bits);
        ulong second = Low(Unsafe.ReadUnaligned<ulong>(part.Data + sizeof(ulong)), Math.Max(bits - 64, 0));
        return new KeyHash(BitOperations.Crc32C(BitOperations.Crc32C(With(part.Length).Value, first), second) * Spread);
    }

    // What is seldom takes all by value: the hash and the text then lie in registers where they are used often.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static KeyHash WithLong(uint value, Text part) => new KeyHash(value).With(part.Span, isNull: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe KeyHash WithShortAtEnd(uint value, Text part)
    {
        // Twice as long as what is read, so that one of two places is not at the end of a page.
        byte* room = stackalloc byte[2 * NativeText.Block];
        byte* copy = NativeText.CanOverread(room) ? room : room + NativeText.Block;
        part.Span.CopyTo(new Span<byte>(copy, MostShort));
        return new KeyHash(value).WithShort(new Text(copy, part.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong word, int bits) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(word, (ulong)bits) : bits >= 64 ? word : word & ((1UL << bits) - 1);

    private static uint Wide(uint hash, UInt128 part) =>
        BitOperations.Crc32C(BitOperations.Crc32C(hash, (ulong)part), (ulong)(part >> 64));
}
