namespace QueryGen;

/// <summary>Makes a static method a table function: SQL makes a row of each value that it gives. It is checked at build time.</summary>
/// <remarks>
/// It stands in SELECT of a query over a stream, where EXPLODE may stand; several go in step. The method takes what a
/// <see cref="SqlFunctionAttribute"/> method takes, and gives an array, or anything else that can be walked through: many rows, one,
/// or none. A NULL for a parameter that cannot be null gives no row, and the method is not called; no more does what it throws, which is
/// counted and logged with the line of the SQL. All values are taken before the first row is made, so there must be an end to them.
/// </remarks>
/// <example>
/// <code>
/// [SqlTableFunction] public static IEnumerable&lt;string&gt; Words(string text) =&gt; text.Split(' ');
/// </code>
/// <c>SELECT rating_id, WORDS(message) AS word FROM ratings</c>
/// </example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlTableFunctionAttribute : Attribute
{
    /// <summary>A table function that is called after its method: <c>EachWord</c> is <c>EACH_WORD</c>.</summary>
    public SqlTableFunctionAttribute()
    {
    }

    /// <summary>A table function with a name of its own.</summary>
    /// <param name="name">Letters, digits and underscores; SQL does not tell capital letters from small ones in it.</param>
    public SqlTableFunctionAttribute(string name) => Name = name;

    /// <summary>The name in SQL; null: the method's, in SQL's way.</summary>
    public string? Name { get; }

    /// <summary>For decimal values, which need it: how many digits there are in all, 1 to 77.</summary>
    public int Precision { get; set; }

    /// <summary>For decimal values: how many of the digits stand behind the point, 0 to <see cref="Precision"/>.</summary>
    public int Scale { get; set; }
}
