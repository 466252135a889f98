using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary><c>WITH (name = literal, …)</c></summary>
internal sealed class WithParser(TokenCursor cursor, ExpressionParser expressions)
{
    public WithSyntax? TryParse() => cursor.Current.IsKeyword("WITH") ? Parse() : null;

    public WithSyntax Parse()
    {
        SourceSpan start = cursor.TakeKeyword("WITH").Span;
        cursor.TakeSymbol("(");
        List<PropertySyntax> properties = [];
        while (!cursor.Current.IsSymbol(")"))
        {
            if (properties.Count > 0)
            {
                cursor.TakeSymbol(",");
            }

            properties.Add(ParseProperty());
        }

        return new WithSyntax(properties.ToEquatableArray(), start.To(cursor.Take().Span));
    }

    private PropertySyntax ParseProperty()
    {
        Token name = cursor.Current;
        if (name.Kind == TokenKind.String)
        {
            cursor.Take();
        }
        else
        {
            IdentifierSyntax identifier = cursor.TakeIdentifier("the name of a property");
            name = name with { Text = identifier.Text };
        }

        cursor.TakeSymbol("=");
        ExpressionSyntax value = expressions.ParseValue();
        return new PropertySyntax(name.Text, name.Span, value, name.Span.To(value.Span));
    }
}
