using QueryGen.Diagnostics;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Statements that administer a running server, and ASSERT. They parse in full; a compiled program has no use for most.</summary>
internal sealed class AdministrativeParser(TokenCursor cursor, WithParser withs)
{
    private readonly WindowParser _windows = new(cursor);

    /// <summary>The statement that begins here; null where none of these does.</summary>
    public StatementSyntax? TryParse() => cursor.Current.Text switch
    {
        "SHOW" or "LIST" => ParseShow(),
        "DESCRIBE" => ParseDescribe(),
        "PRINT" => ParsePrint(),
        "EXPLAIN" => ParseExplain(),
        "TERMINATE" or "PAUSE" or "RESUME" => ParseQueryControl(),
        "ASSERT" => ParseAssert(),
        "RUN" => throw cursor.Abandon(SyntaxDiagnostics.CommandLineOnly, cursor.Current.Span, "RUN SCRIPT"),
        _ => null,
    };

    public AdministrativeSyntax ParseAlterSystem()
    {
        SourceSpan start = cursor.Take().Span;
        cursor.Take();
        cursor.TakeString("the name of a property as a string");
        cursor.TakeSymbol("=");
        cursor.TakeString("a value as a string");
        return Done("ALTER SYSTEM", start);
    }

    private AdministrativeSyntax ParseShow()
    {
        Token verb = cursor.Take();
        bool all = cursor.TryTakeKeyword("ALL");
        Token what = cursor.Take();
        bool mayBeExtended = what.Text is "TOPICS" or "STREAMS" or "TABLES" or "QUERIES";
        bool isKnown = mayBeExtended || what.Text is "PROPERTIES" or "FUNCTIONS" or "TYPES" or "VARIABLES" or "CONNECTORS";
        if (what.Text is "SOURCE" or "SINK" && cursor.TryTakeKeyword("CONNECTORS"))
        {
            isKnown = true;
        }
        else if (what.Text == "CONNECTOR")
        {
            isKnown = cursor.TryTakeKeyword("PLUGINS");
        }

        if (!isKnown || (all && what.Text != "TOPICS"))
        {
            throw cursor.Abandon(
                SyntaxDiagnostics.Expected, what.Span, "STREAMS, TABLES, TOPICS, QUERIES or what else can be listed",
                    TokenCursor.Describe(what));
        }

        if (mayBeExtended)
        {
            cursor.TryTakeKeyword("EXTENDED");
        }

        return Done($"{verb.Text} {what.Text}", verb.Span);
    }

    private AdministrativeSyntax ParseDescribe()
    {
        SourceSpan start = cursor.Take().Span;
        if (cursor.TryTakeKeyword("FUNCTION") || cursor.TryTakeKeyword("CONNECTOR"))
        {
            cursor.TakeIdentifier("a name");
        }
        else if (!cursor.TryTakeKeyword("STREAMS") && !cursor.TryTakeKeyword("TABLES"))
        {
            cursor.TakeIdentifier("the name of a stream or table");
        }

        cursor.TryTakeKeyword("EXTENDED");
        return Done("DESCRIBE", start);
    }

    // PRINT topic [FROM BEGINNING] [(INTERVAL | SAMPLE) n] [LIMIT n]
    private AdministrativeSyntax ParsePrint()
    {
        SourceSpan start = cursor.Take().Span;
        TakeTopic();
        if (cursor.TryTakeKeyword("FROM"))
        {
            cursor.TakeKeyword("BEGINNING");
        }

        if (cursor.TryTakeKeyword("INTERVAL") || cursor.TryTakeKeyword("SAMPLE"))
        {
            cursor.TakeInteger("a number of records");
        }

        if (cursor.TryTakeKeyword("LIMIT"))
        {
            cursor.TakeInteger("a number of records");
        }

        return Done("PRINT", start);
    }

    // The statement that is explained is read over: it never runs here.
    private AdministrativeSyntax ParseExplain()
    {
        SourceSpan start = cursor.Take().Span;
        if (cursor.IsAtEnd || cursor.Current.IsSymbol(";"))
        {
            throw cursor.Expected("a statement or the name of a query");
        }

        while (!cursor.IsAtEnd && !cursor.Current.IsSymbol(";"))
        {
            cursor.Take();
        }

        return Done("EXPLAIN", start);
    }

    private AdministrativeSyntax ParseQueryControl()
    {
        Token verb = cursor.Take();
        if (!cursor.TryTakeKeyword("ALL"))
        {
            cursor.TakeIdentifier("the name of a query, or ALL");
        }

        return Done(verb.Text, verb.Span);
    }

    private StatementSyntax ParseAssert()
    {
        SourceSpan start = cursor.Take().Span;
        bool isNegated = cursor.TryTakeKeyword("NOT");
        if (isNegated)
        {
            cursor.TakeKeyword("EXISTS");
        }

        if (cursor.TryTakeKeyword("TOPIC"))
        {
            string topic = TakeTopic();
            WithSyntax? with = withs.TryParse();
            return new AssertTopicSyntax(isNegated, topic, with, TryParseTimeout(), start.To(cursor.PreviousSpan));
        }

        if (cursor.TryTakeKeyword("SCHEMA"))
        {
            return ParseAssertSchema(start, isNegated);
        }

        throw cursor.Abandon(SyntaxDiagnostics.CommandLineOnly, start.To(cursor.Current.Span), $"ASSERT {cursor.Current.Text}");
    }

    private AssertSchemaSyntax ParseAssertSchema(SourceSpan start, bool isNegated)
    {
        string? subject = cursor.TryTakeKeyword("SUBJECT") ? TakeTopic() : null;
        int? id = cursor.TryTakeKeyword("ID") ? (int)cursor.TakeInteger("the id of a schema") : null;
        if (subject is null && id is null)
        {
            throw cursor.Expected("SUBJECT or ID");
        }

        return new AssertSchemaSyntax(isNegated, subject, id, TryParseTimeout(), start.To(cursor.PreviousSpan));
    }

    private DurationSyntax? TryParseTimeout() => cursor.TryTakeKeyword("TIMEOUT") ? _windows.ParseDuration() : null;

    private string TakeTopic() => cursor.Current.Kind == TokenKind.String
        ? cursor.TakeString("a topic").Value
        : cursor.TakeIdentifier("the name of a topic").Text;

    private AdministrativeSyntax Done(string verb, SourceSpan start) => new(verb, cursor.SqlFrom(start), start.To(cursor.PreviousSpan));
}
