using System.Runtime.CompilerServices;
using QueryGen.Bench.Ratings.HandWritten;

namespace QueryGen.Bench;

/// <content>Slices of ratings.</content>
internal static unsafe partial class Encode
{
    /// <summary>Text as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Text(byte* to, in Slice text) => Text(to, text.Start, text.Length);
}
