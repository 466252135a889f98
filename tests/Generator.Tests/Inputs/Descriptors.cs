using System.Reflection;
using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>Diagnostics by their id, for tests that are tables.</summary>
internal static class Descriptors
{
    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new[] { typeof(RowTypeDiagnostics), typeof(BindingDiagnostics) }
        .SelectMany(stage => stage.GetFields(BindingFlags.Static | BindingFlags.Public))
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);

    public static DiagnosticDescriptor Of(string id) => ById[id];
}
