namespace QueryGen.Bench;

/// <summary>The middle of several measurements: what one of them suffered from the rest of the machine does not count.</summary>
internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
