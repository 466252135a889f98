using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds calls of a user's aggregates: which struct takes the arguments, and which of them are its constants.</summary>
internal static class UserAggregateBinder
{
    /// <summary>The aggregate; null where the call has a mistake, which is reported.</summary>
    public static BoundAggregate? Bind(
        FunctionCallSyntax syntax, EquatableArray<UserAggregate> overloads, IReadOnlyList<BoundExpression> arguments,
        ExpressionBinder expressions)
    {
        string name = syntax.Name.Text;
        List<UserAggregate> candidates = [];
        List<ScalarFunction> signatures = [];
        foreach (UserAggregate overload in overloads)
        {
            if (overload.ParametersOf(arguments.Count, out _) is { } parameters)
            {
                candidates.Add(overload);
                IEnumerable<Parameter> taken = parameters.Select(parameter => parameter.ToParameter() with { IsVariadic = false });
                SqlType gives = overload.Methods is { } methods ? methods.Add.Function.Result! : overload.Result.Type;
                signatures.Add(new ScalarFunction(name, taken.ToEquatableArray(), gives, name, IsUserDefined: true));
            }
        }

        List<SqlType> types = arguments.Select(argument => argument.Type).ToList();
        ResolvedCall? call = OverloadResolution.Resolve(signatures, types, out bool isAmbiguous);
        if (call is null)
        {
            string written = string.Join(", ", types);
            _ = isAmbiguous
                ? expressions.Fail(BindingDiagnostics.AmbiguousOverload, syntax.Span, name, written)
                : expressions.Fail(
                    BindingDiagnostics.NoOverload, syntax.Span, name, written,
                    string.Join(" or ", overloads.Select(overload => $"({overload.Shown})")));
            return null;
        }

        UserAggregate user = candidates[signatures.IndexOf(call.Function)];
        IReadOnlyList<UserParameter> all = user.ParametersOf(arguments.Count, out int rowCount)!;
        List<BoundLiteral> constants = [];
        for (int i = rowCount; i < arguments.Count; i++)
        {
            if (AggregateCallBinder.Literal(arguments[i]) is not { } literal)
            {
                expressions.Fail(BindingDiagnostics.MustBeLiteral, syntax.Arguments[i].Span, all[i].Name, name);
                return null;
            }

            constants.Add(literal);
        }

        // What a row makes of a state tells the state, and the state tells the value.
        SqlType? state = user.Methods is null ? null : call.Result;
        SqlType type = user.Methods?.Result is { } result
            ? OverloadResolution.Resolve([result.Function], [state!], out _)?.Result ?? SqlType.Error
            : call.Result;
        return new BoundAggregate(
            AggregateKind.User,
            arguments.Take(rowCount).Select((argument, i) => Conversion.To(argument, call.Parameters[i])).ToEquatableArray(),
            IgnoresNulls: false, Most: null, type, expressions.Report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span))
        {
            User = user,
            State = state,
            Constants = constants.ToEquatableArray(),
        };
    }
}
