using QueryGen.Serdes;
using QueryGen.Values;

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

    /// <inheritdoc cref="Add(decimal, decimal, int, int)"/>
    public static WideDecimal Add(WideDecimal sum, WideDecimal value, int precision, int scale) =>
        Arithmetic.Add(sum, value, precision, scale)
        ?? throw new OverflowException($"Numeric field overflow: a sum does not fit DECIMAL({precision}, {scale}).");

    /// <summary>A sum with the elements of a list that are not NULL; it wraps.</summary>
    public static int Add(int sum, SqlArray<int?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum = unchecked(sum + values[i].GetValueOrDefault());
        }

        return sum;
    }

    /// <inheritdoc cref="Add(int, SqlArray{int?})"/>
    public static long Add(long sum, SqlArray<long?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum = unchecked(sum + values[i].GetValueOrDefault());
        }

        return sum;
    }

    /// <summary>A sum with the elements of a list that are not NULL.</summary>
    public static double Add(double sum, SqlArray<double?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum += values[i].GetValueOrDefault();
        }

        return sum;
    }

    /// <summary>A sum without the elements of a list; it wraps.</summary>
    public static int Subtract(int sum, SqlArray<int?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum = unchecked(sum - values[i].GetValueOrDefault());
        }

        return sum;
    }

    /// <inheritdoc cref="Subtract(int, SqlArray{int?})"/>
    public static long Subtract(long sum, SqlArray<long?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum = unchecked(sum - values[i].GetValueOrDefault());
        }

        return sum;
    }

    /// <summary>A sum without the elements of a list.</summary>
    public static double Subtract(double sum, SqlArray<double?> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            sum -= values[i].GetValueOrDefault();
        }

        return sum;
    }
}
