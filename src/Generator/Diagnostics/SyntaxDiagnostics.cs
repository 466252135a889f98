using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>What can be wrong with a script's text before any name is looked up. Ids QG1000 to QG1999.</summary>
internal static class SyntaxDiagnostics
{
    public static readonly DiagnosticDescriptor Expected = Error(
        "QG1001", "Syntax error", "{0} expected, found {1}");

    public static readonly DiagnosticDescriptor NeverClosed = Error(
        "QG1002", "Text that is never closed", "This {0} is never closed; it ends with {1}");

    public static readonly DiagnosticDescriptor UnknownCharacter = Error(
        "QG1003", "Character without a meaning", "'{0}' has no meaning in SQL");

    public static readonly DiagnosticDescriptor NumberTooLarge = Error(
        "QG1004", "Number out of range", "{0} does not fit {1}");

    public static readonly DiagnosticDescriptor UnknownStatement = Error(
        "QG1005", "Unknown statement", "No statement begins with '{0}'{1}");

    public static readonly DiagnosticDescriptor MissingSemicolon = Error(
        "QG1006", "Missing semicolon", "A statement ends with ';', found {0}");

    public static readonly DiagnosticDescriptor ReservedWord = Error(
        "QG1007", "Reserved word as a name", "{0} is a reserved word; to use it as a name, quote it: `{0}`");

    public static readonly DiagnosticDescriptor ChainedComparison = Error(
        "QG1008", "Chained comparison", "Comparisons do not chain; combine two of them with AND, or set parentheses");

    public static readonly DiagnosticDescriptor UnknownLiteralType = Error(
        "QG1009", "Unknown typed literal", "There is no literal of type {0}; write CAST('…' AS {0})");

    public static readonly DiagnosticDescriptor TooDeep = Error(
        "QG1010", "Nested too deeply", "This is nested more than {0} deep; split it over several queries");

    public static readonly DiagnosticDescriptor IllegalSourceName = Error(
        "QG1011", "Illegal name of a stream or table",
        "'{0}' cannot name a stream or table: letters, digits, '_' and '-' are allowed");

    public static readonly DiagnosticDescriptor UnknownVariable = Error(
        "QG1012", "Unknown variable", "Variable '{0}' is not defined; write DEFINE {0} = '…' above");

    public static readonly DiagnosticDescriptor EscapeLength = Error(
        "QG1013", "ESCAPE of wrong length", "ESCAPE takes exactly one character");

    public static readonly DiagnosticDescriptor WrongKeyRole = Error(
        "QG1014", "Wrong kind of key", "{0}");

    public static readonly DiagnosticDescriptor CommandLineOnly = Error(
        "QG1015", "Statement of the command line only",
        "{0} is understood by ksqlDB's command line and test tool only, not in a program");

    public static readonly DiagnosticDescriptor LambdaPosition = Error(
        "QG1016", "Lambda out of place", "A lambda stands last among the arguments of a call, after at least one ordinary argument");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.Syntax", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
