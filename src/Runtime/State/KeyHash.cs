using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>The hash of a key, part by part. The same in every process of one kind of machine; never written to disk.</summary>
/// <remarks>
/// CRC sends numbers that follow each other to places of their own, where another hash would let chance bring some together. But it is linear:
/// the patterns of several parts, or of the bytes of a text, would meet. So what goes before a part is multiplied, and a text's hash too.
/// </remarks>
/// <param name="Value">All parts so far; its upper bits are the better ones.</param>
public readonly record struct KeyHash(uint Value)
{
    private const ulong Null = ulong.MaxValue;
    private const uint Spread = 0x9E3779B1;

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

    /// <summary>With a text.</summary>
    public KeyHash With(Text part) => With(part.Span, part.IsNull);

    /// <summary>With bytes.</summary>
    public KeyHash With(Bytes part) => With(part.Span, part.IsNull);

    private KeyHash With(ReadOnlySpan<byte> part, bool isNull) =>
        isNull ? With(Null) : new KeyHash(ByteHash.Of(part, With(part.Length).Value) * Spread);

    private static uint Wide(uint hash, UInt128 part) =>
        BitOperations.Crc32C(BitOperations.Crc32C(hash, (ulong)part), (ulong)(part >> 64));
}
