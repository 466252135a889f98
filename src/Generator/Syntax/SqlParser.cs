using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>What a script says, as far as it parses, and what is wrong with the rest.</summary>
internal sealed record ParseResult(ScriptSyntax Syntax, EquatableArray<SqlDiagnostic> Diagnostics);

/// <summary>Text → syntax tree. Knows the grammar, no names, no types. Never throws, whatever the text.</summary>
internal static class SqlParser
{
    /// <summary>A script: statements, each with its semicolon.</summary>
    public static ParseResult Parse(SqlScript script, CancellationToken stop) => Parse(script, needsSemicolon: true, stop);

    /// <summary>The text of an attribute: one statement, whose semicolon may be left out.</summary>
    public static ParseResult ParseQuery(SqlScript script, CancellationToken stop) => Parse(script, needsSemicolon: false, stop);

    private static ParseResult Parse(SqlScript script, bool needsSemicolon, CancellationToken stop)
    {
        DiagnosticBag diagnostics = new(script);
        List<Token> tokens = new Lexer(script.Text, diagnostics).ReadAll();
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        TokenCursor cursor = new(tokens, diagnostics, variables);
        StatementParser parser = new(cursor, diagnostics);
        List<StatementSyntax> statements = [];
        while (!cursor.IsAtEnd)
        {
            stop.ThrowIfCancellationRequested();
            if (parser.TryParse(needsSemicolon) is { } statement)
            {
                statements.Add(statement);
                Define(statement, variables);
            }
        }

        ScriptSyntax syntax = new(script, statements.ToEquatableArray())
        {
            Unparsed = diagnostics.Count == 0 ? [] : UnparsedSources.In(script.Text, statements),
        };
        return new ParseResult(syntax, diagnostics.ToArray());
    }

    private static void Define(StatementSyntax statement, Dictionary<string, string> variables)
    {
        switch (statement)
        {
            case DefineSyntax define:
                variables[define.Name.Text.ToUpperInvariant()] = define.Value.Value;
                break;
            case UndefineSyntax undefine:
                variables.Remove(undefine.Name.Text.ToUpperInvariant());
                break;
        }
    }
}
