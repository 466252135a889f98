using QueryGen.Support;

namespace QueryGen.Text;

/// <summary>A SQL text and where it stands: a file of its own, or a string in an attribute of a C# file.</summary>
/// <param name="Path">The file's path as the compiler knows it; diagnostics name it.</param>
/// <param name="Text">The SQL.</param>
/// <param name="Embedded">Null for a file of its own; else where the SQL stands in the C# file.</param>
internal sealed record SqlScript(string Path, string Text, EmbeddedText? Embedded = null)
{
    /// <summary>
    /// How generated code names it: by the way from the generated files to it, so that each machine generates the same bytes.
    /// </summary>
    public string DisplayPath { get; init; } = Path;
}

/// <summary>How a SQL text lies in the C# file that holds it.</summary>
/// <param name="Start">Where the text begins; of a constant that is no literal, where the argument does.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Positions">
/// For each UTF-16 unit of the SQL its place, and one more for the end; empty for a constant that is no literal.
/// </param>
internal sealed record EmbeddedText(TextPosition Start, TextPosition End, EquatableArray<TextPosition> Positions);

/// <summary>A place in a file: line and column in UTF-16 units, both counted from 0.</summary>
/// <remarks>Without the offset: it would change with each keystroke above, and with it all that is made of the text.</remarks>
internal readonly record struct TextPosition(int Line, int Column);
