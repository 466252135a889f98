using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <content>TRANSFORM, FILTER and REDUCE: loops in line. An error in a lambda is one of the whole call.</content>
internal sealed partial class ExpressionEmitter
{
    private EmittedValue EmitIteration(BoundIteration iteration)
    {
        string items = Local("items", iteration.Collection.Type, Argument(iteration.Collection));
        string made = iteration.State is { } first ? Local("state", first.Type, Argument(first)) : Local("made", iteration.Type, "default");
        string isThere = iteration.State is not { Type: var type } ? $"!{items}.IsNull"
            : ClrTypes.HasIsNull(type) ? $"!{items}.IsNull && !{made}.IsNull"
            : $"!{items}.IsNull && {made} is not null";
        string at = NewName("at");
        string round = Round(iteration, items, made, at);
        _statements.Add(Code.Of($$"""
            if ({{isThere}})
            {
                {{(iteration.Kind == IterationKind.Reduce ? "" : $"{made} = {ClrTypes.Hot(iteration.Type)}.Create(arena, {items}.Count);")}}
                {{Count(iteration, made)}}
                for (int {{at}} = 0; {{at}} < {{items}}.Count; {{at}}++)
                {
                    {{round}}
                }

                {{Cut(iteration, made)}}
            }

            """).ToString() + "\n");
        return new EmittedValue(made, IsNullable: true);
    }

    // The statements of one round: the parameters, what the bodies need, and what is done with their results.
    private string Round(BoundIteration iteration, string items, string made, string at)
    {
        ExpressionScope outer = scope;
        int before = _statements.Count;
        string[] values = iteration.Collection.Type is MapType ? [$"{items}.KeyAt({at})", $"{items}.ValueAt({at})"] : [$"{items}[{at}]"];
        values = iteration.State is null ? values : [made, .. values];
        BoundLambdaParameter[] first = [.. iteration.Lambdas[0].Parameters];
        string[] names = [.. first.Select((parameter, i) => Local(Word(parameter.Name), parameter.Type, values[i]))];

        // To the methods that parts of a body become, the lambda's parameters are parameters, too.
        scope = outer with
        {
            Parameters = outer.Parameters + string.Concat(first.Select((parameter, i) => $", {ClrTypes.Hot(parameter.Type)} {names[i]}")),
            Arguments = $"{outer.Arguments}, {string.Join(", ", names)}",
        };
        string last = iteration.Kind switch
        {
            IterationKind.Reduce => $"{made} = {Result(iteration.Lambdas[0], names)};",
            IterationKind.Filter => Keep(iteration, Condition(iteration.Lambdas[0], names), items, made, at),
            _ when iteration.Type is MapType map => Put(iteration, map, made, names),
            _ => $"{made}.Set({at}, {Result(iteration.Lambdas[0], names)});",
        };
        scope = outer;
        return TakeFrom(before) + "\n" + last;
    }

    // A lambda's result as the collection or the state holds it.
    private string Result(BoundLambda lambda, string[] names) =>
        With(lambda, names, () => Typed(lambda.Body, lambda.Body.Type, mayFail: false));

    private string Condition(BoundLambda lambda, string[] names) => With(lambda, names, () => Certain(lambda.Body));

    private string With(BoundLambda lambda, string[] names, Func<string> emit)
    {
        ExpressionScope around = scope;
        scope = around with
        {
            Leaf = leaf => leaf is BoundLambdaParameter && IndexOf(lambda, leaf) is >= 0 and var index
                ? new EmittedValue(names[index], IsNullable: true)
                : around.Leaf(leaf),
            Names = _names,
        };
        string text = emit();
        scope = around;
        return text;
    }

    private static int IndexOf(BoundLambda lambda, BoundExpression parameter)
    {
        for (int i = 0; i < lambda.Parameters.Count; i++)
        {
            if (lambda.Parameters[i] == parameter)
            {
                return i;
            }
        }

        return -1;
    }

    private string Put(BoundIteration iteration, MapType map, string made, string[] names)
    {
        string key = Local("key", map.Key, Result(iteration.Lambdas[0], names));
        string value = Local("value", map.Value, Result(iteration.Lambdas[1], names));
        string isMissing = ClrTypes.HasIsNull(map.Value) ? $"{value}.IsNull" : $"{value} is null";
        return $"if ({isMissing} || {made}.TryGet({key}, out _))\n{{\n    {onError}\n}}\n\n{made}.Put(arena, {key}, {value});";
    }

    private static string Keep(BoundIteration iteration, string condition, string items, string kept, string at)
    {
        string keep = iteration.Type is MapType
            ? $"{kept}.Put(arena, {items}.KeyAt({at}), {items}.ValueAt({at}));"
            : $"{kept}.Set({kept}Count++, {items}[{at}]);";
        return $"if ({condition})\n{{\n    {keep}\n}}";
    }

    private static string Count(BoundIteration iteration, string kept) =>
        iteration is { Kind: IterationKind.Filter, Type: ArrayType } ? $"int {kept}Count = 0;" : "";

    private static string Cut(BoundIteration iteration, string kept) =>
        iteration is { Kind: IterationKind.Filter, Type: ArrayType } ? $"{kept} = {kept}.Take({kept}Count);" : "";

    // As of other calls: an error in an argument that is a call itself is NULL.
    private string Argument(BoundExpression argument) => argument is BoundCall or BoundIteration or BoundField or BoundCast
        ? Contained(argument)
        : Typed(argument, argument.Type, mayFail: false);

    private string Local(string word, SqlType type, string value)
    {
        string name = NewName(word);
        _statements.Add($"{ClrTypes.Hot(type)} {name} = {value};");
        return name;
    }

    // A parameter's name in C#; a number follows it, so it is nobody else's, and no keyword.
    private static string Word(string name) =>
        name.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')) ? name.ToLowerInvariant() : "part";
}
