namespace QueryGen.Syntax;

internal enum TokenKind
{
    End,
    Keyword,
    Identifier,
    QuotedIdentifier,
    String,
    Integer,
    Decimal,
    Double,
    Variable,
    Symbol,
    Error,
}
