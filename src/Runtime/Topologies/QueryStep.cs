namespace QueryGen.Topologies;

/// <summary>A place in the SQL, as emitted code names it where something goes wrong.</summary>
/// <param name="Query">The query's name; where a topic is read, the source's: one read serves all its queries.</param>
/// <param name="Step">The clause, such as <c>WHERE</c>; <c>SOURCE</c> where a topic is read.</param>
/// <param name="Clause">The clause as it is written.</param>
/// <param name="Place">Where it is written, as a stack trace has it: <c>Queries/ratings.sql:line 3</c>. Null: nobody has said.</param>
public readonly record struct QueryStep(string Query, string Step, string Clause, string? Place = null)
{
    /// <summary>The step of reading a source's topic.</summary>
    public const string Reading = "SOURCE";

    /// <summary>The logger's name: <c>processing.&lt;query&gt;.&lt;step&gt;</c>, as ksqlDB has it.</summary>
    public string Logger => $"processing.{Query}.{Step}";

    /// <summary>The query and its clause, with its place where that is known.</summary>
    public override string ToString() => Place is null ? $"{Query}: {Clause}" : $"{Query}: {Clause} in {Place}";
}
