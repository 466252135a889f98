using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Diagnostics;

/// <summary>A diagnostic that may be cached: plain data until the moment it is reported.</summary>
internal sealed record SqlDiagnostic(DiagnosticDescriptor Descriptor, SqlLocation Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location.ToLocation(), Arguments.Select(object? (argument) => argument).ToArray());
}

/// <summary>Where a diagnostic points, without holding the file that it points into.</summary>
internal readonly record struct SqlLocation(string Path, SourceSpan Span, LinePositionSpan Lines)
{
    public Location ToLocation() => Location.Create(Path, TextSpan.FromBounds(Span.Start, Span.End), Lines);
}
