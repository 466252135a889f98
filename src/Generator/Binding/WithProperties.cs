using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Binding;

/// <summary>The properties of a WITH clause, read by name and kind; what is wrong with one is reported once, at it.</summary>
internal sealed class WithProperties
{
    private readonly Dictionary<string, PropertySyntax> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly BindingReport _report;

    /// <param name="known">The names that are allowed here; null for any (a connector's).</param>
    public WithProperties(WithSyntax? syntax, BindingReport report, IReadOnlyCollection<string>? known)
    {
        _report = report;
        foreach (PropertySyntax property in syntax?.Properties ?? [])
        {
            if (known is not null && !known.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                report.Report(
                    BindingDiagnostics.UnknownProperty, property.NameSpan, property.Name,
                    Suggestion.For(property.Name.ToUpperInvariant(), known));
            }
            else if (_byName.ContainsKey(property.Name))
            {
                report.Report(BindingDiagnostics.DuplicateProperty, property.NameSpan, property.Name);
            }
            else
            {
                _byName.Add(property.Name, property);
            }
        }
    }

    public PropertySyntax? Find(string name) => _byName.TryGetValue(name, out PropertySyntax? property) ? property : null;

    public string? Text(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { Value: StringLiteralSyntax text }:
                return text.Value;
            case var other:
                Wrong(other, "a text in quotes");
                return null;
        }
    }

    public bool? Flag(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { Value: BooleanLiteralSyntax flag }:
                return flag.Value;
            case { Value: StringLiteralSyntax text } when bool.TryParse(text.Value, out bool value):
                return value;
            case var other:
                Wrong(other, "TRUE or FALSE");
                return null;
        }
    }

    /// <summary>A whole number from 1 up to a limit.</summary>
    public long? Number(string name, long limit)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { Value: IntegerLiteralSyntax number } when number.Value > 0 && number.Value <= limit:
                return number.Value;
            case { Value: StringLiteralSyntax text } when long.TryParse(text.Value, out long value) && value > 0
                && value <= limit:
                return value;
            case var other:
                Wrong(other, $"a whole number from 1 to {limit}");
                return null;
        }
    }

    public void Wrong(PropertySyntax property, string allowed) =>
        _report.Report(BindingDiagnostics.PropertyValue, property.Value.Span, property.Name.ToUpperInvariant(), allowed);

    /// <summary>A property that has no meaning where it stands.</summary>
    public void NotHere(PropertySyntax property, string reason) =>
        _report.Report(BindingDiagnostics.PropertyNotHere, property.NameSpan, property.Name.ToUpperInvariant(), reason);

    /// <summary>Two properties that say the same thing in different ways.</summary>
    public void Exclude(string name, string other)
    {
        if (Find(name) is { } property && Find(other) is not null)
        {
            _report.Report(BindingDiagnostics.PropertyConflict, property.NameSpan, name, other);
        }
    }

    public SourceSpan SpanOf(string name, SourceSpan otherwise) => Find(name)?.Value.Span ?? otherwise;
}
