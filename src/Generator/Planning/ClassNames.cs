using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>
/// Names sources and operators for C#, which has fewer names than SQL: of two that would meet, the later one gets a number.
/// </summary>
/// <remarks>
/// A source's or operator's own name is the stem of several: <c>PoorRatings</c> also of <c>PoorRatingsRow</c>. All of them must be free.
/// Case does not tell names apart: each is the name of a generated file too.
/// </remarks>
internal sealed class ClassNames
{
    private static readonly string[] SourceSuffixes = ["", "Producer", "Row", "Key", "Included", "Serde", "RowSerde"];
    private static readonly string[] OperatorSuffixes = ["Query", "Group", "State", "RowsKey"];

    // What stands in the program's namespace beside a source's class, what that class has inside, and the members of
    // CompiledQueries, which has a property for each source.
    private readonly HashSet<string> _taken = new(
        [
            "Compiled", "CompiledQueries", "QueryGenCompiledQueries", "Row", "Topology",
            "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _operators = new(StringComparer.Ordinal);

    /// <summary>The source with its C# name; the same name however often it is asked for.</summary>
    public DataSource Named(DataSource source)
    {
        if (!_sources.TryGetValue(source.Name, out string? name))
        {
            name = Take(source.Name, SourceSuffixes);
            _sources.Add(source.Name, name);
        }

        return source with { ClassName = name };
    }

    /// <summary>The operator with a C# name of its own, and its sources with theirs.</summary>
    public OperatorPlan Named(OperatorPlan plan)
    {
        if (!_operators.TryGetValue(plan.Name, out string? name))
        {
            name = Take(plan.Name, OperatorSuffixes);
            _operators.Add(plan.Name, name);
        }

        return NamedSides(plan) with { ClassName = name, Input = Named(plan.Input), Output = Named(plan.Output) };
    }

    private OperatorPlan NamedSides(OperatorPlan plan) => plan switch
    {
        StreamTableJoinPlan join => join with { Table = Named(join.Table) },
        StreamStreamJoinPlan join => join with { Right = Named(join.Right), KeyedBy = Named(join.KeyedBy) },
        TableTableJoinPlan join => join with
        {
            Right = Named(join.Right),
            Left = join.Left is { } left ? (TableTableJoinPlan)Named(left) : null,
        },
        ForeignKeyAnswerPlan answer => answer with { Left = Named(answer.Left), Right = Named(answer.Right) },
        ForeignKeyResultPlan result => result with { Left = Named(result.Left) },
        _ => plan,
    };

    private string Take(string sqlName, string[] suffixes)
    {
        string stem = CSharpName.Pascal(sqlName);
        string name = stem;
        for (int n = 2; suffixes.Any(suffix => _taken.Contains(name + suffix)); n++)
        {
            name = $"{stem}{n}";
        }

        _taken.UnionWith(suffixes.Select(suffix => name + suffix));
        return name;
    }
}
