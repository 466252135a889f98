using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>WINDOW and WITHIN, with their durations.</summary>
internal sealed class WindowParser(TokenCursor cursor)
{
    // WINDOW [name] (TUMBLING | HOPPING | SESSION) "(" … ")"
    public WindowSyntax Parse()
    {
        SourceSpan start = cursor.Take().Span;
        if (cursor.IsIdentifier && cursor.Peek(1) is { Kind: TokenKind.Keyword, Text: "TUMBLING" or "HOPPING" or "SESSION" })
        {
            cursor.Take();
        }

        return cursor.Current switch
        {
            { Kind: TokenKind.Keyword, Text: "TUMBLING" } => ParseTumbling(start),
            { Kind: TokenKind.Keyword, Text: "HOPPING" } => ParseHopping(start),
            { Kind: TokenKind.Keyword, Text: "SESSION" } => ParseSession(start),
            _ => throw cursor.Expected("TUMBLING, HOPPING or SESSION"),
        };
    }

    // WITHIN duration [GRACE PERIOD …] | WITHIN "(" duration "," duration ")" [GRACE PERIOD …]
    public WithinSyntax ParseWithin()
    {
        SourceSpan start = cursor.Take().Span;
        DurationSyntax before;
        DurationSyntax after;
        if (cursor.TryTakeSymbol("("))
        {
            before = ParseDuration();
            cursor.TakeSymbol(",");
            after = ParseDuration();
            cursor.TakeSymbol(")");
        }
        else
        {
            before = after = ParseDuration();
        }

        DurationSyntax? grace = cursor.Current.IsKeyword("GRACE") ? ParseGrace() : null;
        return new WithinSyntax(before, after, grace, start.To(cursor.PreviousSpan));
    }

    private TumblingWindowSyntax ParseTumbling(SourceSpan start)
    {
        Open();
        cursor.TakeKeyword("SIZE");
        DurationSyntax size = ParseDuration();
        (DurationSyntax? retention, DurationSyntax? grace) = ParseOptions();
        return new TumblingWindowSyntax(size, retention, grace, start.To(cursor.TakeSymbol(")").Span));
    }

    private HoppingWindowSyntax ParseHopping(SourceSpan start)
    {
        Open();
        cursor.TakeKeyword("SIZE");
        DurationSyntax size = ParseDuration();
        cursor.TakeSymbol(",");
        cursor.TakeKeyword("ADVANCE");
        cursor.TakeKeyword("BY");
        DurationSyntax advance = ParseDuration();
        (DurationSyntax? retention, DurationSyntax? grace) = ParseOptions();
        return new HoppingWindowSyntax(size, advance, retention, grace, start.To(cursor.TakeSymbol(")").Span));
    }

    private SessionWindowSyntax ParseSession(SourceSpan start)
    {
        Open();
        DurationSyntax gap = ParseDuration();
        (DurationSyntax? retention, DurationSyntax? grace) = ParseOptions();
        return new SessionWindowSyntax(gap, retention, grace, start.To(cursor.TakeSymbol(")").Span));
    }

    private void Open()
    {
        cursor.Take();
        cursor.TakeSymbol("(");
    }

    private (DurationSyntax? Retention, DurationSyntax? Grace) ParseOptions()
    {
        DurationSyntax? retention = null;
        if (cursor.Current.IsSymbol(",") && cursor.Peek(1).IsKeyword("RETENTION"))
        {
            cursor.Take();
            cursor.Take();
            retention = ParseDuration();
        }

        return (retention, cursor.TryTakeSymbol(",") ? ParseGrace() : null);
    }

    private DurationSyntax ParseGrace()
    {
        cursor.TakeKeyword("GRACE");
        cursor.TakeKeyword("PERIOD");
        return ParseDuration();
    }

    /// <summary><c>10 MINUTES</c></summary>
    public DurationSyntax ParseDuration()
    {
        SourceSpan start = cursor.Current.Span;
        long count = cursor.TakeInteger("a number with a unit of time");
        if (CallParser.TryParseUnit(cursor.Current.Text) is not { } unit || cursor.Current.Kind == TokenKind.String)
        {
            throw cursor.Expected("a unit of time (SECONDS, MINUTES, HOURS, DAYS …)");
        }

        return new DurationSyntax(count, unit, start.To(cursor.Take().Span));
    }
}
