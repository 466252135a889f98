namespace QueryGen.Support;

/// <summary>Finds what somebody may have meant.</summary>
internal static class EditDistance
{
    /// <summary>The candidate that is fewest edits away, if it is near enough to be meant; null else. Ties: the first one.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        int limit = Math.Max(1, written.Length / 3);
        string? nearest = null;
        int best = limit + 1;
        foreach (string candidate in candidates)
        {
            int distance = Math.Abs(candidate.Length - written.Length) > limit
                ? best
                : Between(written.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.</summary>
    public static int Between(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Step(cost, left, right, i, j);
            }
        }

        return cost[left.Length, right.Length];
    }

    private static int Step(int[,] cost, string left, string right, int i, int j)
    {
        int replaced = cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        int best = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
        bool isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwap ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
    }
}
