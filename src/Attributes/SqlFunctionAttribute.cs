namespace QueryGen;

/// <summary>Makes a static method a function that SQL can call. The call is checked and written out at build time.</summary>
/// <remarks>
/// <para>Parameters and result are bool, int, long, double, decimal, string, byte[], DateOnly, TimeOnly or DateTimeOffset, or nullable
/// ones of these. An ARRAY is an array, a list or IEnumerable; a MAP is a dictionary or IReadOnlyDictionary; a STRUCT is a class, record or
/// struct whose members have the names and types of its fields. What lies in a parameter's collection or struct can be NULL, so it is
/// written with <c>?</c>. A type parameter takes whatever the call has; the last parameter may be <c>params</c>, and parameters may be
/// optional.</para>
/// <para>A NULL for a parameter that cannot be null gives NULL, and the method is not called. What the method throws becomes a
/// NULL in its column; it is counted, and logged with the line of the SQL. The method is called once for each use in a row, on the
/// task's thread: it should be quick, and the same for the same arguments. Several methods may share one name in SQL if their parameters
/// differ.</para>
/// </remarks>
/// <example>
/// <code>
/// [SqlFunction] public static string Shout(string text, int times) => text.ToUpperInvariant() + new string('!', times);
/// </code>
/// <c>SELECT SHOUT(message, 3) AS loud FROM ratings</c>
/// </example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlFunctionAttribute : Attribute
{
    /// <summary>A function that is called after its method: <c>GeoHash</c> is <c>GEO_HASH</c>.</summary>
    public SqlFunctionAttribute()
    {
    }

    /// <summary>A function with a name of its own.</summary>
    /// <param name="name">Letters, digits and underscores; SQL does not tell capital letters from small ones in it.</param>
    public SqlFunctionAttribute(string name) => Name = name;

    /// <summary>The name in SQL; null: the method's, in SQL's way.</summary>
    public string? Name { get; }

    /// <summary>For a decimal result, which needs it: how many digits there are in all, 1 to 77.</summary>
    public int Precision { get; set; }

    /// <summary>For a decimal result: how many of the digits stand behind the point, 0 to <see cref="Precision"/>.</summary>
    public int Scale { get; set; }
}
