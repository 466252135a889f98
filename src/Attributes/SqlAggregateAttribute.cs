namespace QueryGen;

/// <summary>Makes a struct, or a static class, an aggregate that SQL can call. It is checked at build time.</summary>
/// <remarks>
/// <para>A struct is the state of a group. It has a method <c>Add</c>, which takes in a row, and a method <c>Result</c>, which gives
/// the aggregate's value. Where it has <c>Undo</c>, with the parameters of <c>Add</c>, it can follow a table; where it has <c>Merge</c>,
/// which takes another struct of its type, it can stand in a session window. The parameters of a constructor are constants: in SQL they
/// stand behind what <c>Add</c> takes. The last parameter of <c>Add</c>, or of the constructor, may be <c>params</c>.</para>
/// <para>Parameters and result are of the types that a method with <see cref="SqlFunctionAttribute"/> takes and gives.
/// A row with a NULL for a parameter that cannot be null is passed over. What a method throws is counted, and logged
/// with the line of the SQL; the row is then passed over, or the result NULL.</para>
/// <para>A static class has a method <c>Add</c> that takes the state, null before the first row, and what a row gives, and returns the
/// next state; <c>Undo</c> likewise takes a row out; <c>Result</c> gives the value of a state, which without it is the value itself. The
/// store keeps the state as a value of SQL, of any type that a parameter can have. It cannot stand in a session window.</para>
/// <para>A struct's state lies in the store's memory, and goes to its changelog as it lies there: the fields hold no class, string or
/// array. Several structs may share one name in SQL if their parameters differ.</para>
/// </remarks>
/// <example>
/// <code>
/// [SqlAggregate]
/// public struct WeightedMean
/// {
///     private double _sum;
///     private double _weight;
///
///     public void Add(double value, double weight)
///     {
///         _sum += value * weight;
///         _weight += weight;
///     }
///
///     public readonly double? Result() =&gt; _weight == 0 ? null : _sum / _weight;
/// }
/// </code>
/// <c>SELECT user_id, WEIGHTED_MEAN(stars, price) AS mean FROM ratings GROUP BY user_id</c>
/// </example>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class SqlAggregateAttribute : Attribute
{
    /// <summary>An aggregate that is called after its struct: <c>WeightedMean</c> is <c>WEIGHTED_MEAN</c>.</summary>
    public SqlAggregateAttribute()
    {
    }

    /// <summary>An aggregate with a name of its own.</summary>
    /// <param name="name">Letters, digits and underscores; SQL does not tell capital letters from small ones in it.</param>
    public SqlAggregateAttribute(string name) => Name = name;

    /// <summary>The name in SQL; null: the struct's, in SQL's way.</summary>
    public string? Name { get; }

    /// <summary>For a decimal result, which needs it: how many digits there are in all, 1 to 77.</summary>
    public int Precision { get; set; }

    /// <summary>For a decimal result: how many of the digits stand behind the point, 0 to <see cref="Precision"/>.</summary>
    public int Scale { get; set; }
}
