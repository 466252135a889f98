using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>Walks bound expressions.</summary>
internal static class BoundTrees
{
    /// <summary>The parts that an expression stands on directly.</summary>
    public static IEnumerable<BoundExpression> Parts(BoundExpression expression) => expression switch
    {
        BoundNegate negate => [negate.Operand],
        BoundArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        BoundTextSum sum => [sum.Left, sum.Right],
        BoundComparison comparison => [comparison.Left, comparison.Right],
        BoundBetween between => [between.Value, between.Lower, between.Upper],
        BoundIn membership => membership.Items.Prepend(membership.Value),
        BoundLike like => [like.Value, like.Pattern],
        BoundIsNull isNull => [isNull.Value],
        BoundIsDistinctFrom distinct => [distinct.Left, distinct.Right],
        BoundNot not => [not.Operand],
        BoundLogical logical => [logical.Left, logical.Right],
        BoundCase choice => choice.Whens.SelectMany(when => new[] { when.Condition, when.Result })
            .Concat(choice.Else is null ? [] : [choice.Else]),
        BoundCast cast => [cast.Operand],
        BoundCall call => call.Arguments,
        BoundIteration { State: { } state } iteration => [iteration.Collection, state, .. iteration.Lambdas.Select(lambda => lambda.Body)],
        BoundIteration iteration => [iteration.Collection, .. iteration.Lambdas.Select(lambda => lambda.Body)],
        BoundField field => [field.Operand],
        BoundSubscript subscript => [subscript.Operand, subscript.Index],
        BoundArray array => array.Elements,
        BoundMap map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        BoundStruct structure => structure.Fields.Select(field => field.Value),
        _ => [],
    };

    /// <summary>An expression and all that it stands on.</summary>
    public static IEnumerable<BoundExpression> All(BoundExpression expression)
    {
        List<BoundExpression> all = [];
        AddAll(all, expression);
        return all;
    }

    /// <summary>The columns of a source that an expression reads, pseudo columns too.</summary>
    public static IEnumerable<string> Columns(BoundExpression expression, int source) =>
        All(expression).OfType<BoundColumn>().Where(column => column.Source == source).Select(column => column.Name);

    /// <summary>Everything that a query evaluates.</summary>
    public static IEnumerable<BoundExpression> Of(BoundSelect select)
    {
        IEnumerable<BoundExpression> all = select.Columns.Select(column => column.Expression);
        all = all.Concat(select.Joins.SelectMany(join => new[] { join.Left, join.Right }));
        all = select.Where is { } where ? all.Append(where.Condition) : all;
        all = select.PartitionBy is { } keys ? all.Concat(keys.Parts) : all;
        if (select.Aggregation is { } aggregation)
        {
            all = all.Concat(aggregation.GroupBy.Parts);
            all = all.Concat(aggregation.Aggregates.SelectMany(aggregate => aggregate.Arguments));
            all = aggregation.Having is { } having ? all.Append(having.Condition) : all;
        }

        return all;
    }

    private static void AddAll(List<BoundExpression> all, BoundExpression expression)
    {
        all.Add(expression);
        foreach (BoundExpression part in Parts(expression))
        {
            AddAll(all, part);
        }
    }

    /// <summary>The same expression with parts replaced: those for which <paramref name="replacement"/> gives one.</summary>
    public static BoundExpression Replace(BoundExpression expression, Func<BoundExpression, BoundExpression?> replacement)
    {
        if (replacement(expression) is { } other)
        {
            return other;
        }

        BoundExpression Go(BoundExpression part) => Replace(part, replacement);
        EquatableArray<BoundExpression> GoAll(EquatableArray<BoundExpression> parts) => parts.Select(Go).ToEquatableArray();
        return expression switch
        {
            BoundNegate negate => negate with { Operand = Go(negate.Operand) },
            BoundArithmetic arithmetic => arithmetic with { Left = Go(arithmetic.Left), Right = Go(arithmetic.Right) },
            BoundTextSum sum => sum with { Left = Go(sum.Left), Right = Go(sum.Right) },
            BoundComparison comparison => comparison with { Left = Go(comparison.Left), Right = Go(comparison.Right) },
            BoundBetween between => between with { Value = Go(between.Value), Lower = Go(between.Lower), Upper = Go(between.Upper) },
            BoundIn membership => membership with { Value = Go(membership.Value), Items = GoAll(membership.Items) },
            BoundLike like => like with { Value = Go(like.Value), Pattern = Go(like.Pattern) },
            BoundIsNull isNull => isNull with { Value = Go(isNull.Value) },
            BoundIsDistinctFrom distinct => distinct with { Left = Go(distinct.Left), Right = Go(distinct.Right) },
            BoundNot not => not with { Operand = Go(not.Operand) },
            BoundLogical logical => logical with { Left = Go(logical.Left), Right = Go(logical.Right) },
            BoundCase choice => choice with
            {
                Whens = choice.Whens.Select(when => new BoundWhen(Go(when.Condition), Go(when.Result))).ToEquatableArray(),
                Else = choice.Else is null ? null : Go(choice.Else),
            },
            BoundCast cast => cast with { Operand = Go(cast.Operand) },
            BoundCall call => call with { Arguments = GoAll(call.Arguments) },
            BoundIteration iteration => iteration with
            {
                Collection = Go(iteration.Collection),
                State = iteration.State is null ? null : Go(iteration.State),
                Lambdas = iteration.Lambdas.Select(lambda => lambda with { Body = Go(lambda.Body) }).ToEquatableArray(),
            },
            BoundField field => field with { Operand = Go(field.Operand) },
            BoundSubscript subscript => subscript with { Operand = Go(subscript.Operand), Index = Go(subscript.Index) },
            BoundArray array => array with { Elements = GoAll(array.Elements) },
            BoundMap map => map with
            {
                Entries = map.Entries.Select(entry => new BoundMapEntry(Go(entry.Key), Go(entry.Value))).ToEquatableArray(),
            },
            BoundStruct structure => structure with
            {
                Fields = structure.Fields.Select(field => field with { Value = Go(field.Value) }).ToEquatableArray(),
            },
            _ => expression,
        };
    }
}
