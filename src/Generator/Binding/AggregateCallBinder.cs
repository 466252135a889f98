using System.Globalization;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds calls of aggregates into the grouping.</summary>
internal sealed class AggregateCallBinder(ExpressionBinder expressions)
{
    /// <param name="aggregate">One of SQL's; null for a user's own.</param>
    /// <param name="userAggregates">A user's own aggregates of the name.</param>
    public BoundExpression Bind(FunctionCallSyntax syntax, AggregateFunction? aggregate, EquatableArray<UserAggregate> userAggregates)
    {
        string name = syntax.Name.Text;
        if (expressions.IsInLambda)
        {
            return expressions.Fail(BindingDiagnostics.AggregateNotHere, syntax.Span, name, "a lambda");
        }

        if (expressions.IsInAggregate)
        {
            return expressions.Fail(BindingDiagnostics.NestedAggregate, syntax.Span, name);
        }

        if (expressions.Grouping is not { } grouping)
        {
            foreach (ExpressionSyntax argument in syntax.Arguments)
            {
                expressions.BindPlain(argument);
            }

            return expressions.Clause is "SELECT" or "HAVING"
                ? expressions.Fail(BindingDiagnostics.MissingGroupBy, syntax.Span, name)
                : expressions.Fail(BindingDiagnostics.AggregateNotHere, syntax.Span, name, expressions.Clause);
        }

        if (aggregate is { Kind: AggregateKind.Count } && (syntax.IsStar || syntax.Arguments.Count == 0))
        {
            return grouping.Add(new BoundAggregate(
                AggregateKind.CountStar, [], IgnoresNulls: false, Most: null, SqlType.BigInt,
                expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span)));
        }

        List<BoundExpression> arguments = syntax.Arguments.Select(expressions.BindPlain).ToList();
        if (grouping.IsOverTable && (aggregate is null ? userAggregates.All(user => !user.CanUndo) : !aggregate.CanUndo))
        {
            return expressions.Fail(BindingDiagnostics.AggregateOverTable, syntax.Span, name);
        }

        if (grouping.IsInSessions && aggregate is null && userAggregates.All(user => !user.CanMerge))
        {
            return expressions.Fail(BindingDiagnostics.AggregateOverSessions, syntax.Span, name);
        }

        return arguments.Any(argument => Coercion.IsError(argument.Type)) ? new BoundError()
            : aggregate is not null ? Add(grouping, syntax, aggregate, arguments)
            : UserAggregateBinder.Bind(syntax, UserOnes(grouping, userAggregates), arguments, expressions) is { } own ? grouping.Add(own)
            : new BoundError();
    }

    // Over a table only those that can take a row out again; in sessions those that can be merged.
    private static EquatableArray<UserAggregate> UserOnes(Grouping grouping, EquatableArray<UserAggregate> all) =>
        all
            .Where(user => (user.CanUndo || !grouping.IsOverTable) && (user.CanMerge || !grouping.IsInSessions)).ToEquatableArray();

    private BoundExpression Add(
        Grouping grouping, FunctionCallSyntax syntax, AggregateFunction aggregate, List<BoundExpression> arguments)
    {
        bool isByOffset = aggregate.Kind is AggregateKind.LatestByOffset or AggregateKind.EarliestByOffset;
        bool isTop = aggregate.Kind is AggregateKind.TopK or AggregateKind.TopKDistinct;
        string written = string.Join(", ", arguments.Select(argument => argument.Type));
        bool ignoresNulls = true;
        int? most = LimitOf(grouping, aggregate.Kind);

        // Behind the row's values stand constants.
        if (isByOffset && arguments.Count > 1 && arguments[arguments.Count - 1].Type.Kind == SqlKind.Boolean)
        {
            if (TakeLast(syntax, aggregate, arguments, "ignoreNulls") is not { } flag)
            {
                return new BoundError();
            }

            ignoresNulls = flag.Value is true;
        }

        if (arguments.Count > 1 && (isTop || isByOffset) && arguments[arguments.Count - 1].Type.Kind is SqlKind.Integer or SqlKind.BigInt)
        {
            ExpressionSyntax place = syntax.Arguments[arguments.Count - 1];
            if (TakeLast(syntax, aggregate, arguments, "how many") is not { } count)
            {
                return new BoundError();
            }

            long number = Convert.ToInt64(count.Value, CultureInfo.InvariantCulture);
            if (number is < 1 or > int.MaxValue)
            {
                return expressions.Fail(
                    BindingDiagnostics.AggregateCount, place.Span, aggregate.Name, number.ToString(CultureInfo.InvariantCulture));
            }

            most = (int)number;
        }

        bool isComplete = arguments.Count > 0 && (!isTop || most is not null)
            && arguments.All(argument => argument.Type.Kind != SqlKind.Null);
        SqlType? result = !isComplete ? null
            : Aggregates.ResultOf(aggregate.Kind, arguments.Select(argument => argument.Type).ToList(), isByOffset && most is not null);
        return result is null
            ? expressions.Fail(BindingDiagnostics.NoOverload, syntax.Span, aggregate.Name, written, aggregate.Takes)
            : grouping.Add(new BoundAggregate(
                aggregate.Kind, arguments.ToEquatableArray(), ignoresNulls, most, result,
                expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span)));
    }

    // A literal, with its sign; null where it is none, which is reported.
    private BoundLiteral? TakeLast(FunctionCallSyntax syntax, AggregateFunction aggregate, List<BoundExpression> arguments, string what)
    {
        int last = arguments.Count - 1;
        BoundExpression argument = arguments[last];
        arguments.RemoveAt(last);
        if (Literal(argument) is { } literal)
        {
            return literal;
        }

        expressions.Fail(BindingDiagnostics.MustBeLiteral, syntax.Arguments[last].Span, what, aggregate.Name);
        return null;
    }

    /// <summary>A constant that is written out, with its sign; null for what is none, and for NULL.</summary>
    public static BoundLiteral? Literal(BoundExpression expression) => expression switch
    {
        BoundLiteral { Value: not null } literal => literal,
        BoundNegate { Operand: BoundLiteral { Value: int number } literal } => literal with { Value = -number },
        BoundNegate { Operand: BoundLiteral { Value: long number } literal } => literal with { Value = -number },
        BoundNegate { Operand: BoundLiteral { Value: double number } literal } => literal with { Value = -number },
        BoundNegate { Operand: BoundLiteral { Value: string number } literal } => literal with { Value = "-" + number },
        _ => null,
    };

    // How many values a collection may have, as SET says; a negative number is no limit.
    private static int? LimitOf(Grouping grouping, AggregateKind kind)
    {
        string? written = kind switch
        {
            AggregateKind.CollectList => grouping.Setting("ksql.functions.collect_list.limit"),
            AggregateKind.CollectSet => grouping.Setting("ksql.functions.collect_set.limit"),
            _ => null,
        };
        bool isLimited = int.TryParse(written, NumberStyles.Integer, CultureInfo.InvariantCulture, out int limit) && limit >= 0;
        return kind switch
        {
            AggregateKind.CollectList or AggregateKind.CollectSet => isLimited ? limit : int.MaxValue,
            AggregateKind.Histogram => Aggregates.HistogramValues,
            AggregateKind.Attribute => int.MaxValue,
            _ => null,
        };
    }
}
