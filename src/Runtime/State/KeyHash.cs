using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>The hash of a key, part by part. The same in every process of one kind of machine; never written to disk.</summary>
/// <param name="Value">All parts so far.</param>
public readonly record struct KeyHash(uint Value)
{
    private const ulong Null = ulong.MaxValue;

    /// <summary>Of no parts.</summary>
    public static KeyHash None => new(0x9E3779B9);

    /// <summary>The hash with its upper bits spread: CRC is linear, and leaves gaps and heaps for keys that follow a pattern.</summary>
    internal uint Spread => Value * 0x9E3779B1u;

    /// <summary>With another part, of a type that has as many bits as its values need: no padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe KeyHash With<T>(T part)
        where T : unmanaged => new(sizeof(T) switch
        {
            sizeof(byte) => BitOperations.Crc32C(Value, Unsafe.BitCast<T, byte>(part)),
            sizeof(uint) => BitOperations.Crc32C(Value, Unsafe.BitCast<T, uint>(part)),
            sizeof(ulong) => BitOperations.Crc32C(Value, Unsafe.BitCast<T, ulong>(part)),
            _ => Wide(Value, Unsafe.BitCast<T, UInt128>(part)),
        });

    /// <summary>With another part that may be NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyHash With<T>(T? part)
        where T : unmanaged => part is { } value ? With(value) : new KeyHash(BitOperations.Crc32C(Value, Null));

    /// <summary>With a text.</summary>
    public KeyHash With(Text part) => With(part.Span, part.IsNull);

    /// <summary>With bytes.</summary>
    public KeyHash With(Bytes part) => With(part.Span, part.IsNull);

    private KeyHash With(ReadOnlySpan<byte> part, bool isNull) => new(isNull
        ? BitOperations.Crc32C(Value, Null)
        : ByteHash.Of(part, BitOperations.Crc32C(Value, (uint)part.Length)));

    private static uint Wide(uint hash, UInt128 part) =>
        BitOperations.Crc32C(BitOperations.Crc32C(hash, (ulong)part), (ulong)(part >> 64));
}
