using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A word, number, text or sign of a script.</summary>
/// <param name="Text">
/// Keywords and identifiers: upper case; quoted identifiers and strings: without quotes, doubled quotes undone; others as written.
/// </param>
internal readonly record struct Token(TokenKind Kind, string Text, SourceSpan Span)
{
    /// <summary>As SQL writes it: read again, it is the same token.</summary>
    public string ToSql() => Kind switch
    {
        TokenKind.String => $"'{Text.Replace("'", "''")}'",
        TokenKind.QuotedIdentifier => SqlIdentifier.InQuotes(Text),
        TokenKind.Variable => $"${{{Text}}}",
        _ => Text,
    };

    public bool IsKeyword(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
