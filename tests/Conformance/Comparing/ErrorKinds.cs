using System.Text.RegularExpressions;
using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Compiling;

namespace QueryGen.Conformance.Comparing;

/// <summary>Which of the compiler's errors mean the same kind of mistake as a message of ksqlDB. The wording is not compared.</summary>
internal static class ErrorKinds
{
    // The first pattern that is found decides. Ids end with '*' where all that begin so are meant.
    private static readonly (string Kind, string Pattern, string[] Ids)[] Kinds =
    [
        ("syntax", "syntax error|invalid numeric literal|overflows DOUBLE|unknown time unit", ["QG1*", "QG2101", "QG2112", "QG2409"]),
        ("call", "does not accept parameters|ambiguous method parameters|literal constant", ["QG2212", "QG2213", "QG2214", "QG2219"]),
        ("common type", "operator does not exist|invalid input syntax", ["QG2207", "QG2208"]),
        ("kind of key", "is a '(PRIMARY )?KEY' column|require a PRIMARY KEY", ["QG1014", "QG2114"]),
        ("name", "not a valid stream/table name|cannot be resolved|ambiguous\\. Could be|does not exist|any functions with the name|"
            + "unknown stream/table|unknown type",
            ["QG1011", "QG2001", "QG2002", "QG2003", "QG2004", "QG2005", "QG2006", "QG2007", "QG2013", "QG2407"]),
        ("reserved name", "reserved column name", ["QG2008", "QG2009"]),
        ("window bound", "Window bounds column", ["QG2407"]),
        ("read-only source", "read-only|source (streams|tables)|HEADER columns|INSERT INTO can only",
            ["QG2019", "QG2020", "QG2021", "QG2600", "QG2601", "QG2606", "QG1*"]),
        ("insert", "Incompatible schema|Sink schema is", ["QG26*"]),
        ("map in a key", "Map keys, including|Key format does not support schema", ["QG2117", "QG2107", "QG2108", "QG2109"]),
        ("join of Kafka values", "does not yet support|intermediate type", ["QG2411", "QG2412"]),
        ("format", "format (only )?(does not )?support|only supports|Unknown format|FORMAT' propert|WRAP_SINGLE_VALUE|DELIMITER|"
            + "following configs|can only be used when no columns|Key format specified|fullSchemaName|compatible with Avro|SCHEMA_ID",
            ["QG21*", "QG2308"]),
        ("header column", "HEADERS? ?\\('?key'?\\) column|HEADERS column", ["QG2115", "QG2116"]),
        ("key or projection", "must include the|missing in projection|more than once|no value columns|duplicate value columns|"
            + "Primary key column", ["QG23*"]),
        ("new key", "PARTITION BY|repartition", ["QG2001", "QG2307", "QG2308", "QG2310", "QG2509"]),
        ("join", "join", ["QG2018", "QG2309", "QG2310", "QG25*"]),
        ("table functions", "table functions", ["QG24*", "QG27*", "QG28*"]),
        ("grouping", "GROUP BY|aggregat|EMIT FINAL|WINDOW clause", ["QG24*"]),
        ("windowed table", "windowed", ["QG2309", "QG2310"]),
        ("types", "compare|comparison|unsupported arithmetic|Case expression|evaluate to boolean|"
            + "cast of|constructor|all NULL|infer a type|Duplicate field|STRUCT",
            ["QG2017", "QG22*"]),
    ];

    /// <summary>
    /// Whether an error is of the kind that a case expects. Where ksqlDB's message tells no kind, every error is.
    /// </summary>
    /// <param name="expected">What ksqlDB gives.</param>
    /// <param name="found">What the compiler gives.</param>
    /// <param name="kind">The kind that is expected.</param>
    public static bool Agree(ExpectedError expected, Mistake found, out string kind)
    {
        (string Kind, string Pattern, string[] Ids)? match = Kinds
            .Where(known => Regex.IsMatch(expected.Message, known.Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            .Select(known => ((string, string, string[])?)known)
            .FirstOrDefault();
        kind = match?.Kind ?? "any";
        return match is null || match.Value.Ids.Any(id => id.EndsWith('*')
            ? found.Id.StartsWith(id[..^1], StringComparison.Ordinal)
            : found.Id == id);
    }
}
