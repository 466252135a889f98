using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>CREATE in all its forms.</summary>
internal sealed class CreateParser(TokenCursor cursor, SelectParser selects, WithParser withs)
{
    private readonly TypeParser _types = new(cursor);

    public StatementSyntax Parse()
    {
        SourceSpan start = cursor.Take().Span;
        bool orReplace = cursor.TryTakeKeyword("OR");
        if (orReplace)
        {
            cursor.TakeKeyword("REPLACE");
        }

        if (!orReplace && cursor.Current.IsKeyword("TYPE"))
        {
            return ParseType(start);
        }

        bool isSource = cursor.Current.IsKeyword("SOURCE");
        bool isConnector = cursor.Peek(1).IsKeyword("CONNECTOR");
        if (!orReplace && isConnector && (isSource || cursor.Current.IsKeyword("SINK")))
        {
            return ParseConnector(start);
        }

        if (isSource)
        {
            cursor.Take();
        }

        return ParseSource(start, orReplace, isSource);
    }

    public SourceKind TakeSourceKind()
    {
        if (cursor.TryTakeKeyword("STREAM"))
        {
            return SourceKind.Stream;
        }

        return cursor.TryTakeKeyword("TABLE") ? SourceKind.Table : throw cursor.Expected("STREAM or TABLE");
    }

    // col = id type [ KEY | PRIMARY KEY | HEADERS | HEADER "(" string ")" ] ;
    public ColumnDefinitionSyntax ParseColumn(SourceKind kind)
    {
        IdentifierSyntax name = cursor.TakeIdentifier("the name of a column");
        TypeSyntax type = _types.Parse();
        SourceSpan roleStart = cursor.Current.Span;
        string? headerKey = null;
        ColumnRole role = ColumnRole.Value;
        if (cursor.TryTakeKeyword("KEY"))
        {
            role = ColumnRole.Key;
        }
        else if (cursor.TryTakeKeyword("PRIMARY"))
        {
            cursor.TakeKeyword("KEY");
            role = ColumnRole.PrimaryKey;
        }
        else if (cursor.TryTakeKeyword("HEADERS"))
        {
            role = ColumnRole.Headers;
        }
        else if (cursor.TryTakeKeyword("HEADER"))
        {
            cursor.TakeSymbol("(");
            headerKey = cursor.TakeString("a header's key as a string").Value;
            cursor.TakeSymbol(")");
            role = ColumnRole.Header;
        }

        CheckRole(kind, role, roleStart.To(cursor.PreviousSpan));
        return new ColumnDefinitionSyntax(name, type, role, headerKey, name.Span.To(cursor.PreviousSpan));
    }

    private void CheckRole(SourceKind kind, ColumnRole role, SourceSpan span)
    {
        string? mistake = (kind, role) switch
        {
            (SourceKind.Table, ColumnRole.Key) => "A table's key is written PRIMARY KEY",
            (SourceKind.Stream, ColumnRole.PrimaryKey) => "A stream's key is written KEY; only tables have a PRIMARY KEY",
            _ => null,
        };
        if (mistake is not null)
        {
            throw cursor.Abandon(SyntaxDiagnostics.WrongKeyRole, span, mistake);
        }
    }

    private CreateTypeSyntax ParseType(SourceSpan start)
    {
        cursor.Take();
        bool ifNotExists = TryTakeIfNotExists();
        IdentifierSyntax name = cursor.TakeIdentifier("the name of a type");
        cursor.TakeKeyword("AS");
        TypeSyntax type = _types.Parse();
        return new CreateTypeSyntax(name, ifNotExists, type, start.To(type.Span));
    }

    private CreateConnectorSyntax ParseConnector(SourceSpan start)
    {
        bool isSink = cursor.Take().Text == "SINK";
        cursor.Take();
        bool ifNotExists = TryTakeIfNotExists();
        IdentifierSyntax name = cursor.TakeIdentifier("the name of a connector");
        WithSyntax with = withs.Parse();
        return new CreateConnectorSyntax(isSink, ifNotExists, name, with, start.To(with.Span));
    }

    private StatementSyntax ParseSource(SourceSpan start, bool orReplace, bool isSource)
    {
        SourceKind kind = TakeSourceKind();
        bool ifNotExists = TryTakeIfNotExists();
        IdentifierSyntax name = cursor.TakeIdentifier($"the name of the {kind.ToString().ToLowerInvariant()}");
        CheckName(name);
        bool isBroken = false;
        EquatableArray<ColumnDefinitionSyntax> columns = cursor.Current.IsSymbol("(") ? ParseColumns(kind, out isBroken) : [];
        WithSyntax? with = columns.Count > 0 ? TryParseWith(ref isBroken) : withs.TryParse();
        if (columns.Count == 0 && !isSource && cursor.Current.IsKeyword("SELECT"))
        {
            cursor.TakeKeyword("AS");
        }

        if (columns.Count > 0 || isSource || !cursor.TryTakeKeyword("AS"))
        {
            return new CreateSourceSyntax(
                kind, orReplace, isSource, ifNotExists, name, columns, with, isBroken, start.To(cursor.PreviousSpan));
        }

        SelectSyntax query = selects.Parse();
        return new CreateAsSelectSyntax(kind, orReplace, ifNotExists, name, with, query, start.To(query.Span));
    }

    private void CheckName(IdentifierSyntax name)
    {
        bool isLegal = name.Text.Length > 0 && name.Text.All(c =>
            c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-');
        if (!isLegal)
        {
            throw cursor.Abandon(SyntaxDiagnostics.IllegalSourceName, name.Span, name.Text);
        }
    }

    private EquatableArray<ColumnDefinitionSyntax> ParseColumns(SourceKind kind, out bool isBroken)
    {
        isBroken = false;
        SourceSpan start = cursor.Take().Span;
        List<ColumnDefinitionSyntax> columns = [];
        do
        {
            try
            {
                columns.Add(ParseColumn(kind));
                if (!cursor.Current.IsSymbol(",") && !EndsColumns(cursor.Current))
                {
                    throw cursor.Expected("',' or ')'");
                }
            }
            catch (StatementAbandoned)
            {
                isBroken = true;
                cursor.SkipItem(EndsColumns);
            }
        }
        while (cursor.TryTakeSymbol(","));
        cursor.TakeSymbol(")");
        return columns.Count > 0 ? columns.ToEquatableArray() : throw cursor.Abandon(SyntaxDiagnostics.Expected, start, "a column", "none");
    }

    private static bool EndsColumns(Token token) => token.IsSymbol(")");

    private WithSyntax? TryParseWith(ref bool isBroken)
    {
        try
        {
            return withs.TryParse();
        }
        catch (StatementAbandoned)
        {
            isBroken = true;
            return null;
        }
    }

    private bool TryTakeIfNotExists()
    {
        if (!cursor.Current.IsKeyword("IF") || !cursor.Peek(1).IsKeyword("NOT"))
        {
            return false;
        }

        cursor.Take();
        cursor.Take();
        cursor.TakeKeyword("EXISTS");
        return true;
    }
}
