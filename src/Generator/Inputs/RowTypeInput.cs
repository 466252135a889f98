using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Inputs;

/// <summary>C# types with [Stream] or [Table] → the sources that they declare.</summary>
internal static class RowTypeInput
{
    public static IncrementalValuesProvider<Declaration<RowType>> From(IncrementalGeneratorInitializationContext context)
    {
        var streams = Declarations.From(context, "StreamAttribute", static (found, stop) => Read(found, SourceKind.Stream, stop));
        var tables = Declarations.From(context, "TableAttribute", static (found, stop) => Read(found, SourceKind.Table, stop));
        return streams.Collect().Combine(tables.Collect()).SelectMany(static (both, _) => both.Left.AddRange(both.Right));
    }

    private static Declaration<RowType>? Read(GeneratorAttributeSyntaxContext found, SourceKind kind, CancellationToken stop)
    {
        if (found.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type
            || found.TargetNode is not TypeDeclarationSyntax syntax)
        {
            return null;
        }

        SqlLocation place = CSharpPlace.Of(syntax.Identifier);
        AttributeArguments attribute = new(found.Attributes[0], place, stop);
        if (attribute.Text is not { } written)
        {
            return null;
        }

        Mistakes mistakes = new();
        string? name = SqlName.Read(written);
        RowType? row = null;
        if (name is null)
        {
            mistakes.Report(
                RowTypeDiagnostics.IllegalName, attribute.TextPlace, written, Word(kind), "write letters, digits, '_' and '-'");
        }
        else if (Obstacle(type, kind) is { } obstacle)
        {
            mistakes.Report(RowTypeDiagnostics.RowClass, place, type.Name, Word(kind), obstacle);
        }
        else
        {
            row = ReadRow(type, kind, name, attribute, place, mistakes, stop);
        }

        return new Declaration<RowType>(
            new Named<RowType>(name ?? "", row), name ?? "", $"the C# type {type.ToDisplayString()}", place, mistakes.ToArray());
    }

    private static string Word(SourceKind kind) => kind == SourceKind.Table ? "table" : "stream";

    private static string? Obstacle(INamedTypeSymbol type, SourceKind kind) =>
        Reach.Obstacle(type)
        ?? (type.IsStatic ? "it is static"
            : type.IsAbstract ? "it is abstract"
            : type.IsRefLikeType ? "it is a ref struct"
            : type.IsValueType && kind == SourceKind.Table ? "it is a struct, and a row that is not there is null; write class or record"
            : RowMembers.Columns(type) is null ? "none of its constructors takes columns alone, by their names and types"
            : null);

    private static RowType? ReadRow(
        INamedTypeSymbol type,
        SourceKind kind,
        string name,
        AttributeArguments attribute,
        SqlLocation place,
        Mistakes mistakes,
        CancellationToken stop)
    {
        IReadOnlyList<RowColumn> columns = new RowColumns(place, mistakes, stop).Read(type, RowMembers.Columns(type)!);
        if (mistakes.IsBroken)
        {
            return null;
        }

        if (columns.Count == 0)
        {
            mistakes.Report(RowTypeDiagnostics.NoColumns, place, type.Name);
        }
        else if (kind == SourceKind.Table && !columns.Any(column => column.IsKey))
        {
            mistakes.Report(RowTypeDiagnostics.MissingKey, place, name);
        }
        else if (DeclarationText.Bind(kind, name, columns, attribute, place, mistakes, stop) is { } source)
        {
            return new RowType(
                source with { RowTypeName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), Place = default },
                Reach.IsPublic(type),
                type.IsValueType,
                source.Columns.Select(column => columns.First(each => each.Name == column.Name).Member).ToEquatableArray());
        }

        return null;
    }
}
