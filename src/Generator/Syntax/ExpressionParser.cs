using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Expressions, by precedence: OR, AND, NOT, one predicate, ||, + -, * / %, sign, postfix.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenCursor _cursor;
    private readonly PrimaryParser _primary;

    public ExpressionParser(TokenCursor cursor)
    {
        _cursor = cursor;
        _primary = new PrimaryParser(cursor, this);
    }

    // expr = and { OR and } ;
    public ExpressionSyntax Parse()
    {
        _cursor.Enter();
        ExpressionSyntax left = ParseAnd();
        while (_cursor.TryTakeKeyword("OR"))
        {
            ExpressionSyntax right = ParseAnd();
            left = new LogicalSyntax(LogicalOperator.Or, left, right, left.Span.To(right.Span));
        }

        _cursor.Leave();
        return left;
    }

    // and = not { AND not } ;
    private ExpressionSyntax ParseAnd()
    {
        ExpressionSyntax left = ParseNot();
        while (_cursor.TryTakeKeyword("AND"))
        {
            ExpressionSyntax right = ParseNot();
            left = new LogicalSyntax(LogicalOperator.And, left, right, left.Span.To(right.Span));
        }

        return left;
    }

    // not = { NOT } predicate ;
    private ExpressionSyntax ParseNot()
    {
        if (!_cursor.Current.IsKeyword("NOT"))
        {
            return ParsePredicate();
        }

        SourceSpan start = _cursor.Take().Span;
        _cursor.Enter();
        ExpressionSyntax operand = ParseNot();
        _cursor.Leave();
        return new NotSyntax(operand, start.To(operand.Span));
    }

    // predicate = value [ comparison value | [NOT] BETWEEN … | [NOT] IN … | [NOT] LIKE … | IS … ] ;
    private ExpressionSyntax ParsePredicate()
    {
        ExpressionSyntax value = ParseValue();
        ExpressionSyntax predicate = TryParseComparison(value) ?? TryParseIs(value) ?? TryParseSet(value) ?? value;
        if (predicate != (object)value && (ComparisonOperatorOf(_cursor.Current) is not null || _cursor.Current.IsKeyword("IS")))
        {
            throw _cursor.Abandon(SyntaxDiagnostics.ChainedComparison, _cursor.Current.Span);
        }

        return predicate;
    }

    private ComparisonSyntax? TryParseComparison(ExpressionSyntax left)
    {
        if (ComparisonOperatorOf(_cursor.Current) is not { } comparison)
        {
            return null;
        }

        _cursor.Take();
        ExpressionSyntax right = ParseValue();
        return new ComparisonSyntax(comparison, left, right, left.Span.To(right.Span));
    }

    // IS [NOT] NULL | IS [NOT] DISTINCT FROM value
    private ExpressionSyntax? TryParseIs(ExpressionSyntax value)
    {
        if (!_cursor.TryTakeKeyword("IS"))
        {
            return null;
        }

        bool isNegated = _cursor.TryTakeKeyword("NOT");
        if (_cursor.Current.IsKeyword("NULL"))
        {
            return new IsNullSyntax(value, isNegated, value.Span.To(_cursor.Take().Span));
        }

        if (!_cursor.TryTakeKeyword("DISTINCT"))
        {
            throw _cursor.Expected(isNegated ? "NULL or DISTINCT FROM" : "NULL, NOT NULL or DISTINCT FROM");
        }

        _cursor.TakeKeyword("FROM");
        ExpressionSyntax right = ParseValue();
        return new IsDistinctFromSyntax(value, isNegated, right, value.Span.To(right.Span));
    }

    // [NOT] BETWEEN value AND value | [NOT] IN (expr, …) | [NOT] LIKE value [ESCAPE 'c']
    private ExpressionSyntax? TryParseSet(ExpressionSyntax value)
    {
        bool isNegated = _cursor.Current.IsKeyword("NOT") && _cursor.Peek(1).Text is "BETWEEN" or "IN" or "LIKE";
        if (isNegated)
        {
            _cursor.Take();
        }

        if (_cursor.TryTakeKeyword("BETWEEN"))
        {
            ExpressionSyntax lower = ParseValue();
            _cursor.TakeKeyword("AND");
            ExpressionSyntax upper = ParseValue();
            return new BetweenSyntax(value, isNegated, lower, upper, value.Span.To(upper.Span));
        }

        if (_cursor.TryTakeKeyword("IN"))
        {
            _cursor.TakeSymbol("(");
            EquatableArray<ExpressionSyntax> items = ParseList();
            return new InSyntax(value, isNegated, items, value.Span.To(_cursor.TakeSymbol(")").Span));
        }

        return _cursor.TryTakeKeyword("LIKE") ? ParseLike(value, isNegated) : null;
    }

    private LikeSyntax ParseLike(ExpressionSyntax value, bool isNegated)
    {
        ExpressionSyntax pattern = ParseValue();
        StringLiteralSyntax? escape = null;
        if (_cursor.TryTakeKeyword("ESCAPE"))
        {
            escape = _cursor.TakeString("the escape character as a string");
            if (escape.Value.Length != 1)
            {
                throw _cursor.Abandon(SyntaxDiagnostics.EscapeLength, escape.Span);
            }
        }

        return new LikeSyntax(value, isNegated, pattern, escape, value.Span.To((escape ?? pattern).Span));
    }

    /// <summary>One or more expressions with commas between.</summary>
    public EquatableArray<ExpressionSyntax> ParseList()
    {
        List<ExpressionSyntax> items = [Parse()];
        while (_cursor.TryTakeSymbol(","))
        {
            items.Add(Parse());
        }

        return items.ToEquatableArray();
    }

    // value = sum { "||" sum } ;
    public ExpressionSyntax ParseValue()
    {
        ExpressionSyntax left = ParseSum();
        while (_cursor.TryTakeSymbol("||"))
        {
            ExpressionSyntax right = ParseSum();
            left = new ConcatenationSyntax(left, right, left.Span.To(right.Span));
        }

        return left;
    }

    // sum = product { ("+" | "-") product } ;
    private ExpressionSyntax ParseSum()
    {
        ExpressionSyntax left = ParseProduct();
        while (_cursor.Current is { Kind: TokenKind.Symbol, Text: "+" or "-" })
        {
            ArithmeticOperator sign = _cursor.Take().Text == "+" ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
            ExpressionSyntax right = ParseProduct();
            left = new ArithmeticSyntax(sign, left, right, left.Span.To(right.Span));
        }

        return left;
    }

    // product = signed { ("*" | "/" | "%") signed } ;
    private ExpressionSyntax ParseProduct()
    {
        ExpressionSyntax left = ParseSigned();
        while (_cursor.Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" })
        {
            ArithmeticOperator factor = _cursor.Take().Text switch
            {
                "*" => ArithmeticOperator.Multiply,
                "/" => ArithmeticOperator.Divide,
                _ => ArithmeticOperator.Modulus,
            };
            ExpressionSyntax right = ParseSigned();
            left = new ArithmeticSyntax(factor, left, right, left.Span.To(right.Span));
        }

        return left;
    }

    // signed = { "+" | "-" } postfix ;
    private ExpressionSyntax ParseSigned()
    {
        if (_cursor.Current is not { Kind: TokenKind.Symbol, Text: "+" or "-" })
        {
            return _primary.ParsePostfix();
        }

        Token sign = _cursor.Take();
        if (sign.Text == "-" && _cursor.Current.Kind == TokenKind.Integer && _cursor.Current.Text == "9223372036854775808")
        {
            return new IntegerLiteralSyntax(long.MinValue, sign.Span.To(_cursor.Take().Span));
        }

        _cursor.Enter();
        ExpressionSyntax operand = ParseSigned();
        _cursor.Leave();
        return new SignSyntax(sign.Text == "-", operand, sign.Span.To(operand.Span));
    }

    private static ComparisonOperator? ComparisonOperatorOf(Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "=" => ComparisonOperator.Equal,
        "<>" or "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };
}
