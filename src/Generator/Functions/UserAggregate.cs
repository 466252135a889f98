using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>A C# struct that SQL may call as an aggregate.</summary>
/// <param name="Name">SQL's name, upper case.</param>
/// <param name="Type">The user's own type: <c>global::Shop.WeightedMean</c>.</param>
/// <param name="Row">What it takes of a row.</param>
/// <param name="Constants">What its constructor takes, behind that.</param>
/// <param name="Layout">Names and types of its fields: what is kept of a group.</param>
/// <param name="CanUndo">It can take a row out again.</param>
/// <param name="CanMerge">It can take in another state.</param>
internal sealed record UserAggregate(
    string Name, string Type, EquatableArray<UserParameter> Row, EquatableArray<UserParameter> Constants, SqlType Result, string Layout,
    bool CanUndo, bool CanMerge)
{
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

/// <summary>A parameter of a user's C#.</summary>
/// <param name="TakesNull">It can be null.</param>
/// <param name="IsVariadic">It is <c>params</c>: one of any number.</param>
internal sealed record UserParameter(string Name, SqlType Type, bool TakesNull, bool IsVariadic)
{
    /// <summary>Its type, for messages.</summary>
    public string Shown => (Type == SignatureBuilder.AnyDecimal ? "DECIMAL" : Type.ToString()) + (IsVariadic ? "…" : "");
}
