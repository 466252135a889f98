using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>Mistakes in lambdas and in the calls that take them.</summary>
internal static class LambdaDiagnostics
{
    public static readonly DiagnosticDescriptor ParameterName = Error(
        "QG2220", "Name of a lambda's parameter is taken", "'{0}' is the name of {1}; give the lambda's parameter another one");

    public static readonly DiagnosticDescriptor Call = Error(
        "QG2221", "Lambda does not fit", "{0} takes {1}");

    public static readonly DiagnosticDescriptor Result = Error(
        "QG2222", "Type of a lambda", "The lambda gives {0}, {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.Binding", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
