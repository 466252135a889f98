using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds TRANSFORM, FILTER and REDUCE with their lambdas; language: "Lambdas".</summary>
internal sealed class LambdaBinder(ExpressionBinder expressions)
{
    public BoundExpression Bind(FunctionCallSyntax syntax, IterationKind kind)
    {
        int values = kind == IterationKind.Reduce ? 2 : 1;
        List<BoundExpression> bound = syntax.Arguments.TakeWhile(argument => argument is not LambdaSyntax)
            .Select(expressions.Bind).ToList();
        LambdaSyntax[] lambdas = syntax.Arguments.OfType<LambdaSyntax>().ToArray();
        if (bound.Any(value => Coercion.IsError(value.Type)))
        {
            return new BoundError();
        }

        SqlType? state = kind == IterationKind.Reduce && bound.Count == 2 ? bound[1].Type : null;
        SqlType[]? items = bound.Count != values ? null : bound[0].Type switch
        {
            ArrayType array => [array.Element],
            MapType map => [map.Key, map.Value],
            _ => null,
        };
        bool isMapped = kind == IterationKind.Transform && items is { Length: 2 };
        if (items is null || state?.Kind == SqlKind.Null || lambdas.Length != (isMapped ? 2 : 1))
        {
            return Misfit(syntax, kind);
        }

        SqlType[] parameters = state is null ? items : [state, .. items];
        if (lambdas.Any(lambda => lambda.Parameters.Count != parameters.Length))
        {
            return Misfit(syntax, kind);
        }

        List<BoundLambda> results = lambdas.Select(lambda => BindLambda(lambda, parameters)).OfType<BoundLambda>().ToList();
        if (results.Count < lambdas.Length || results.Any(result => Coercion.IsError(result.Body.Type)))
        {
            return new BoundError();
        }

        if (Check(kind, lambdas, results, state) is { } mistake)
        {
            return mistake;
        }

        return new BoundIteration(
            kind, bound[0], bound.Skip(1).FirstOrDefault(), results.ToEquatableArray(), Result(kind, bound[0].Type, results));
    }

    private static SqlType Result(IterationKind kind, SqlType collection, List<BoundLambda> lambdas) => kind switch
    {
        IterationKind.Filter => collection,
        IterationKind.Reduce => lambdas[0].Body.Type,
        _ when lambdas.Count == 2 => new MapType(lambdas[0].Body.Type, lambdas[1].Body.Type),
        _ => new ArrayType(lambdas[0].Body.Type),
    };

    private BoundError Misfit(FunctionCallSyntax syntax, IterationKind kind) => expressions.Fail(
        LambdaDiagnostics.Call, syntax.Span, syntax.Name.Text, kind switch
        {
            IterationKind.Transform => "an ARRAY and 'x => …', or a MAP and two lambdas, '(k, v) => …' for the key and for the value",
            IterationKind.Filter => "an ARRAY and 'x => condition', or a MAP and '(k, v) => condition'",
            _ => "an ARRAY, a first state and '(state, x) => …', or a MAP, a first state and '(state, k, v) => …'",
        });

    private BoundLambda? BindLambda(LambdaSyntax syntax, SqlType[] types)
    {
        List<BoundLambdaParameter> parameters = [];
        foreach (IdentifierSyntax name in syntax.Parameters)
        {
            string? taken = expressions.IsColumn(name.Text) ? "a column"
                : expressions.FindParameter(name.Text) is not null ? "a parameter of the lambda around it"
                : parameters.Any(other => other.Name == name.Text) ? "another parameter of this lambda"
                : null;
            if (taken is not null)
            {
                expressions.Fail(LambdaDiagnostics.ParameterName, name.Span, name.Text, taken);
                return null;
            }

            parameters.Add(new BoundLambdaParameter(name.Text, types[parameters.Count]));
        }

        return new BoundLambda(parameters.ToEquatableArray(), expressions.BindWith(parameters, syntax.Body));
    }

    private BoundError? Check(IterationKind kind, LambdaSyntax[] syntax, List<BoundLambda> lambdas, SqlType? state)
    {
        for (int i = 0; i < lambdas.Count; i++)
        {
            SqlType type = lambdas[i].Body.Type;
            string? wanted = type.Kind == SqlKind.Null ? "which has no type: write CAST(NULL AS …)"
                : kind == IterationKind.Filter && type.Kind != SqlKind.Boolean ? "FILTER asks for a BOOLEAN"
                : state is not null && type != state ? $"and the state is {state}: CAST one of them"
                : null;
            if (wanted is not null)
            {
                return expressions.Fail(LambdaDiagnostics.Result, syntax[i].Body.Span, type.ToString(), wanted);
            }
        }

        return null;
    }
}
