namespace QueryGen.Connectors;

/// <summary>How the database connector finds what is new.</summary>
internal enum DatabaseMode
{
    /// <summary>All rows at every poll.</summary>
    Bulk,

    /// <summary>Rows whose number is higher than any seen: inserts.</summary>
    Incrementing,

    /// <summary>Rows changed later than any seen: inserts and updates.</summary>
    Timestamp,

    /// <summary>As <see cref="Timestamp"/>, and among rows of one time those with a higher number.</summary>
    TimestampIncrementing,
}
