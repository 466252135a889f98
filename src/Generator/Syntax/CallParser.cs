using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Calls: ordinary arguments, bare time units, and lambdas at the end.</summary>
internal sealed class CallParser(TokenCursor cursor, ExpressionParser expressions)
{
    public FunctionCallSyntax Parse()
    {
        Token first = cursor.Take();
        IdentifierSyntax name = new(first.Text, first.Kind == TokenKind.QuotedIdentifier, first.Span);
        cursor.TakeSymbol("(");
        if (cursor.TryTakeSymbol("*"))
        {
            return new FunctionCallSyntax(name, IsStar: true, [], name.Span.To(cursor.TakeSymbol(")").Span));
        }

        List<ExpressionSyntax> arguments = [];
        while (!cursor.Current.IsSymbol(")"))
        {
            if (arguments.Count > 0)
            {
                cursor.TakeSymbol(",");
            }

            arguments.Add(ParseArgument(arguments));
        }

        return new FunctionCallSyntax(name, IsStar: false, arguments.ToEquatableArray(), name.Span.To(cursor.Take().Span));
    }

    private ExpressionSyntax ParseArgument(List<ExpressionSyntax> before)
    {
        if (IsLambda())
        {
            return before.Count > 0 ? ParseLambda() : throw cursor.Abandon(SyntaxDiagnostics.LambdaPosition, cursor.Current.Span);
        }

        if (before.Count > 0 && before[before.Count - 1] is LambdaSyntax)
        {
            throw cursor.Abandon(SyntaxDiagnostics.LambdaPosition, before[before.Count - 1].Span);
        }

        Token token = cursor.Current;
        bool standsAlone = cursor.Peek(1) is { Kind: TokenKind.Symbol, Text: "," or ")" };
        if (standsAlone && token.Kind is TokenKind.Identifier or TokenKind.Keyword
            && TryParseUnit(token.Text) is { } unit && IsUnitPosition(before))
        {
            cursor.Take();
            return new TimeUnitSyntax(unit, token.Text, token.Span);
        }

        return expressions.Parse();
    }

    // A bare DAY may be a column as well: a unit is the first argument and stands before a comma.
    private bool IsUnitPosition(List<ExpressionSyntax> before) => before.Count == 0 && cursor.Peek(1).IsSymbol(",");

    private bool IsLambda()
    {
        if (cursor.IsIdentifier)
        {
            return cursor.Peek(1).IsSymbol("=>");
        }

        int ahead = 0;
        if (!cursor.Current.IsSymbol("("))
        {
            return false;
        }

        while (cursor.Peek(++ahead).Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.Keyword
            && cursor.Peek(++ahead).IsSymbol(","))
        {
        }

        return cursor.Peek(ahead).IsSymbol(")") && cursor.Peek(ahead + 1).IsSymbol("=>");
    }

    private LambdaSyntax ParseLambda()
    {
        SourceSpan start = cursor.Current.Span;
        List<IdentifierSyntax> parameters = [];
        if (cursor.TryTakeSymbol("("))
        {
            do
            {
                parameters.Add(cursor.TakeIdentifier("the name of a parameter"));
            }
            while (cursor.TryTakeSymbol(","));
            cursor.TakeSymbol(")");
        }
        else
        {
            parameters.Add(cursor.TakeIdentifier("the name of a parameter"));
        }

        cursor.TakeSymbol("=>");
        ExpressionSyntax body = expressions.Parse();
        return new LambdaSyntax(parameters.ToEquatableArray(), body, start.To(body.Span));
    }

    /// <summary>A unit by its word, singular or plural; null where it is none.</summary>
    public static TimeUnit? TryParseUnit(string word) => word switch
    {
        "MILLISECOND" or "MILLISECONDS" => TimeUnit.Milliseconds,
        "SECOND" or "SECONDS" => TimeUnit.Seconds,
        "MINUTE" or "MINUTES" => TimeUnit.Minutes,
        "HOUR" or "HOURS" => TimeUnit.Hours,
        "DAY" or "DAYS" => TimeUnit.Days,
        "MONTH" or "MONTHS" => TimeUnit.Months,
        "YEAR" or "YEARS" => TimeUnit.Years,
        _ => null,
    };
}
