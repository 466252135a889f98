using System.Globalization;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>What binds tightest: literals, names, calls, CASE, CAST, constructors, and what may follow them.</summary>
internal sealed class PrimaryParser(TokenCursor cursor, ExpressionParser expressions)
{
    private readonly TypeParser _types = new(cursor);
    private readonly CallParser _calls = new(cursor, expressions);

    // postfix = primary { "[" value "]" | "->" id | AT TIME ZONE string } ;
    public ExpressionSyntax ParsePostfix()
    {
        ExpressionSyntax operand = ParsePrimary();
        while (true)
        {
            if (cursor.TryTakeSymbol("["))
            {
                ExpressionSyntax index = expressions.ParseValue();
                operand = new SubscriptSyntax(operand, index, operand.Span.To(cursor.TakeSymbol("]").Span));
            }
            else if (cursor.Current.IsSymbol("->") && !cursor.Peek(1).IsSymbol("*"))
            {
                cursor.Take();
                IdentifierSyntax field = cursor.TakeIdentifier("the name of a field");
                operand = new DereferenceSyntax(operand, field, operand.Span.To(field.Span));
            }
            else if (cursor.Current.IsKeyword("AT") && cursor.Peek(1).IsKeyword("TIME"))
            {
                cursor.Take();
                cursor.Take();
                cursor.TakeKeyword("ZONE");
                StringLiteralSyntax zone = cursor.TakeString("a time zone as a string");
                operand = new AtTimeZoneSyntax(operand, zone, operand.Span.To(zone.Span));
            }
            else
            {
                return operand;
            }
        }
    }

    private ExpressionSyntax ParsePrimary()
    {
        Token token = cursor.Current;
        return token.Kind switch
        {
            TokenKind.String => new StringLiteralSyntax(cursor.Substitute(cursor.Take()), token.Span),
            TokenKind.Integer => ParseInteger(),
            TokenKind.Decimal => new DecimalLiteralSyntax(cursor.Take().Text, token.Span),
            TokenKind.Double => ParseDouble(),
            TokenKind.Variable => ParseVariable(),
            TokenKind.Symbol when token.Text == "(" => ParseParenthesised(),
            TokenKind.Keyword => ParseKeyword(),
            TokenKind.Identifier or TokenKind.QuotedIdentifier => ParseName(),
            _ => throw cursor.Expected("an expression"),
        };
    }

    private ExpressionSyntax ParseKeyword()
    {
        Token token = cursor.Current;
        Token next = cursor.Peek(1);
        return token.Text switch
        {
            "NULL" => new NullLiteralSyntax(cursor.Take().Span),
            "TRUE" or "FALSE" => new BooleanLiteralSyntax(cursor.Take().Text == "TRUE", token.Span),
            "CASE" => ParseCase(),
            "CAST" when next.IsSymbol("(") => ParseCast(),
            "ARRAY" when next.IsSymbol("[") => ParseArray(),
            "MAP" when next.IsSymbol("(") => ParseMap(),
            "STRUCT" when next.IsSymbol("(") => ParseStruct(),
            "DECIMAL" when next.Kind == TokenKind.String => ParseTypedDecimal(),
            "REPLACE" => ParseName(),
            _ when !Keywords.IsReserved(token.Text) => ParseName(),
            _ when next.IsSymbol("(") || next.IsSymbol(".") => throw cursor.Abandon(SyntaxDiagnostics.ReservedWord, token.Span, token.Text),
            _ => throw cursor.Expected("an expression"),
        };
    }

    private IntegerLiteralSyntax ParseInteger()
    {
        SourceSpan span = cursor.Current.Span;
        return new IntegerLiteralSyntax(cursor.TakeInteger("a number"), span);
    }

    private DoubleLiteralSyntax ParseDouble()
    {
        Token token = cursor.Take();
        return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsInfinity(value)
            ? new DoubleLiteralSyntax(value, token.Span)
            : throw cursor.Abandon(SyntaxDiagnostics.NumberTooLarge, token.Span, token.Text, "a DOUBLE");
    }

    private DecimalLiteralSyntax ParseTypedDecimal()
    {
        SourceSpan start = cursor.Take().Span;
        Token text = cursor.Take();
        string digits = text.Text.Trim();
        return IsPlainNumber(digits)
            ? new DecimalLiteralSyntax(digits, start.To(text.Span))
            : throw cursor.Abandon(SyntaxDiagnostics.NumberTooLarge, text.Span, $"'{digits}'", "a DECIMAL");
    }

    // A sign, digits, a point: as many digits as there are.
    private static bool IsPlainNumber(string text)
    {
        string digits = text.Length > 0 && text[0] is '+' or '-' ? text.Substring(1) : text;
        return digits.Any(c => c is >= '0' and <= '9') && digits.All(c => c is (>= '0' and <= '9') or '.')
            && digits.Count(c => c == '.') <= 1;
    }

    // ${v}: a quoted string, a boolean, a number or a name.
    private ExpressionSyntax ParseVariable()
    {
        Token token = cursor.Take();
        string value = cursor.Variable(token).Trim();
        if (value.Length > 1 && value[0] == '\'' && value[value.Length - 1] == '\'')
        {
            return new StringLiteralSyntax(value.Substring(1, value.Length - 2).Replace("''", "'"), token.Span);
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return new IntegerLiteralSyntax(integer, token.Span);
        }

        return value.ToUpperInvariant() switch
        {
            "TRUE" => new BooleanLiteralSyntax(true, token.Span),
            "FALSE" => new BooleanLiteralSyntax(false, token.Span),
            string upper => new ColumnSyntax(null, new IdentifierSyntax(upper, IsQuoted: false, token.Span), token.Span),
        };
    }

    private ExpressionSyntax ParseParenthesised()
    {
        cursor.Take();
        ExpressionSyntax inner = expressions.Parse();
        cursor.TakeSymbol(")");
        return inner;
    }

    // name "(" … ")" | id "." id | id ; a typed literal such as DATE '2020-01-01' does not exist
    private ExpressionSyntax ParseName()
    {
        Token first = cursor.Current;
        if (cursor.Peek(1).IsSymbol("("))
        {
            return _calls.Parse();
        }

        if (cursor.Peek(1).Kind == TokenKind.String && first.Kind is TokenKind.Identifier or TokenKind.Keyword)
        {
            throw cursor.Abandon(SyntaxDiagnostics.UnknownLiteralType, first.Span, first.Text);
        }

        IdentifierSyntax name = cursor.TakeIdentifier("a name");
        if (!cursor.Current.IsSymbol(".") || cursor.Peek(1).IsSymbol("*"))
        {
            return new ColumnSyntax(null, name, name.Span);
        }

        cursor.Take();
        IdentifierSyntax column = cursor.TakeIdentifier("the name of a column");
        return new ColumnSyntax(name, column, name.Span.To(column.Span));
    }

    private CaseSyntax ParseCase()
    {
        SourceSpan start = cursor.Take().Span;
        ExpressionSyntax? operand = cursor.Current.IsKeyword("WHEN") ? null : expressions.ParseValue();
        List<WhenSyntax> whens = [];
        while (cursor.Current.IsKeyword("WHEN"))
        {
            SourceSpan when = cursor.Take().Span;
            ExpressionSyntax condition = expressions.Parse();
            cursor.TakeKeyword("THEN");
            ExpressionSyntax result = expressions.Parse();
            whens.Add(new WhenSyntax(condition, result, when.To(result.Span)));
        }

        if (whens.Count == 0)
        {
            throw cursor.Expected("WHEN");
        }

        ExpressionSyntax? otherwise = cursor.TryTakeKeyword("ELSE") ? expressions.Parse() : null;
        return new CaseSyntax(operand, whens.ToEquatableArray(), otherwise, start.To(cursor.TakeKeyword("END").Span));
    }

    private CastSyntax ParseCast()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("(");
        ExpressionSyntax operand = expressions.Parse();
        cursor.TakeKeyword("AS");
        TypeSyntax type = _types.Parse();
        return new CastSyntax(operand, type, start.To(cursor.TakeSymbol(")").Span));
    }

    private ArrayConstructorSyntax ParseArray()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("[");
        EquatableArray<ExpressionSyntax> elements = cursor.Current.IsSymbol("]") ? [] : expressions.ParseList();
        return new ArrayConstructorSyntax(elements, start.To(cursor.TakeSymbol("]").Span));
    }

    private MapConstructorSyntax ParseMap()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("(");
        List<MapEntrySyntax> entries = [];
        while (!cursor.Current.IsSymbol(")"))
        {
            if (entries.Count > 0)
            {
                cursor.TakeSymbol(",");
            }

            ExpressionSyntax key = expressions.Parse();
            cursor.TakeSymbol(":=");
            ExpressionSyntax value = expressions.Parse();
            entries.Add(new MapEntrySyntax(key, value, key.Span.To(value.Span)));
        }

        return new MapConstructorSyntax(entries.ToEquatableArray(), start.To(cursor.Take().Span));
    }

    private StructConstructorSyntax ParseStruct()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("(");
        List<StructEntrySyntax> fields = [];
        while (!cursor.Current.IsSymbol(")"))
        {
            if (fields.Count > 0)
            {
                cursor.TakeSymbol(",");
            }

            IdentifierSyntax name = cursor.TakeIdentifier("the name of a field");
            cursor.TakeSymbol(":=");
            ExpressionSyntax value = expressions.Parse();
            fields.Add(new StructEntrySyntax(name, value, name.Span.To(value.Span)));
        }

        return new StructConstructorSyntax(fields.ToEquatableArray(), start.To(cursor.Take().Span));
    }
}
