namespace QueryGen.Durability;

/// <summary>Compares what should be with what is.</summary>
internal static class Expect
{
    /// <summary>Two lists are the same; else the first difference is told.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public static void Same<T>(string what, IEnumerable<T> expected, IEnumerable<T> found)
    {
        T[] left = [.. expected];
        T[] right = [.. found];
        int same = 0;
        while (same < left.Length && same < right.Length && EqualityComparer<T>.Default.Equals(left[same], right[same]))
        {
            same++;
        }

        True(
            same == left.Length && same == right.Length,
            $"{what}: {left.Length} records should be there, and {right.Length} are; number {same} should be "
            + $"{(same < left.Length ? left[same] : "none")}, and is {(same < right.Length ? right[same] : "none")}.");
    }

    /// <summary>Something holds.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void True(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
