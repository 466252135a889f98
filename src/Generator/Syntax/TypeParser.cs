using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Types: <c>BIGINT</c>, <c>DECIMAL(4, 2)</c>, <c>ARRAY&lt;STRUCT&lt;a INT&gt;&gt;</c>.</summary>
internal sealed class TypeParser(TokenCursor cursor)
{
    // type = ARRAY "<" type ">" | type ARRAY | MAP "<" type "," type ">" | STRUCT "<" … ">" | DECIMAL "(" int "," int ")" | id [lengths] ;
    public TypeSyntax Parse()
    {
        cursor.Enter();
        TypeSyntax type = ParseBase();
        while (cursor.Current.IsKeyword("ARRAY"))
        {
            type = new ArrayTypeSyntax(type, type.Span.To(cursor.Take().Span));
        }

        cursor.Leave();
        return type;
    }

    private TypeSyntax ParseBase()
    {
        Token first = cursor.Current;
        bool isNested = cursor.Peek(1).IsSymbol("<");
        if (first.IsKeyword("ARRAY") && isNested)
        {
            return ParseArray();
        }

        if (first.IsKeyword("MAP") && isNested)
        {
            return ParseMap();
        }

        if (first.IsKeyword("STRUCT") && (isNested || cursor.Peek(1).IsSymbol("<>")))
        {
            return ParseStruct();
        }

        return first.IsKeyword("DECIMAL") ? ParseDecimal() : ParseNamed();
    }

    private ArrayTypeSyntax ParseArray()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("<");
        TypeSyntax element = Parse();
        return new ArrayTypeSyntax(element, start.To(cursor.TakeSymbol(">").Span));
    }

    private MapTypeSyntax ParseMap()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("<");
        TypeSyntax key = Parse();
        cursor.TakeSymbol(",");
        TypeSyntax value = Parse();
        return new MapTypeSyntax(key, value, start.To(cursor.TakeSymbol(">").Span));
    }

    private StructTypeSyntax ParseStruct()
    {
        SourceSpan start = cursor.Take().Span;
        if (cursor.Current.IsSymbol("<>"))
        {
            return new StructTypeSyntax([], start.To(cursor.Take().Span));
        }

        cursor.TakeSymbol("<");
        List<FieldTypeSyntax> fields = [];
        while (!cursor.Current.IsSymbol(">"))
        {
            if (fields.Count > 0)
            {
                cursor.TakeSymbol(",");
            }

            IdentifierSyntax name = cursor.TakeIdentifier("the name of a field");
            TypeSyntax type = Parse();
            fields.Add(new FieldTypeSyntax(name, type, name.Span.To(type.Span)));
        }

        return new StructTypeSyntax(fields.ToEquatableArray(), start.To(cursor.TakeSymbol(">").Span));
    }

    private DecimalTypeSyntax ParseDecimal()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.TakeSymbol("(");
        int precision = TakeSize("a precision");
        cursor.TakeSymbol(",");
        int scale = TakeSize("a scale");
        return new DecimalTypeSyntax(precision, scale, start.To(cursor.TakeSymbol(")").Span));
    }

    private NamedTypeSyntax ParseNamed()
    {
        IdentifierSyntax name = cursor.TakeIdentifier("a type");
        SourceSpan span = name.Span;
        if (cursor.TryTakeSymbol("("))
        {
            do
            {
                if (cursor.Current.Kind != TokenKind.Integer && !cursor.Current.IsKeyword("STRING"))
                {
                    throw cursor.Expected("a length");
                }

                cursor.Take();
            }
            while (cursor.TryTakeSymbol(","));
            span = span.To(cursor.TakeSymbol(")").Span);
        }

        return new NamedTypeSyntax(name, span);
    }

    private int TakeSize(string what)
    {
        SourceSpan span = cursor.Current.Span;
        long size = cursor.TakeInteger(what);
        return size <= 10_000 ? (int)size : throw cursor.Abandon(SyntaxDiagnostics.NumberTooLarge, span, $"{size}", what);
    }
}
