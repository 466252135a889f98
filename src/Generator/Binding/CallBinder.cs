using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds calls: scalar and table functions by their overloads.</summary>
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

        if (functions.Overloads(name, isTable: true) is { Count: > 0 } tableFunctions)
        {
            return BindTable(syntax, tableFunctions);
        }

        if (functions.IsBroken(name))
        {
            expressions.Report.Break();
            return new BoundError();
        }

        IReadOnlyList<ScalarFunction> overloads = functions.Overloads(name);
        if (overloads.Count == 0)
        {
            return expressions.Fail(
                BindingDiagnostics.UnknownFunction,
                syntax.Name.Span,
                name,
                Suggestion.For(name, functions.Names.Distinct()));
        }

        return BindCall(syntax, overloads);
    }

    // A row is made for each element of the array; the call stands for one of them.
    private BoundExpression BindTable(FunctionCallSyntax syntax, IReadOnlyList<ScalarFunction> overloads)
    {
        string? reason = expressions.Grouping is not null ? "it cannot stand in a query with GROUP BY; group what another query makes of it"
            : expressions.Clause != "SELECT" ? $"it can stand in SELECT, not in {expressions.Clause}"
            : expressions.IsInLambda ? "it cannot stand in a lambda"
            : expressions.Tables is null ? "it needs the rows of a stream, and these are a table's"
            : null;
        if (reason is not null)
        {
            return NotHere(syntax.Name.Span, syntax.Name.Text, reason);
        }

        int before = expressions.Tables!.Count;
        BoundExpression elements = BindCall(syntax, overloads);
        if (elements.Type is not ArrayType array)
        {
            return elements;
        }

        if (expressions.Tables.Count > before)
        {
            return NotHere(syntax.Span, syntax.Name.Text, "another one cannot stand inside");
        }

        expressions.Tables.Add(new BoundTableFunction(
            elements, expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span)));
        return new BoundTableValue(before, array.Element);
    }

    private BoundError NotHere(SourceSpan span, string name, string reason) =>
        expressions.Fail(BindingDiagnostics.TableFunctionNotHere, span, name, reason);

    private BoundExpression BindCall(FunctionCallSyntax syntax, IReadOnlyList<ScalarFunction> overloads)
    {
        string name = syntax.Name.Text;
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
        string type = parameter.Type is { } known ? UserParameter.Describe(known) : parameter.Generic ?? "any";
        return parameter.IsVariadic ? $"{type}…" : parameter.IsOptional ? $"[{type}]" : type;
    }
}
