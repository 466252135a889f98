using QueryGen.Support;

namespace QueryGen.Functions;

/// <summary>All functions that a program can call: SQL's own and the user's.</summary>
internal sealed class FunctionCatalog
{
    private static readonly ScalarFunction[] BuiltIn =
    [
        .. TextFunctions.All, .. MaskFunctions.All, .. RegexFunctions.All, .. EncodingFunctions.All, .. MathFunctions.All,
        .. DateTimeFunctions.All, .. CollectionFunctions.All, .. JsonFunctions.All, .. UrlFunctions.All, .. NullFunctions.All,
        .. TableFunctions.All,
    ];

    private static readonly Dictionary<string, IterationKind> Iterations = new(StringComparer.Ordinal)
    {
        ["TRANSFORM"] = IterationKind.Transform,
        ["FILTER"] = IterationKind.Filter,
        ["REDUCE"] = IterationKind.Reduce,
    };

    private static readonly Dictionary<string, AggregateFunction> AggregatesByName =
        Aggregates.All.ToDictionary(aggregate => aggregate.Name, StringComparer.Ordinal);

    private readonly ILookup<string, ScalarFunction> _byName;

    private readonly HashSet<string> _broken;

    private readonly EquatableArray<UserAggregate> _aggregates;

    /// <param name="userFunctions">C# methods that SQL may call.</param>
    /// <param name="userAggregates">C# structs that SQL may call as aggregates.</param>
    /// <param name="broken">Names of those that are declared wrongly.</param>
    public FunctionCatalog(
        EquatableArray<ScalarFunction> userFunctions, EquatableArray<UserAggregate> userAggregates, EquatableArray<string> broken)
    {
        _aggregates = userAggregates;
        _broken = new HashSet<string>(broken, StringComparer.Ordinal);
        _byName = BuiltIn.Concat(userFunctions).ToLookup(function => function.Name, StringComparer.Ordinal);
    }

    /// <summary>SQL's own scalar functions, in the order of their files.</summary>
    public static IReadOnlyList<ScalarFunction> Scalars { get; } = [.. BuiltIn.Where(function => !function.IsTable)];

    public IEnumerable<string> Names => _byName.Select(overloads => overloads.Key).Concat(AggregatesByName.Keys)
        .Concat(_aggregates.Select(aggregate => aggregate.Name)).Concat(Iterations.Keys);

    /// <summary>The scalar functions of a name, or its table functions.</summary>
    public IReadOnlyList<ScalarFunction> Overloads(string name, bool isTable = false) =>
        _byName[name].Where(function => function.IsTable == isTable).ToList();

    public static AggregateFunction? FindAggregate(string name) =>
        AggregatesByName.TryGetValue(name, out AggregateFunction? aggregate) ? aggregate : null;

    /// <summary>The function of a name that takes lambdas.</summary>
    public static IterationKind? FindIteration(string name) => Iterations.TryGetValue(name, out IterationKind kind) ? kind : null;

    /// <summary>A user's own aggregates of a name.</summary>
    public EquatableArray<UserAggregate> UserAggregates(string name) =>
        _aggregates.Where(aggregate => aggregate.Name == name).ToEquatableArray();

    /// <summary>Whether SQL itself has a function of this name.</summary>
    public static bool IsBuiltIn(string name) =>
        AggregatesByName.ContainsKey(name) || Iterations.ContainsKey(name)
        || Array.Exists(BuiltIn, function => function.Name == name);

    /// <summary>Whether a C# method of this name is declared wrongly: what it takes and gives is unknown.</summary>
    public bool IsBroken(string name) => _broken.Contains(name);
}
