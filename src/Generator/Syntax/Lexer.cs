using System.Text;
using QueryGen.Diagnostics;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>Text → tokens. Never fails: what has no meaning becomes an error token, reported once.</summary>
internal sealed class Lexer(string text, DiagnosticBag diagnostics)
{
    private static readonly string[] LongSymbols = ["<>", "!=", "<=", ">=", "||", "->", ":=", "=>"];

    private int _position;

    /// <summary>All tokens, with one of kind <see cref="TokenKind.End"/> last.</summary>
    public List<Token> ReadAll()
    {
        List<Token> tokens = [];
        do
        {
            tokens.Add(Next());
        }
        while (tokens[tokens.Count - 1].Kind != TokenKind.End);

        return tokens;
    }

    private Token Next()
    {
        SkipTrivia();
        if (_position >= text.Length)
        {
            return new Token(TokenKind.End, "", new SourceSpan(text.Length, 0));
        }

        char c = text[_position];
        return c switch
        {
            '\'' => ReadQuoted('\'', TokenKind.String, "string"),
            '`' or '"' => ReadQuoted(c, TokenKind.QuotedIdentifier, "quoted name"),
            '$' when Peek(1) == '{' => ReadVariable(),
            '.' when IsDigit(Peek(1)) => ReadNumber(),
            _ when IsDigit(c) => ReadNumber(),
            _ when IsNameStart(c) => ReadWord(),
            _ => ReadSymbol(),
        };
    }

    private void SkipTrivia()
    {
        while (_position < text.Length)
        {
            char c = text[_position];
            if (c is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
            {
                _position++;
            }
            else if (c == '-' && Peek(1) == '-')
            {
                SkipLineComment();
            }
            else if (c == '/' && Peek(1) == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipLineComment()
    {
        while (_position < text.Length && text[_position] is not ('\n' or '\r'))
        {
            _position++;
        }
    }

    private void SkipBlockComment()
    {
        int start = _position;
        int end = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            diagnostics.Report(SyntaxDiagnostics.NeverClosed, new SourceSpan(start, 2), "comment", "*/");
            _position = text.Length;
            return;
        }

        _position = end + 2;
    }

    private Token ReadQuoted(char quote, TokenKind kind, string what)
    {
        int start = _position++;
        StringBuilder value = new();
        while (_position < text.Length)
        {
            char c = text[_position++];
            if (c != quote)
            {
                value.Append(c);
            }
            else if (_position < text.Length && text[_position] == quote)
            {
                value.Append(quote);
                _position++;
            }
            else
            {
                return new Token(kind, value.ToString(), SourceSpan.FromBounds(start, _position));
            }
        }

        diagnostics.Report(SyntaxDiagnostics.NeverClosed, new SourceSpan(start, 1), what, quote.ToString());
        return new Token(TokenKind.Error, value.ToString(), SourceSpan.FromBounds(start, _position));
    }

    private Token ReadVariable()
    {
        int start = _position;
        int end = text.IndexOf('}', start);
        if (end < 0)
        {
            diagnostics.Report(SyntaxDiagnostics.NeverClosed, new SourceSpan(start, 2), "variable", "}");
            _position = text.Length;
            return new Token(TokenKind.Error, "", SourceSpan.FromBounds(start, _position));
        }

        _position = end + 1;
        string name = text.Substring(start + 2, end - start - 2).Trim().ToUpperInvariant();
        return new Token(TokenKind.Variable, name, SourceSpan.FromBounds(start, _position));
    }

    // Longest match wins: 12 is an integer, 1.5 a decimal, 1e3 a double, 2R a name.
    private Token ReadNumber()
    {
        int start = _position;
        int digits = SkipWhile(start, IsDigit);
        int name = SkipWhile(start, IsNamePart);
        int end = digits;
        TokenKind kind = TokenKind.Integer;
        if (digits < text.Length && text[digits] == '.')
        {
            end = SkipWhile(digits + 1, IsDigit);
            kind = TokenKind.Decimal;
        }

        if (ExponentEnd(end) is { } exponent)
        {
            end = exponent;
            kind = TokenKind.Double;
        }

        if (name > end)
        {
            end = name;
            kind = TokenKind.Identifier;
        }

        _position = end;
        string value = text.Substring(start, end - start);
        return new Token(kind, value.ToUpperInvariant(), SourceSpan.FromBounds(start, end));
    }

    private int? ExponentEnd(int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return null;
        }

        int digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        int end = SkipWhile(digits, IsDigit);
        return end > digits ? end : null;
    }

    private Token ReadWord()
    {
        int start = _position;
        _position = SkipWhile(start, IsNamePart);
        string upper = text.Substring(start, _position - start).ToUpperInvariant();
        TokenKind kind = Keywords.IsKeyword(upper) ? TokenKind.Keyword : TokenKind.Identifier;
        return new Token(kind, upper, SourceSpan.FromBounds(start, _position));
    }

    private Token ReadSymbol()
    {
        int start = _position;
        foreach (string symbol in LongSymbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, new SourceSpan(start, symbol.Length));
            }
        }

        char c = text[_position++];
        SourceSpan span = new(start, 1);
        if (";,()[]<>=+-*/%.".IndexOf(c) >= 0)
        {
            return new Token(TokenKind.Symbol, c.ToString(), span);
        }

        if (char.IsHighSurrogate(c) && _position < text.Length && char.IsLowSurrogate(text[_position]))
        {
            _position++;
            span = new SourceSpan(start, 2);
        }

        diagnostics.Report(SyntaxDiagnostics.UnknownCharacter, span, text.Substring(span.Start, span.Length));
        return new Token(TokenKind.Error, text.Substring(span.Start, span.Length), span);
    }

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private int SkipWhile(int from, Func<char, bool> condition)
    {
        while (from < text.Length && condition(text[from]))
        {
            from++;
        }

        return from;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsNameStart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    /// <summary>What may stand in a name without quotes.</summary>
    public static bool IsNamePart(char c) => IsNameStart(c) || IsDigit(c) || c == '@';
}
