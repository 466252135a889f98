namespace QueryGen;

/// <summary>
/// Says more of a column than its member does. Stands on a member of a row type, or on the parameter of a record that makes one.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ColumnAttribute : Attribute
{
    /// <summary>A column that is called after its member.</summary>
    public ColumnAttribute()
    {
    }

    /// <summary>A column with a name of its own.</summary>
    /// <param name="name">As SQL reads it: <c>club</c> and <c>CLUB</c> are one name, <c>`club`</c> is another.</param>
    public ColumnAttribute(string name) => Name = name;

    /// <summary>The name in SQL; null: the member's, in SQL's way.</summary>
    public string? Name { get; }

    /// <summary>Part of the record's key; a table's primary key.</summary>
    public bool IsKey { get; set; }

    /// <summary>
    /// Gives the event time of its record: a long (milliseconds since 1970-01-01 UTC) or a DateTimeOffset. At most one in a row type.
    /// </summary>
    public bool IsTimestamp { get; set; }

    /// <summary>For a decimal, which needs it: how many digits there are in all, 1 to 28.</summary>
    public int Precision { get; set; }

    /// <summary>For a decimal: how many of the digits stand behind the point, 0 to <see cref="Precision"/>.</summary>
    public int Scale { get; set; }
}
