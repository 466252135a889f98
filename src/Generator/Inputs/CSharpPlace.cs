using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Diagnostics;
using QueryGen.Text;

namespace QueryGen.Inputs;

/// <summary>Places in C# files, without the trees that they are places of.</summary>
internal static class CSharpPlace
{
    public static SqlLocation Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    public static SqlLocation Of(SyntaxToken token) => Of(token.SyntaxTree!, token.Span);

    /// <summary>A symbol's name where it is declared; for one of another assembly the place that stands for it.</summary>
    public static SqlLocation Of(ISymbol symbol, SqlLocation otherwise) =>
        symbol.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree: { } tree } location
            ? Of(tree, location.SourceSpan)
            : otherwise;

    private static SqlLocation Of(SyntaxTree tree, TextSpan span) =>
        new(tree.FilePath, new SourceSpan(span.Start, span.Length), tree.GetLineSpan(span).Span);
}
