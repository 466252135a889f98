using QueryGen.Support;

namespace QueryGen.Functions;

/// <summary>All functions that a program can call: SQL's own and the user's.</summary>
internal sealed class FunctionCatalog
{
    private static readonly ScalarFunction[] BuiltIn =
    [
        .. TextFunctions.All, .. MathFunctions.All, .. DateTimeFunctions.All, .. CollectionFunctions.All, .. JsonFunctions.All,
        .. UrlFunctions.All, .. NullFunctions.All,
    ];

    // Functions of the language that are not built yet; a call says so instead of "unknown".
    private static readonly HashSet<string> NotYet = new(StringComparer.Ordinal)
    {
        "TRUNC", "CBRT", "SIN", "COS", "TAN", "COT", "SINH", "COSH", "TANH", "ASIN", "ACOS", "ATAN", "ATAN2", "DEGREES",
        "RADIANS", "LOG",
        "PI", "RANDOM", "SPLIT_TO_MAP", "REGEXP_EXTRACT_ALL", "REGEXP_SPLIT_TO_ARRAY", "ELT", "FIELD", "CHR", "ENCODE",
        "TO_BYTES",
        "FROM_BYTES", "INT_FROM_BYTES", "BIGINT_FROM_BYTES", "DOUBLE_FROM_BYTES", "UUID", "MASK_LEFT", "MASK_RIGHT",
        "MASK_KEEP_LEFT",
        "MASK_KEEP_RIGHT", "URL_EXTRACT_PROTOCOL", "URL_EXTRACT_PATH", "URL_EXTRACT_QUERY", "URL_EXTRACT_FRAGMENT",
        "URL_EXTRACT_PORT",
        "URL_EXTRACT_PARAMETER", "URL_ENCODE_PARAM", "URL_DECODE_PARAM", "IS_JSON_STRING", "JSON_ARRAY_CONTAINS",
        "JSON_ARRAY_LENGTH",
        "JSON_KEYS", "JSON_RECORDS", "JSON_ITEMS", "JSON_CONCAT", "TO_JSON_STRING", "ARRAY_DISTINCT", "ARRAY_CONCAT",
        "ARRAY_UNION",
        "ARRAY_INTERSECT", "ARRAY_EXCEPT", "ARRAY_REMOVE", "ARRAY_MAX", "ARRAY_MIN", "ARRAY_SORT", "SLICE", "ENTRIES",
        "GENERATE_SERIES",
        "AS_MAP", "MAP_VALUES", "MAP_UNION", "FILTER", "TRANSFORM", "REDUCE", "PARSE_DATE", "PARSE_TIME", "FORMAT_DATE",
        "FORMAT_TIME",
        "DATEADD", "DATESUB", "TIMEADD", "TIMESUB", "CONVERT_TZ", "UNIX_DATE", "FROM_DAYS", "STRINGTOTIMESTAMP",
        "TIMESTAMPTOSTRING",
        "STRINGTODATE", "DATETOSTRING", "SUM_LIST", "STDDEV_SAMPLE", "STDDEV_SAMP", "CORRELATION", "COLLECT_LIST", "COLLECT_SET",
        "HISTOGRAM", "TOPK", "TOPKDISTINCT", "ATTR", "COUNT_DISTINCT", "EXPLODE", "CUBE_EXPLODE",
    };

    private static readonly Dictionary<string, AggregateFunction> AggregatesByName =
        Aggregates.All.ToDictionary(aggregate => aggregate.Name, StringComparer.Ordinal);

    private readonly ILookup<string, ScalarFunction> _byName;

    private readonly HashSet<string> _broken;

    /// <param name="userFunctions">C# methods that SQL may call.</param>
    /// <param name="broken">Names of those that are declared wrongly.</param>
    public FunctionCatalog(EquatableArray<ScalarFunction> userFunctions, EquatableArray<string> broken)
    {
        _broken = new HashSet<string>(broken, StringComparer.Ordinal);
        _byName = BuiltIn.Concat(userFunctions).ToLookup(function => function.Name, StringComparer.Ordinal);
    }

    /// <summary>SQL's own scalar functions, in the order of their files.</summary>
    public static IReadOnlyList<ScalarFunction> Scalars => BuiltIn;

    public IEnumerable<string> Names => _byName.Select(overloads => overloads.Key).Concat(AggregatesByName.Keys).Concat(NotYet);

    public IReadOnlyList<ScalarFunction> Overloads(string name) => _byName[name].ToList();

    public static AggregateFunction? FindAggregate(string name) =>
        AggregatesByName.TryGetValue(name, out AggregateFunction? aggregate) ? aggregate : null;

    /// <summary>Whether SQL itself has a function of this name.</summary>
    public static bool IsBuiltIn(string name) =>
        AggregatesByName.ContainsKey(name) || Array.Exists(BuiltIn, function => function.Name == name);

    /// <summary>Whether a C# method of this name is declared wrongly: what it takes and gives is unknown.</summary>
    public bool IsBroken(string name) => _broken.Contains(name);

    public static bool IsNotYetBuilt(string name) => NotYet.Contains(name);
}
