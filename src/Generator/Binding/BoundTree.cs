namespace QueryGen.Binding;

/// <summary>Walks bound expressions.</summary>
internal static class BoundTree
{
    /// <summary>The expression and all that stands in it, from the outside in.</summary>
    public static IReadOnlyList<BoundExpression> Walk(BoundExpression expression)
    {
        List<BoundExpression> all = [];
        AddAll(all, expression);
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

    private static IEnumerable<BoundExpression> Parts(BoundExpression expression) => expression switch
    {
        BoundNegate negate => [negate.Operand],
        BoundArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        BoundTextSum sum => [sum.Left, sum.Right],
        BoundComparison comparison => [comparison.Left, comparison.Right],
        BoundBetween between => [between.Value, between.Lower, between.Upper],
        BoundIn list => [list.Value, .. list.Items],
        BoundLike like => [like.Value, like.Pattern],
        BoundIsNull isNull => [isNull.Value],
        BoundIsDistinctFrom distinct => [distinct.Left, distinct.Right],
        BoundNot not => [not.Operand],
        BoundLogical logical => [logical.Left, logical.Right],
        BoundCase cases => [.. cases.Whens.SelectMany(when => new[] { when.Condition, when.Result }), .. Optional(cases.Else)],
        BoundCast cast => [cast.Operand],
        BoundCall call => call.Arguments,
        BoundIteration { State: { } state } iteration => [iteration.Collection, state, .. iteration.Lambdas.Select(lambda => lambda.Body)],
        BoundIteration iteration => [iteration.Collection, .. iteration.Lambdas.Select(lambda => lambda.Body)],
        BoundField field => [field.Operand],
        BoundSubscript subscript => [subscript.Operand, subscript.Index],
        BoundArray array => array.Elements,
        BoundMap map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        BoundStruct fields => fields.Fields.Select(field => field.Value),
        _ => [],
    };

    private static IEnumerable<BoundExpression> Optional(BoundExpression? expression) => expression is null ? [] : [expression];
}
