using QueryGen.Binding;

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
        BoundField field => [field.Operand],
        BoundSubscript subscript => [subscript.Operand, subscript.Index],
        BoundArray array => array.Elements,
        BoundMap map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        BoundStruct structure => structure.Fields.Select(field => field.Value),
        _ => [],
    };

    /// <summary>An expression and all that it stands on.</summary>
    public static IEnumerable<BoundExpression> All(BoundExpression expression) =>
        Parts(expression).SelectMany(All).Prepend(expression);

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
            all = all.Concat(aggregation.Aggregates.Where(a => a.Argument is not null).Select(a => a.Argument!));
            all = aggregation.Having is { } having ? all.Append(having.Condition) : all;
        }

        return all;
    }
}
