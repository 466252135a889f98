using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Whether parts of two keys are the same: exactly where the bytes that stores write for them are.</summary>
public static class KeyPart
{
    /// <summary>Bit by bit, for a type without padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Same<T>(T left, T right)
        where T : unmanaged => sizeof(T) switch
        {
            sizeof(byte) => Unsafe.BitCast<T, byte>(left) == Unsafe.BitCast<T, byte>(right),
            sizeof(uint) => Unsafe.BitCast<T, uint>(left) == Unsafe.BitCast<T, uint>(right),
            sizeof(ulong) => Unsafe.BitCast<T, ulong>(left) == Unsafe.BitCast<T, ulong>(right),
            _ => Unsafe.BitCast<T, UInt128>(left) == Unsafe.BitCast<T, UInt128>(right),
        };

    /// <summary>Bit by bit; two NULLs are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same<T>(T? left, T? right)
        where T : unmanaged =>
        left.HasValue == right.HasValue && (!left.HasValue || Same(left.GetValueOrDefault(), right.GetValueOrDefault()));

    /// <summary>By value: two of the same scale.</summary>
    public static bool Same(WideDecimal left, WideDecimal right) => left.Sign == right.Sign && left.Digits == right.Digits;

    /// <inheritdoc cref="Same(WideDecimal, WideDecimal)"/>
    public static bool Same(WideDecimal? left, WideDecimal? right) =>
        left.HasValue == right.HasValue && Same(left.GetValueOrDefault(), right.GetValueOrDefault());

    /// <summary>Byte by byte; two NULLs are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool Same(Text left, Text right)
    {
        if (left.Length > Vector128<byte>.Count || left.IsNull || right.IsNull
            || !NativeText.CanOverread(left.Data) || !NativeText.CanOverread(right.Data))
        {
            return SameText(left, right);
        }

        // Short texts of whatever length in one go; what stands behind them means nothing.
        uint same = Vector128.Equals(Vector128.Load(left.Data), Vector128.Load(right.Data)).ExtractMostSignificantBits();
        return left.Length == right.Length && (same | (uint.MaxValue << left.Length)) == uint.MaxValue;
    }

    // By value, so that short texts lie in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool SameText(Text left, Text right) => left.Equals(right);

    /// <summary>Byte by byte; two NULLs are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(Bytes left, Bytes right) => left.Equals(right);
}
