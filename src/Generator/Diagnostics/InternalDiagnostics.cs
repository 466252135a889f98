using Microsoft.CodeAnalysis;

namespace QueryGen.Diagnostics;

/// <summary>Faults of the compiler itself. Ids QG9000 to QG9999.</summary>
internal static class InternalDiagnostics
{
    public static readonly DiagnosticDescriptor CompilerFault = Error(
        "QG9001", "Fault of the compiler", "QueryGen has a fault ({0}: {1} {2}); please report it with the script that provokes it");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "QueryGen.Internal", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/querygen/querygen/blob/main/docs/diagnostics/{id}.md");
}
