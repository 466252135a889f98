using QueryGen.Binding;

namespace QueryGen.Emit;

/// <summary>How an expression's leaves are spelled in C#, where it stands.</summary>
/// <param name="Leaf">A source's column, a part of the key, an aggregate's value or a window's bound.</param>
/// <param name="Parameters">What a method that holds the expression must take: <c>in RatingsRow row, RecordArena arena</c>.</param>
/// <param name="Arguments">What is handed to it: <c>in row, arena</c>.</param>
/// <param name="Methods">Takes the methods that the expression needs beside it.</param>
/// <param name="Step">The <c>QueryStep</c>, as C#, by which a row error is reported; null where nothing is called that may throw.</param>
/// <param name="Names">How many names of locals are taken, those of lambdas' parameters among them.</param>
internal sealed record ExpressionScope(
    Func<BoundExpression, EmittedValue> Leaf, string Parameters, string Arguments, MethodList Methods, string? Step = null, int Names = 0)
{
    /// <summary>The same for an expression that calls a user's function: its methods get the task, which takes the report.</summary>
    public ExpressionScope Guarded(string step) =>
        this with { Parameters = "TaskContext task, " + Parameters, Arguments = "task, " + Arguments, Step = step };
}

/// <summary>The methods that the expressions of one class need, each with a name of its own.</summary>
internal sealed class MethodList
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<Code> _methods = [];

    public IEnumerable<Code> All => _methods;

    public string NameFor(string wanted)
    {
        string name = wanted;
        for (int n = 2; !_names.Add(name); n++)
        {
            name = $"{wanted}{n}";
        }

        return name;
    }

    public void Add(Code method) => _methods.Add(method);
}

/// <summary>A C# expression for a SQL one.</summary>
/// <param name="Text">The expression.</param>
/// <param name="IsNullable">It can be NULL.</param>
/// <param name="IsErrorWhenNull">It is NULL only where a row error made it so.</param>
internal readonly record struct EmittedValue(string Text, bool IsNullable, bool IsErrorWhenNull = false);
