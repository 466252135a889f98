using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds calls: scalar functions by their overloads.</summary>
internal sealed class CallBinder(ExpressionBinder expressions, FunctionCatalog functions)
{
    public BoundExpression Bind(FunctionCallSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (FunctionCatalog.FindAggregate(name) is { } aggregate)
        {
            return new AggregateCallBinder(expressions).Bind(syntax, aggregate, []);
        }

        if (functions.UserAggregates(name) is { Count: > 0 } userAggregates)
        {
            return new AggregateCallBinder(expressions).Bind(syntax, null, userAggregates);
        }

        if (FunctionCatalog.FindIteration(name) is { } iteration)
        {
            return new LambdaBinder(expressions).Bind(syntax, iteration);
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
}
