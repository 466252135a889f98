using System.Text.RegularExpressions;
using QueryGen.Support;

namespace QueryGen.Syntax;

/// <summary>Finds the sources that a script means to create in statements that could not be parsed.</summary>
internal static class UnparsedSources
{
    private static readonly Regex Creation = new(
        @"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:SOURCE\s+)?(?:STREAM|TABLE)\s+(?:IF\s+NOT\s+EXISTS\s+)?"
            + @"(?:`([^`]+)`|""([^""]+)""|([A-Za-z_][A-Za-z0-9_@-]*))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Their names, of a text that has mistakes.</summary>
    /// <param name="parsed">The statements that could be parsed.</param>
    public static EquatableArray<string> In(string text, IReadOnlyCollection<StatementSyntax> parsed) => Creation
        .Matches(text).Cast<Match>()
        .Where(found => parsed.All(statement => found.Index < statement.Span.Start || found.Index >= statement.Span.End))
        .Select(NameOf).ToEquatableArray();

    private static string NameOf(Match found)
    {
        Group quoted = found.Groups[1].Success ? found.Groups[1] : found.Groups[2];
        return quoted.Success ? quoted.Value : found.Groups[3].Value.ToUpperInvariant();
    }
}
