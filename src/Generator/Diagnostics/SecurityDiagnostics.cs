using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>What should not stand in a script that goes into a repository. Ids QG6000 to QG6999.</summary>
internal static class SecurityDiagnostics
{
    public static readonly DiagnosticDescriptor LiteralSecret = Warning(
        "QG6001", "Secret in a script",
        "The value of '{0}' stands in the script for all to read; write '${{env:NAME}}' or '${{file:path}}' instead");

    private static DiagnosticDescriptor Warning(string id, string title, string message) => new(
        id, title, message, "QueryGen.Security", DiagnosticSeverity.Warning, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
