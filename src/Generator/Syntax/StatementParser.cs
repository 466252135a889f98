using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Statements. A mistake ends its own statement only.</summary>
internal sealed class StatementParser
{
    private static readonly string[] Verbs =
    [
        "CREATE", "INSERT", "SELECT", "DROP", "ALTER", "SET", "UNSET", "DEFINE", "UNDEFINE", "ASSERT", "SHOW", "LIST", "DESCRIBE",
        "PRINT", "EXPLAIN", "TERMINATE", "PAUSE", "RESUME", "RUN",
    ];

    private readonly TokenCursor _cursor;
    private readonly DiagnosticBag _diagnostics;
    private readonly CreateParser _create;
    private readonly AdministrativeParser _administrative;
    private readonly ExpressionParser _expressions;
    private readonly SelectParser _selects;
    private readonly WithParser _with;

    public StatementParser(TokenCursor cursor, DiagnosticBag diagnostics)
    {
        _cursor = cursor;
        _diagnostics = diagnostics;
        _expressions = new ExpressionParser(cursor);
        _selects = new SelectParser(cursor, _expressions);
        _with = new WithParser(cursor, _expressions);
        _create = new CreateParser(cursor, _selects, _with);
        _administrative = new AdministrativeParser(cursor, _with);
    }

    /// <summary>The next statement with its semicolon; null where there is none or it has a mistake.</summary>
    public StatementSyntax? TryParse(bool needsSemicolon)
    {
        if (_cursor.TryTakeSymbol(";"))
        {
            return null;
        }

        try
        {
            _cursor.Begin();
            StatementSyntax statement = ParseStatement();
            if (statement.IsBroken)
            {
                SkipToNextStatement();
            }
            else if (!_cursor.TryTakeSymbol(";") && (needsSemicolon || !_cursor.IsAtEnd))
            {
                statement = statement with { HasTail = !ReportMissingSemicolon() };
                SkipToNextStatement();
            }

            return statement;
        }
        catch (StatementAbandoned)
        {
            SkipToNextStatement();
            return null;
        }
    }

    private StatementSyntax ParseStatement()
    {
        Token verb = _cursor.Current;
        if (verb.Kind != TokenKind.Keyword)
        {
            throw Unknown(verb);
        }

        return verb.Text switch
        {
            "CREATE" => _create.Parse(),
            "INSERT" => ParseInsert(),
            "SELECT" => ParseSelect(),
            "DROP" => ParseDrop(),
            "ALTER" => ParseAlter(),
            "SET" => ParseSet(),
            "UNSET" => new UnsetSyntax(TakePropertyAfterVerb(), verb.Span.To(_cursor.PreviousSpan)),
            "DEFINE" => ParseDefine(),
            "UNDEFINE" => ParseUndefine(),
            _ => _administrative.TryParse() ?? throw Unknown(verb),
        };
    }

    private SelectStatementSyntax ParseSelect()
    {
        SelectSyntax query = _selects.Parse();
        return new SelectStatementSyntax(query, query.Span);
    }

    // INSERT INTO name [WITH …] query | INSERT INTO name ["(" columns ")"] VALUES "(" values ")"
    private StatementSyntax ParseInsert()
    {
        SourceSpan start = _cursor.Take().Span;
        _cursor.TakeKeyword("INTO");
        IdentifierSyntax target = _cursor.TakeIdentifier("the name of a stream or table");
        List<IdentifierSyntax> columns = [];
        if (_cursor.TryTakeSymbol("("))
        {
            do
            {
                columns.Add(_cursor.TakeIdentifier("the name of a column"));
            }
            while (_cursor.TryTakeSymbol(","));
            _cursor.TakeSymbol(")");
        }

        if (_cursor.TryTakeKeyword("VALUES"))
        {
            _cursor.TakeSymbol("(");
            EquatableArray<ExpressionSyntax> values = _expressions.ParseList();
            SourceSpan end = _cursor.TakeSymbol(")").Span;
            return new InsertValuesSyntax(target, columns.ToEquatableArray(), values, start.To(end));
        }

        if (columns.Count > 0)
        {
            throw _cursor.Expected("VALUES");
        }

        WithSyntax? with = _with.TryParse();
        if (!_cursor.Current.IsKeyword("SELECT"))
        {
            throw _cursor.Expected("VALUES or SELECT");
        }

        SelectSyntax query = _selects.Parse();
        return new InsertIntoSyntax(target, with, query, start.To(query.Span));
    }

    // DROP (STREAM | TABLE) … | DROP CONNECTOR … | DROP TYPE …
    private StatementSyntax ParseDrop()
    {
        SourceSpan start = _cursor.Take().Span;
        Token kind = _cursor.Current;
        if (kind.Text is not ("STREAM" or "TABLE" or "CONNECTOR" or "TYPE") || kind.Kind != TokenKind.Keyword)
        {
            throw _cursor.Expected("STREAM, TABLE, TYPE or CONNECTOR");
        }

        _cursor.Take();
        bool ifExists = _cursor.TryTakeKeyword("IF");
        if (ifExists)
        {
            _cursor.TakeKeyword("EXISTS");
        }

        IdentifierSyntax name = _cursor.TakeIdentifier("a name");
        switch (kind.Text)
        {
            case "CONNECTOR":
                return new DropConnectorSyntax(name, ifExists, start.To(name.Span));
            case "TYPE":
                return new DropTypeSyntax(name, ifExists, start.To(name.Span));
        }

        bool deleteTopic = _cursor.TryTakeKeyword("DELETE");
        if (deleteTopic)
        {
            _cursor.TakeKeyword("TOPIC");
        }

        SourceKind source = kind.Text == "STREAM" ? SourceKind.Stream : SourceKind.Table;
        return new DropSourceSyntax(source, ifExists, name, deleteTopic, start.To(_cursor.PreviousSpan));
    }

    // ALTER (STREAM | TABLE) name ADD [COLUMN] id type {"," ADD …} | ALTER SYSTEM 'p' = 'v'
    private StatementSyntax ParseAlter()
    {
        if (_cursor.Peek(1).IsKeyword("SYSTEM"))
        {
            return _administrative.ParseAlterSystem();
        }

        SourceSpan start = _cursor.Take().Span;
        SourceKind kind = _create.TakeSourceKind();
        IdentifierSyntax name = _cursor.TakeIdentifier("the name of a stream or table");
        List<ColumnDefinitionSyntax> added = [];
        do
        {
            _cursor.TakeKeyword("ADD");
            if (_cursor.Current.IsKeyword("COLUMN") && !_cursor.Peek(2).IsSymbol(",") && !_cursor.Peek(2).IsSymbol(";"))
            {
                _cursor.Take();
            }

            added.Add(_create.ParseColumn(kind));
        }
        while (_cursor.TryTakeSymbol(","));
        return new AlterSourceSyntax(kind, name, added.ToEquatableArray(), start.To(_cursor.PreviousSpan));
    }

    private SetSyntax ParseSet()
    {
        SourceSpan start = _cursor.Current.Span;
        StringLiteralSyntax property = TakePropertyAfterVerb();
        _cursor.TakeSymbol("=");
        StringLiteralSyntax value = _cursor.TakeString("a value as a string");
        return new SetSyntax(property, value, start.To(value.Span));
    }

    private StringLiteralSyntax TakePropertyAfterVerb()
    {
        _cursor.Take();
        return _cursor.TakeString("the name of a property as a string");
    }

    private DefineSyntax ParseDefine()
    {
        SourceSpan start = _cursor.Take().Span;
        IdentifierSyntax name = _cursor.TakeIdentifier("the name of a variable");
        _cursor.TakeSymbol("=");
        StringLiteralSyntax value = _cursor.TakeString("a value as a string");
        return new DefineSyntax(name, value, start.To(value.Span));
    }

    private UndefineSyntax ParseUndefine()
    {
        SourceSpan start = _cursor.Take().Span;
        IdentifierSyntax name = _cursor.TakeIdentifier("the name of a variable");
        return new UndefineSyntax(name, start.To(name.Span));
    }

    private StatementAbandoned Unknown(Token token)
    {
        string? near = EditDistance.Nearest(token.Text.ToUpperInvariant(), Verbs);
        return _cursor.Abandon(
            SyntaxDiagnostics.UnknownStatement, token.Span, token.Text, near is null ? "" : $"; did you mean {near}?");
    }

    // Under the last token of the statement: there the semicolon should follow.
    // Whether the statement is whole without it: what follows is another one.
    private bool ReportMissingSemicolon()
    {
        SourceSpan last = _cursor.PreviousSpan;
        bool isNext = _cursor.IsAtEnd || Keywords.StartsStatement(_cursor.Current.Text);
        if (isNext)
        {
            _diagnostics.Report(SyntaxDiagnostics.MissingSemicolon, last, TokenCursor.Describe(_cursor.Current));
        }
        else if (_cursor.Current.Kind != TokenKind.Error)
        {
            _diagnostics.Report(SyntaxDiagnostics.Expected, _cursor.Current.Span, "';'", TokenCursor.Describe(_cursor.Current));
        }

        return isNext;
    }

    // Takes up again after the next semicolon, or where a line begins like a statement.
    private void SkipToNextStatement()
    {
        while (!_cursor.IsAtEnd && !_cursor.IsAtNewStatement)
        {
            if (_cursor.Take().IsSymbol(";"))
            {
                return;
            }
        }
    }
}
