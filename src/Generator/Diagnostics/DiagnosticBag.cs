using Microsoft.CodeAnalysis;
using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Diagnostics;

/// <summary>Collects what is wrong with one script, in the order in which it is found.</summary>
internal sealed class DiagnosticBag(SqlScript script)
{
    private readonly List<SqlDiagnostic> _found = [];
    private readonly LineMap _lines = new(script);

    public bool HasErrors => _found.Any(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    public int Count => _found.Count;

    public void Report(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments) =>
        _found.Add(new SqlDiagnostic(descriptor, _lines.Locate(span), arguments.ToEquatableArray()));

    /// <summary>Whether nothing but white space stands before a place in its line.</summary>
    public bool IsFirstOnLine(SourceSpan span)
    {
        int before = span.Start - 1;
        while (before >= 0 && script.Text[before] is ' ' or '\t')
        {
            before--;
        }

        return before < 0 || script.Text[before] is '\n' or '\r';
    }

    public EquatableArray<SqlDiagnostic> ToArray() => _found.ToEquatableArray();
}
