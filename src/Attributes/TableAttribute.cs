namespace QueryGen;

/// <summary>Makes a C# class or record the row of a table: SQL may join the table, and C# gets rows of this type.</summary>
/// <remarks>
/// At least one member is the key: <c>[Column(IsKey = true)]</c>. A struct cannot be a table's row, since a row that is not there is null.
/// <inheritdoc cref="DataSourceAttribute" path="/remarks/node()"/>
/// </remarks>
/// <example>
/// <code>
/// [Table("customers")]
/// public partial record Customer([Column(IsKey = true)] int Id, string FullName, string ClubStatus);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class TableAttribute : DataSourceAttribute
{
    /// <summary>Declares the table.</summary>
    /// <param name="name">Its name in SQL, and its topic unless another one is given.</param>
    public TableAttribute(string name)
        : base(name)
    {
    }
}
