using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueryGen.Diagnostics;

namespace QueryGen.Inputs;

/// <summary>What an attribute says, and where.</summary>
internal sealed class AttributeArguments
{
    private readonly AttributeData _attribute;
    private readonly AttributeSyntax? _syntax;
    private readonly SqlLocation _otherwise;

    /// <param name="otherwise">The place that stands for an attribute of another assembly.</param>
    public AttributeArguments(AttributeData attribute, SqlLocation otherwise, CancellationToken stop)
    {
        _attribute = attribute;
        _syntax = attribute.ApplicationSyntaxReference?.GetSyntax(stop) as AttributeSyntax;
        _otherwise = otherwise;
    }

    /// <summary>The text of the constructor's parameter; null where there is none, or no text.</summary>
    public string? Text =>
        _attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: string text }] ? text : null;

    /// <summary>The constructor's argument as it is written.</summary>
    public ExpressionSyntax? TextSyntax =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression;

    public SqlLocation TextPlace => TextSyntax is { } argument ? CSharpPlace.Of(argument) : Place;

    /// <summary>The attribute's name.</summary>
    public SqlLocation Place => _syntax is { } syntax ? CSharpPlace.Of(syntax.Name) : _otherwise;

    /// <summary>The properties that are set, in their order.</summary>
    public IEnumerable<(string Name, object? Value)> Properties =>
        _attribute.NamedArguments.Select(argument => (argument.Key, argument.Value.Kind == TypedConstantKind.Error
            ? null : argument.Value.Value));

    public TValue? Find<TValue>(string property)
        where TValue : struct => Properties.FirstOrDefault(set => set.Name == property).Value as TValue?;

    /// <summary>The value that a property is set to.</summary>
    public SqlLocation PlaceOf(string property) =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property)
            is { } found ? CSharpPlace.Of(found.Expression) : Place;
}
