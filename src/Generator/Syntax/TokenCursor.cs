using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Where the parser stands in the tokens of a script.</summary>
/// <remarks>
/// The first mistake of a statement is reported and ends its parsing by a <see cref="StatementAbandoned"/>, which the statement parser
/// catches: what follows a mistake would only be guessed, and one mistake is one diagnostic. Where the rest tells the columns of a row,
/// a parser goes on at the next item of its list, and nothing more is reported.
/// </remarks>
internal sealed class TokenCursor(List<Token> tokens, DiagnosticBag diagnostics, IReadOnlyDictionary<string, string> variables)
{
    private const int DeepestNesting = 250;

    private int _position;
    private int _depth;
    private bool _hasMistake;

    public Token Current => tokens[_position];

    public SourceSpan PreviousSpan => _position == 0 ? new SourceSpan(0, 0) : tokens[_position - 1].Span;

    public bool IsAtEnd => Current.Kind == TokenKind.End;

    /// <summary>A line begins like a statement, though the one before it has not ended.</summary>
    public bool IsAtNewStatement => Current.Kind == TokenKind.Keyword && Current.Text != "SELECT"
        && Keywords.StartsStatement(Current.Text) && diagnostics.IsFirstOnLine(Current.Span);

    public Token Peek(int ahead) => tokens[Math.Min(_position + ahead, tokens.Count - 1)];

    public Token Take()
    {
        Token taken = Current;
        if (taken.Kind != TokenKind.End)
        {
            _position++;
        }

        return taken;
    }

    public bool TryTakeKeyword(string keyword)
    {
        bool isThere = Current.IsKeyword(keyword);
        if (isThere)
        {
            Take();
        }

        return isThere;
    }

    public bool TryTakeSymbol(string symbol)
    {
        bool isThere = Current.IsSymbol(symbol);
        if (isThere)
        {
            Take();
        }

        return isThere;
    }

    public Token TakeKeyword(string keyword) => Current.IsKeyword(keyword) ? Take() : throw Expected(keyword);

    public Token TakeSymbol(string symbol) => Current.IsSymbol(symbol) ? Take() : throw Expected($"'{symbol}'");

    /// <summary>A name: identifier, quoted identifier, keyword that may be one, or a variable that holds one.</summary>
    public IdentifierSyntax TakeIdentifier(string what)
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
            case TokenKind.Keyword when !Keywords.IsReserved(token.Text):
                Take();
                return new IdentifierSyntax(token.Text, IsQuoted: false, token.Span);
            case TokenKind.QuotedIdentifier:
                Take();
                return new IdentifierSyntax(token.Text, IsQuoted: true, token.Span);
            case TokenKind.Variable:
                Take();
                string value = Variable(token).Trim();
                bool isQuoted = value.Length > 1 && value[0] is '`' or '"';
                return new IdentifierSyntax(isQuoted ? value.Substring(1, value.Length - 2)
                    : value.ToUpperInvariant(), isQuoted, token.Span);
            case TokenKind.Keyword:
                throw Abandon(SyntaxDiagnostics.ReservedWord, token.Span, token.Text);
            default:
                throw Expected(what);
        }
    }

    public bool IsIdentifier => Current.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.Variable
        || (Current.Kind == TokenKind.Keyword && !Keywords.IsReserved(Current.Text));

    public StringLiteralSyntax TakeString(string what)
    {
        Token token = Current.Kind == TokenKind.String ? Take() : throw Expected(what);
        return new StringLiteralSyntax(Substitute(token), token.Span);
    }

    public long TakeInteger(string what)
    {
        Token token = Current.Kind == TokenKind.Integer ? Take() : throw Expected(what);
        return ulong.TryParse(token.Text, out ulong value) && value <= long.MaxValue
            ? (long)value
            : throw Abandon(SyntaxDiagnostics.NumberTooLarge, token.Span, token.Text, "a BIGINT");
    }

    /// <summary>The tokens from a place up to here, with one blank between them.</summary>
    public string SqlFrom(SourceSpan start)
    {
        int first = _position;
        while (first > 0 && tokens[first - 1].Span.Start >= start.Start)
        {
            first--;
        }

        return string.Join(" ", tokens.Skip(first).Take(_position - first).Select(token => token.ToSql()));
    }

    /// <summary>A string's value with its variables put in.</summary>
    public string Substitute(Token token)
    {
        string value = token.Text;
        int start = value.IndexOf("${", StringComparison.Ordinal);
        while (start >= 0 && value.IndexOf('}', start) is var end and > 0)
        {
            string name = value.Substring(start + 2, end - start - 2).ToUpperInvariant();
            if (variables.TryGetValue(name, out string? replacement))
            {
                value = value.Substring(0, start) + replacement + value.Substring(end + 1);
                end = start + replacement.Length - 1;
            }

            start = value.IndexOf("${", end + 1, StringComparison.Ordinal);
        }

        return value;
    }

    public string Variable(Token token) => variables.TryGetValue(token.Text, out string? value)
        ? value
        : throw Abandon(SyntaxDiagnostics.UnknownVariable, token.Span, token.Text);

    public void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            throw Abandon(SyntaxDiagnostics.TooDeep, Current.Span, $"{DeepestNesting}");
        }
    }

    public void Leave() => _depth--;

    /// <summary>A new statement begins.</summary>
    public void Begin()
    {
        _depth = 0;
        _hasMistake = false;
    }

    /// <summary>Leaves an item of a list that has a mistake: to the comma behind it, or to what ends the list.</summary>
    public void SkipItem(Func<Token, bool> endsList)
    {
        int open = 0;
        while (!IsAtEnd && !IsAtNewStatement && !Current.IsSymbol(";") && (open > 0 || (!Current.IsSymbol(",") && !endsList(Current))))
        {
            Token token = Take();
            open += token.Kind != TokenKind.Symbol ? 0 : token.Text switch
            {
                "(" or "[" => 1,
                ")" or "]" => -1,
                _ => 0,
            };
        }

        _depth = 0;
    }

    public StatementAbandoned Expected(string what) => Abandon(SyntaxDiagnostics.Expected, CurrentSpan, what, Describe(Current));

    public StatementAbandoned Abandon(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments)
    {
        // The lexer has reported an error token already.
        if (!_hasMistake && (Current.Kind != TokenKind.Error || descriptor != SyntaxDiagnostics.Expected))
        {
            diagnostics.Report(descriptor, span, arguments);
        }

        _hasMistake = true;
        return new StatementAbandoned();
    }

    public static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.String => $"'{token.Text}'",
        TokenKind.QuotedIdentifier => $"`{token.Text}`",
        TokenKind.Variable => $"${{{token.Text}}}",
        _ => $"'{token.Text}'",
    };

    // At the end of the text the squiggle goes under the last token: there is nothing else to draw it under.
    private SourceSpan CurrentSpan => IsAtEnd && _position > 0 ? PreviousSpan : Current.Span;
}

/// <summary>Ends the parsing of one statement; its diagnostic is already reported. Never leaves the parser.</summary>
internal sealed class StatementAbandoned : Exception;
