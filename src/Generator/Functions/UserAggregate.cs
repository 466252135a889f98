using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>A C# struct, or a static class, that SQL may call as an aggregate.</summary>
/// <param name="Name">SQL's name, upper case.</param>
/// <param name="Type">The user's own type: <c>global::Shop.WeightedMean</c>.</param>
/// <param name="Row">What it takes of a row.</param>
/// <param name="Constants">What its constructor takes, behind that.</param>
/// <param name="Layout">Names and types of its fields: what is kept of a group.</param>
/// <param name="CanUndo">It can take a row out again.</param>
/// <param name="CanMerge">It can take in another state.</param>
internal sealed record UserAggregate(
    string Name, string Type, EquatableArray<UserParameter> Row, EquatableArray<UserParameter> Constants, UserType Result, string Layout,
    bool CanUndo, bool CanMerge)
{
    /// <summary>Of a static class: its methods, which take and give the state. Null for a struct, which is the state.</summary>
    public UserMethods? Methods { get; init; }

    /// <summary>The parameters of a call with so many arguments, one each; null where it does not take so many.</summary>
    /// <param name="rowCount">How many of them are the row's; the rest are constants.</param>
    public IReadOnlyList<UserParameter>? ParametersOf(int arguments, out int rowCount)
    {
        int constants = Constants.Any(parameter => parameter.IsVariadic)
            ? Math.Max(arguments - Row.Count, Constants.Count - 1)
            : Constants.Count;
        rowCount = arguments - constants;
        bool fits = rowCount == Row.Count || (rowCount >= Row.Count - 1 && Row.Any(parameter => parameter.IsVariadic));
        return fits ? [.. Expanded(Row, rowCount), .. Expanded(Constants, constants)] : null;
    }

    /// <summary>What it takes, for messages: <c>BIGINT, STRING…</c></summary>
    public string Shown => string.Join(", ", Row.Concat(Constants).Select(parameter => parameter.Shown));

    private static IEnumerable<UserParameter> Expanded(EquatableArray<UserParameter> parameters, int count) =>
        Enumerable.Range(0, count).Select(index => parameters[Math.Min(index, parameters.Count - 1)]);
}

/// <summary>The methods of an aggregate whose state is a value of SQL.</summary>
/// <param name="Add">From a state, NULL at first, and what is taken of a row, to the next state.</param>
/// <param name="Undo">The way back; null where there is none.</param>
/// <param name="Result">From a state to the aggregate's value; null where the state is it.</param>
internal sealed record UserMethods(UserFunction Add, UserFunction? Undo, UserFunction? Result);

/// <summary>A parameter of a user's C#.</summary>
/// <param name="Type">Of a <c>params</c> one the type of an element.</param>
/// <param name="IsVariadic">It is <c>params</c>: one of any number.</param>
internal sealed record UserParameter(string Name, UserType Type, bool IsVariadic)
{
    /// <summary>It can be null.</summary>
    public bool TakesNull => Type.IsNullable;

    /// <summary>Its type, for messages.</summary>
    public string Shown => (Type.Kind == UserTypeKind.Any ? "any" : Describe(Type.Type)) + (IsVariadic ? "…" : "");

    /// <summary>What SQL sees of it.</summary>
    public Parameter ToParameter(bool isOptional = false) =>
        new(Name, Type.Kind == UserTypeKind.Any ? null : Type.Type, IsOptional: isOptional, IsVariadic: IsVariadic);

    /// <summary>A type of a signature, for messages.</summary>
    public static string Describe(SqlType type) => type switch
    {
        DecimalType { Precision: 0 } => "DECIMAL",
        ArrayType array => $"ARRAY<{Describe(array.Element)}>",
        MapType map => $"MAP<{Describe(map.Key)}, {Describe(map.Value)}>",
        _ => type.ToString(),
    };
}
