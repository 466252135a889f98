using QueryGen.Binding;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Names a place in the SQL for the processing log.</summary>
internal static class QueryStepEmitter
{
    // What a clause begins with, on one line, and the step that it is; what begins otherwise is a column.
    private static readonly (string Start, string Step)[] Steps =
    [
        ("WHERE ", "WHERE"),
        ("PARTITION BY ", "PARTITION_BY"),
        ("GROUP BY ", "GROUP_BY"),
        ("HAVING ", "HAVING"),
        ("WINDOW ", "WINDOW"),
        ("JOIN ", "JOIN"),
        ("INNER JOIN ", "JOIN"),
        ("LEFT JOIN ", "JOIN"),
        ("LEFT OUTER JOIN ", "JOIN"),
        ("RIGHT JOIN ", "JOIN"),
        ("RIGHT OUTER JOIN ", "JOIN"),
        ("FULL JOIN ", "JOIN"),
        ("FULL OUTER JOIN ", "JOIN"),
        ("OUTER JOIN ", "JOIN"),
    ];

    /// <summary>The step of writing a result whose time comes from a column, as C#.</summary>
    public static string Sink(string query, string timestampColumn) =>
        $"new QueryStep({Literal(query)}, \"SINK\", {Literal($"TIMESTAMP = {Comment(timestampColumn)}")})";

    /// <summary>A <c>QueryStep</c> as C#.</summary>
    public static string Of(string query, Clause clause) => $"new QueryStep({Parts(query, clause)})";

    /// <summary>A <c>QueryStep</c> with the line of its SQL, as C#.</summary>
    public static string WithPlace(string query, Clause clause) => clause.Place.StartLine <= 0
        ? Of(query, clause)
        : $"new QueryStep({Parts(query, clause)}, {Literal($"{clause.Place.Path}:line {clause.Place.StartLine}")})";

    private static string Parts(string query, Clause clause)
    {
        string sql = Comment(clause.Sql);
        string step = Steps.FirstOrDefault(known => sql.StartsWith(known.Start, StringComparison.OrdinalIgnoreCase)).Step ?? "SELECT";
        return $"{Literal(query)}, {Literal(step)}, {Literal(sql)}";
    }
}
