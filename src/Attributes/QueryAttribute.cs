namespace QueryGen;

/// <summary>Makes a partial class a query: its SQL is compiled with the project, as a statement of a <c>.sql</c> file is.</summary>
/// <remarks>
/// The class gets a <c>Row</c>, a <c>Subscribe</c> (and, where the query gives a table, a <c>GetAsync</c>), and is a service of every
/// host that calls <c>AddCompiledQueries()</c>. The stream or table that the query fills is called after the class, in SQL's way:
/// <c>PoorRatings</c> fills <c>POOR_RATINGS</c>, which other queries may read. It must be a class that stands in a namespace,
/// without type parameters and constructors.
/// </remarks>
/// <example>
/// <code>
/// [Query("SELECT * FROM ratings WHERE stars &lt; 3")]
/// public partial class PoorRatings;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QueryAttribute : Attribute
{
    /// <summary>The query of the class.</summary>
    /// <param name="sql">
    /// One <c>SELECT</c>; or, to choose name, topic or formats, one <c>CREATE STREAM</c> or <c>TABLE … WITH (…) AS SELECT</c>.
    /// Errors in it are shown inside the literal; in a constant that is no literal, at the whole argument.
    /// </param>
    public QueryAttribute(string sql) => Sql = sql;

    /// <summary>The query, as written.</summary>
    public string Sql { get; }
}
