using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds calls: scalar functions by their overloads, aggregates into the grouping.</summary>
internal sealed class CallBinder(ExpressionBinder expressions, FunctionCatalog functions)
{
    public BoundExpression Bind(FunctionCallSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (FunctionCatalog.FindAggregate(name) is { } aggregate)
        {
            return BindAggregate(syntax, aggregate);
        }

        if (functions.IsBroken(name))
        {
            expressions.Report.Break();
            return new BoundError();
        }

        IReadOnlyList<ScalarFunction> overloads = functions.Overloads(name);
        if (overloads.Count == 0)
        {
            return FunctionCatalog.IsNotYetBuilt(name)
                ? expressions.Fail(BindingDiagnostics.NotSupportedYet, syntax.Name.Span, name)
                : expressions.Fail(
                    BindingDiagnostics.UnknownFunction,
                    syntax.Name.Span,
                    name,
                    Suggestion.For(name, functions.Names.Distinct()));
        }

        bool takesUnit = overloads.Any(
            overload => overload.Parameters.Any(parameter => parameter.Type == DateTimeFunctions.UnitType));
        List<BoundExpression> arguments = syntax.Arguments.Select(argument => BindArgument(argument, takesUnit)).ToList();
        if (arguments.Any(
            argument => argument is BoundError || (argument is not BoundTimeUnit && Coercion.IsError(argument.Type))))
        {
            return new BoundError();
        }

        List<SqlType> types = arguments.Select(
            argument => argument is BoundTimeUnit ? DateTimeFunctions.UnitType : argument.Type).ToList();
        if (OverloadResolution.Resolve(overloads, types, out bool isAmbiguous) is not { } call)
        {
            string written = string.Join(", ", types);
            return isAmbiguous
                ? expressions.Fail(BindingDiagnostics.AmbiguousOverload, syntax.Span, name, written)
                : expressions.Fail(BindingDiagnostics.NoOverload, syntax.Span, name, written, Describe(overloads));
        }

        if (CheckLiterals(syntax, call, arguments) is { } failed)
        {
            return failed;
        }

        IEnumerable<BoundExpression> converted = arguments.Select((argument, i) => Convert(argument, call.Parameters[i]));
        return new BoundCall(call.Function, converted.ToEquatableArray(), call.Result);
    }

    private BoundExpression BindArgument(ExpressionSyntax argument, bool takesUnit) =>
        argument is TimeUnitSyntax unit && takesUnit ? new BoundTimeUnit(unit.Unit) : expressions.Bind(argument);

    private static BoundExpression Convert(BoundExpression argument, SqlType parameter) =>
        argument is BoundTimeUnit || parameter.Kind == SqlKind.Null ? argument : Conversion.To(argument, parameter);

    private BoundError? CheckLiterals(FunctionCallSyntax syntax, ResolvedCall call, List<BoundExpression> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            Parameter parameter = call.Function.Parameters[Math.Min(i, call.Function.Parameters.Count - 1)];
            if (parameter.MustBeLiteral && arguments[i] is not BoundLiteral)
            {
                return expressions.Fail(
                    BindingDiagnostics.MustBeLiteral, syntax.Arguments[i].Span, parameter.Name, syntax.Name.Text);
            }
        }

        return null;
    }

    private static string Describe(IReadOnlyList<ScalarFunction> overloads)
    {
        IEnumerable<string> shown = overloads.Select(
            overload => $"({string.Join(", ", overload.Parameters.Select(Describe))})").Distinct().Take(6);
        return string.Join(" or ", shown);
    }

    private static string Describe(Parameter parameter)
    {
        string type = parameter.Type is DecimalType { Precision: 0 }
            ? "DECIMAL"
            : parameter.Type?.ToString() ?? parameter.Generic ?? "any";
        return parameter.IsVariadic ? $"{type}…" : parameter.IsOptional ? $"[{type}]" : type;
    }

    private BoundExpression BindAggregate(FunctionCallSyntax syntax, AggregateFunction aggregate)
    {
        string name = syntax.Name.Text;
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

        if (aggregate.Kind == AggregateKind.Count && (syntax.IsStar || syntax.Arguments.Count == 0))
        {
            return grouping.Add(new BoundAggregate(
                AggregateKind.CountStar, [], IgnoresNulls: false, SqlType.BigInt,
                expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span)));
        }

        List<BoundExpression> arguments = syntax.Arguments.Select(expressions.BindPlain).ToList();
        if (arguments.Any(argument => Coercion.IsError(argument.Type)))
        {
            return new BoundError();
        }

        return Add(grouping, syntax, aggregate, arguments);
    }

    private BoundExpression Add(
        Grouping grouping, FunctionCallSyntax syntax, AggregateFunction aggregate, List<BoundExpression> arguments)
    {
        bool isByOffset = aggregate.Kind is AggregateKind.LatestByOffset or AggregateKind.EarliestByOffset;
        if (isByOffset && arguments.Count is 2 or 3 && arguments[1].Type.Kind is SqlKind.Integer or SqlKind.BigInt)
        {
            return expressions.Fail(BindingDiagnostics.NotSupportedYet, syntax.Span, $"{aggregate.Name} of several values");
        }

        bool ignoresNulls = true;
        if (isByOffset && arguments.Count == 2 && arguments[1].Type.Kind == SqlKind.Boolean)
        {
            if (arguments[1] is not BoundLiteral { Value: bool flag })
            {
                return expressions.Fail(
                    BindingDiagnostics.MustBeLiteral, syntax.Arguments[1].Span, "ignoreNulls", aggregate.Name);
            }

            ignoresNulls = flag;
            arguments.RemoveAt(1);
        }

        SqlType? result = arguments.Count == 1 && arguments[0].Type.Kind != SqlKind.Null
            ? Aggregates.ResultOf(aggregate.Kind, arguments[0].Type)
            : null;
        return result is null
            ? expressions.Fail(
                BindingDiagnostics.NoOverload,
                syntax.Span,
                aggregate.Name,
                string.Join(", ", arguments.Select(argument => argument.Type)),
                aggregate.Takes)
            : grouping.Add(new BoundAggregate(
                aggregate.Kind, [arguments[0]], ignoresNulls, result,
                expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span)));
    }
}
