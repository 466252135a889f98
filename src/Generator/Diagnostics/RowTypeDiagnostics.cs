using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>What can be wrong with C# that declares something for SQL: queries, rows, functions. Ids QG4000 to QG4999.</summary>
internal static class RowTypeDiagnostics
{
    public static readonly DiagnosticDescriptor QueryClass = Error(
        "QG4001", "Class cannot hold a query", "'{0}' cannot hold a query: {1}");

    public static readonly DiagnosticDescriptor QueryText = Error(
        "QG4002", "Not one query", "[Query] takes one SELECT, or one CREATE … AS SELECT: {0}");

    public static readonly DiagnosticDescriptor RowClass = Error(
        "QG4003", "Type cannot be a row", "'{0}' cannot be the row of a {1}: {2}");

    public static readonly DiagnosticDescriptor NoSqlType = Error(
        "QG4004", "Type that SQL does not have", "'{0}' is {1}, which no type of SQL stands for; {2}");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "QG4005", "Name is taken", "A stream or table named '{0}' is declared already ({1}); choose another name");

    public static readonly DiagnosticDescriptor IllegalName = Error(
        "QG4006", "Not a name", "'{0}' cannot name a {1}: {2}");

    public static readonly DiagnosticDescriptor MissingKey = Error(
        "QG4007", "Table without a key",
        "Table '{0}' needs a key: write [Column(IsKey = true)] at the member that identifies a row");

    public static readonly DiagnosticDescriptor NoColumns = Error(
        "QG4008", "Row without columns", "'{0}' has no columns: a column is a public member that can be set");

    public static readonly DiagnosticDescriptor FunctionMethod = Error(
        "QG4009", "Method cannot be a function", "'{0}' cannot be a function of SQL: {1}");

    public static readonly DiagnosticDescriptor DuplicateFunction = Error(
        "QG4010", "Function is there already", "{0} is there already ({1}); choose another name: [SqlFunction(\"…\")]");

    public static readonly DiagnosticDescriptor DecimalDigits = Error(
        "QG4011", "Digits of a decimal", "'{0}' {1}");

    public static readonly DiagnosticDescriptor NotAColumn = Error(
        "QG4012", "[Column] on what is no column", "'{0}' is no column: {1}");

    public static readonly DiagnosticDescriptor NullInside = Error(
        "QG4013", "NULL in a collection or a struct",
        "'{0}' holds a C# type that cannot be null, but any {1} in an ARRAY, a MAP or a STRUCT can be NULL; write '?' behind it");

    public static readonly DiagnosticDescriptor AggregateType = Error(
        "QG4020", "Struct cannot be an aggregate", "'{0}' cannot be an aggregate of SQL: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.RowTypes", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
