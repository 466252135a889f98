using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A query, clause by clause, in the fixed order.</summary>
internal sealed class SelectParser(TokenCursor cursor, ExpressionParser expressions)
{
    private readonly WindowParser _windows = new(cursor);

    // SELECT items FROM relation joins [WINDOW] [WHERE] [GROUP BY] [PARTITION BY] [HAVING] [EMIT] [LIMIT]
    public SelectSyntax Parse()
    {
        SourceSpan start = cursor.TakeKeyword("SELECT").Span;
        EquatableArray<SelectItemSyntax> items = ParseItems(out bool isBroken);
        cursor.TakeKeyword("FROM");
        RelationSyntax from = ParseRelation();
        SelectSyntax query = new(items, from, [], null, null, null, null, null, null, null, start) { IsBroken = isBroken };
        try
        {
            query = query with { Joins = ParseJoins() };
            query = query with { Window = cursor.Current.IsKeyword("WINDOW") ? _windows.Parse() : null };
            query = query with { Where = cursor.TryTakeKeyword("WHERE") ? expressions.Parse() : null };
            query = query with { GroupBy = TryParseKeys("GROUP") };
            query = query with { PartitionBy = TryParseKeys("PARTITION") };
            query = query with { Having = cursor.TryTakeKeyword("HAVING") ? expressions.Parse() : null };
            query = query with { Emit = TryParseEmit() };
            query = query with { Limit = TryParseLimit() };
        }
        catch (StatementAbandoned)
        {
            // The columns of the result are known: C# that uses them need not suffer from what is wrong further on.
            query = query with { IsBroken = true };
        }

        return query with { Span = start.To(cursor.PreviousSpan) };
    }

    private EquatableArray<SelectItemSyntax> ParseItems(out bool isBroken)
    {
        isBroken = false;
        List<SelectItemSyntax> items = [];
        do
        {
            try
            {
                items.Add(ParseItem());
                while (cursor.IsIdentifier)
                {
                    // A comma is missing.
                    isBroken = true;
                    cursor.Expected("',' or FROM");
                    items.Add(ParseItem());
                }

                if (!cursor.Current.IsSymbol(",") && !EndsItems(cursor.Current))
                {
                    throw cursor.Expected("',' or FROM");
                }
            }
            catch (StatementAbandoned)
            {
                isBroken = true;
                cursor.SkipItem(EndsItems);
            }
        }
        while (cursor.TryTakeSymbol(","));
        return items.ToEquatableArray();
    }

    private static bool EndsItems(Token token) => token.IsKeyword("FROM");

    // item = "*" | id ".*" | primary "->*" | expr [[AS] id] ;
    private SelectItemSyntax ParseItem()
    {
        if (cursor.Current.IsSymbol("*"))
        {
            return new SelectStarSyntax(null, cursor.Take().Span);
        }

        if (cursor.IsIdentifier && cursor.Peek(1).IsSymbol(".") && cursor.Peek(2).IsSymbol("*"))
        {
            IdentifierSyntax qualifier = cursor.TakeIdentifier("a source");
            cursor.Take();
            return new SelectStarSyntax(qualifier, qualifier.Span.To(cursor.Take().Span));
        }

        ExpressionSyntax expression = expressions.Parse();
        if (cursor.Current.IsSymbol("->") && cursor.Peek(1).IsSymbol("*"))
        {
            cursor.Take();
            return new SelectStructStarSyntax(expression, expression.Span.To(cursor.Take().Span));
        }

        IdentifierSyntax? alias = TryParseAlias();
        return new SelectExpressionSyntax(expression, alias, alias is null ? expression.Span : expression.Span.To(alias.Span));
    }

    private IdentifierSyntax? TryParseAlias()
    {
        if (cursor.TryTakeKeyword("AS"))
        {
            return cursor.TakeIdentifier("an alias");
        }

        // EMIT, PARTITION and GRACE may be names; where they begin a clause they are none.
        bool beginsClause = (cursor.Current.IsKeyword("EMIT") && cursor.Peek(1).Text is "CHANGES" or "FINAL")
            || (cursor.Current.IsKeyword("PARTITION") && cursor.Peek(1).IsKeyword("BY"));
        bool beginsValue = cursor.Peek(1).Kind == TokenKind.Symbol && cursor.Peek(1).Text is "(" or "." or "->" or "[";
        return cursor.IsIdentifier && !beginsClause && !beginsValue ? cursor.TakeIdentifier("an alias") : null;
    }

    private RelationSyntax ParseRelation()
    {
        IdentifierSyntax name = cursor.TakeIdentifier("the name of a stream or table");
        IdentifierSyntax? alias = TryParseAlias();
        return new RelationSyntax(name, alias, alias is null ? name.Span : name.Span.To(alias.Span));
    }

    private EquatableArray<JoinSyntax> ParseJoins()
    {
        List<JoinSyntax> joins = [];
        while (cursor.Current.Kind == TokenKind.Keyword && cursor.Current.Text is "JOIN" or "INNER" or "LEFT" or "RIGHT" or "FULL")
        {
            joins.Add(ParseJoin());
        }

        return joins.ToEquatableArray();
    }

    private JoinSyntax ParseJoin()
    {
        SourceSpan start = cursor.Current.Span;
        JoinKind kind = JoinKind.Inner;
        if (!cursor.Current.IsKeyword("JOIN"))
        {
            kind = cursor.Take().Text switch
            {
                "LEFT" => JoinKind.Left,
                "RIGHT" => JoinKind.Right,
                "FULL" => JoinKind.Full,
                _ => JoinKind.Inner,
            };
            if (kind != JoinKind.Inner)
            {
                cursor.TryTakeKeyword("OUTER");
            }
        }

        cursor.TakeKeyword("JOIN");
        RelationSyntax right = ParseRelation();
        WithinSyntax? within = cursor.Current.IsKeyword("WITHIN") ? _windows.ParseWithin() : null;
        cursor.TakeKeyword("ON");
        ExpressionSyntax on = expressions.Parse();
        return new JoinSyntax(kind, right, within, on, start.To(on.Span));
    }

    // keys = value {"," value} | "(" [value {"," value}] ")" ;
    private KeysSyntax? TryParseKeys(string clause)
    {
        if (!cursor.Current.IsKeyword(clause) || !cursor.Peek(1).IsKeyword("BY"))
        {
            return null;
        }

        SourceSpan start = cursor.Take().Span;
        cursor.Take();
        List<ExpressionSyntax> keys = [];
        if (cursor.Current.IsSymbol("(") && ClosesTheList())
        {
            cursor.Take();
            while (!cursor.Current.IsSymbol(")"))
            {
                if (keys.Count > 0)
                {
                    cursor.TakeSymbol(",");
                }

                keys.Add(expressions.ParseValue());
            }

            cursor.Take();
        }
        else
        {
            do
            {
                keys.Add(expressions.ParseValue());
            }
            while (cursor.TryTakeSymbol(","));
        }

        return new KeysSyntax(keys.ToEquatableArray(), start.To(cursor.PreviousSpan));
    }

    // "(a, b)" is a list; in "(a + b) * c" and "(a), b" the parenthesis belongs to the first key.
    private bool ClosesTheList()
    {
        int depth = 0;
        for (int ahead = 0; ; ahead++)
        {
            Token token = cursor.Peek(ahead);
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            if (token.Kind == TokenKind.End)
            {
                return true;
            }

            if (depth == 0)
            {
                Token next = cursor.Peek(ahead + 1);
                return next.Kind is TokenKind.End or TokenKind.Keyword || next.IsSymbol(";");
            }
        }
    }

    private EmitSyntax? TryParseEmit()
    {
        if (!cursor.Current.IsKeyword("EMIT"))
        {
            return null;
        }

        SourceSpan start = cursor.Take().Span;
        if (!cursor.Current.IsKeyword("CHANGES") && !cursor.Current.IsKeyword("FINAL"))
        {
            throw cursor.Expected("CHANGES or FINAL");
        }

        Token kind = cursor.Take();
        return new EmitSyntax(kind.Text == "FINAL", start.To(kind.Span));
    }

    private LimitSyntax? TryParseLimit()
    {
        if (!cursor.Current.IsKeyword("LIMIT"))
        {
            return null;
        }

        SourceSpan start = cursor.Take().Span;
        SourceSpan number = cursor.Current.Span;
        long count = cursor.TakeInteger("a number of rows");
        return count <= int.MaxValue
            ? new LimitSyntax((int)count, start.To(number))
            : throw cursor.Abandon(SyntaxDiagnostics.NumberTooLarge, number, $"{count}", "an INTEGER");
    }
}
