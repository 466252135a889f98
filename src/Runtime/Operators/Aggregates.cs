using QueryGen.Serdes;

namespace QueryGen.Operators;

/// <summary>What aggregates need beside C#'s operators.</summary>
public static class Aggregates
{
    /// <summary>A DECIMAL sum.</summary>
    /// <exception cref="OverflowException">The sum does not fit its type: fatal to the query, as in ksqlDB.</exception>
    public static decimal Add(decimal sum, decimal value, int precision, int scale) =>
        DecimalText.TryFit(sum + value, precision, scale, out decimal fitted)
            ? fitted
            : throw new OverflowException($"Numeric field overflow: a sum does not fit DECIMAL({precision}, {scale}).");
}
