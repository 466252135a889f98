using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>What binds and cannot be planned. Ids QG3000 to QG3999.</summary>
internal static class PlanningDiagnostics
{
    public static readonly DiagnosticDescriptor NotBuiltYet = Error(
        "QG3001", "Not supported yet", "{0} is not supported yet{1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.Planning", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
