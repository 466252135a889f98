using QueryGen.Binding;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>A clause of SQL in emitted code: its comment, and the code that stands for its place in the script.</summary>
internal static class Clauses
{
    // The highest column that #line takes.
    private const int MostColumns = 65536;

    /// <summary>Code whose errors and breakpoints land in the script. Line and column count from 1.</summary>
    public static Code At(SqlPlace place, Code code) => !IsInReach(place) ? code : Of($$"""
        #line ({{place.StartLine}}, {{place.StartColumn}})-({{place.EndLine}}, {{place.EndColumn}}) {{Quote(place.Path)}}
        {{code}}
        #line default
        """);

    private static bool IsInReach(SqlPlace place) =>
        place.StartLine > 0 && Math.Max(place.StartColumn, place.EndColumn) <= MostColumns;

    /// <summary>The statement above a class, for a reader.</summary>
    public static Code Documentation(string summary, string sql) => Of($$"""
        /// <summary>{{Xml(summary)}}</summary>
        /// <remarks><code>
        {{Lines(sql.Replace("\r", "").Split('\n').Select(line => $"/// {Xml(line)}"))}}
        /// </code></remarks>
        """);

    // #line takes a path as it stands: no escapes.
    private static string Quote(string path) => $"\"{path.Replace("\"", "")}\"";
}
