using System.Text;

namespace QueryGen.Emit;

/// <summary>A column's name as a member of a JSON object.</summary>
internal static class JsonName
{
    /// <summary>Whether members of any case are the column's: no name becomes one with a lower-case letter by being put in upper case.</summary>
    public static bool MatchesAnyCase(string name) => !name.Any(c => c is >= 'a' and <= 'z');

    /// <summary>The call by which a <c>JsonReader</c> asks whether it has come to the column's member.</summary>
    public static string Asked(string name) => MustEscape(name)
        ? $"json.EscapedNameIs({Code.Utf8(name)}, isExact: {(MatchesAnyCase(name) ? "false" : "true")})"
        : $"json.{(MatchesAnyCase(name) ? "NameIs" : "NameIsExactly")}({Code.Utf8(name)})";

    /// <summary>The call by which a <c>JsonCursor</c> asks for the column's member.</summary>
    /// <param name="name">The column.</param>
    /// <param name="all">All columns, of which one may be called the same in lower case: then each takes only its own name.</param>
    /// <param name="sign">What stands before the member: an opening brace or a comma.</param>
    public static string Expected(string name, IEnumerable<string> all, char sign)
    {
        bool isAlone = all.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) == 1;
        return $"json.{(MatchesAnyCase(name) && !MustEscape(name) && isAlone ? "Name" : "ExactName")}({Code.Utf8($"{sign}{Quote(name)}:")})";
    }

    private static bool MustEscape(string name) => Quote(name).Length != name.Length + 2;

    public static string Quote(string name)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in name)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
