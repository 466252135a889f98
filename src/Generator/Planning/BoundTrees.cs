using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>What a query evaluates, which columns it reads, and the same expressions over other leaves.</summary>
internal static class BoundTrees
{
    /// <summary>The columns of a source that an expression reads, pseudo columns too.</summary>
    public static IEnumerable<string> Columns(BoundExpression expression, int source) =>
        BoundTree.Walk(expression).OfType<BoundColumn>().Where(column => column.Source == source).Select(column => column.Name);

    /// <summary>Everything that a program evaluates.</summary>
    public static IEnumerable<BoundExpression> Of(BoundProgram program) =>
        program.Queries.SelectMany(query => Of(query.Select)).Concat(program.Inserts.SelectMany(insert => insert.Values));

    /// <summary>Everything that a query evaluates.</summary>
    public static IEnumerable<BoundExpression> Of(BoundSelect select)
    {
        IEnumerable<BoundExpression> all = select.Columns.Select(column => column.Expression);
        all = all.Concat(select.TableFunctions.Select(function => function.Elements));
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
