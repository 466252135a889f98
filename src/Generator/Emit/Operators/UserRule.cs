using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>A user's own struct. It lies in the state as it is; its constructor runs with the group's first row.</summary>
internal sealed class UserRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    private UserAggregate User => Aggregate.User!;

    private bool IsMade => User.Constants.Count > 0;

    public override IEnumerable<AggregateField> Fields()
    {
        yield return AggregateField.Number(Name, User.Type);
        if (IsMade)
        {
            yield return AggregateField.Number(Name + "IsMade", "bool");
        }
    }

    public override string Update() => Call("Add");

    public override string Undo() => Call("Undo");

    public override string Merge()
    {
        string merge = $"{Name}.Merge({Other});";
        return !IsMade ? merge
            : If($"{Name}IsMade && {Other}IsMade", merge)
                + "\nelse " + If($"{Other}IsMade", $"{Name} = {Other};", $"{Name}IsMade = true;");
    }

    public override EmittedValue Result() => new(UserValues.FromClr($"{Field}.Result()", User.Result, Aggregate.Type), IsNullable: true);

    private string Call(string method)
    {
        string make = !IsMade ? "" : If(
            $"!{Field}IsMade", $"{Field} = new {User.Type}({string.Join(", ", Aggregate.Constants.Select(Constant))});",
            $"{Field}IsMade = true;") + "\n\n";
        UserParameter[] parameters = [.. User.ParametersOf(Arguments.Count + Aggregate.Constants.Count, out _)!.Take(Arguments.Count)];
        string[] values = [.. Arguments.Select((argument, i) => UserValues.ToClr(argument.Local, parameters[i].Type, argument.Type))];
        string call = $"{Field}.{method}({string.Join(", ", values)});";
        string[] needed = [.. Arguments.Where((_, i) => !parameters[i].TakesNull).Select(argument => argument.IsThere)];
        return make + (needed.Length == 0 ? call : If(string.Join(" && ", needed), call));
    }

    // As C# writes it; a parameter of a larger type takes it too.
    private static string Constant(BoundLiteral literal) => literal.Value switch
    {
        bool flag => flag ? "true" : "false",
        string text when literal.Type.Kind == SqlKind.Decimal => text + "m",
        string text => Literal(text),
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + "D",
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "L",
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"The emitter has no rule for a constant of {literal.Type}."),
    };
}
