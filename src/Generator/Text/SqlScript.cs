using QueryGen.Support;

namespace QueryGen.Text;

/// <summary>A SQL text and where it stands: a file of its own, or a string in an attribute of a C# file.</summary>
/// <param name="Path">The file's path as the compiler knows it; diagnostics name it.</param>
/// <param name="Text">The SQL.</param>
/// <param name="Embedded">Null for a file of its own; else where each character of the SQL stands in the C# file.</param>
internal sealed record SqlScript(string Path, string Text, EmbeddedText? Embedded = null)
{
    /// <summary>How generated code names it: by its place in the project, so that each machine generates the same bytes.</summary>
    public string DisplayPath { get; init; } = Path;
}

/// <summary>How a SQL text in a C# string literal lies in its file.</summary>
/// <param name="HostType">Metadata name of the attributed class, for instance <c>Shop.PoorRatings</c>.</param>
/// <param name="Positions">For each UTF-16 unit of the SQL its line, column and offset in the C# file, and one more for the end.</param>
internal sealed record EmbeddedText(string HostType, EquatableArray<TextPosition> Positions);

/// <summary>A place in a file: offset in UTF-16 units, line and column, all counted from 0.</summary>
internal readonly record struct TextPosition(int Offset, int Line, int Column);
