using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace QueryGen.Support;

/// <summary>From SQL's names to C#'s.</summary>
internal static class CSharpName
{
    /// <summary><c>POOR_RATINGS</c> → <c>PoorRatings</c>; what C# cannot have in a name is left out.</summary>
    public static string Pascal(string sqlName)
    {
        StringBuilder name = new(sqlName.Length);
        int start = 0;
        for (int i = 0; i <= sqlName.Length; i++)
        {
            if (i < sqlName.Length && char.IsLetterOrDigit(sqlName[i]))
            {
                continue;
            }

            // A word in capitals is written as a word; one that has small letters has chosen its own.
            string word = sqlName.Substring(start, i - start);
            start = i + 1;
            if (word.Length > 0)
            {
                string rest = word.Any(char.IsLower) ? word.Substring(1) : word.Substring(1).ToLowerInvariant();
                name.Append(char.ToUpperInvariant(word[0])).Append(rest);
            }
        }

        return name.Length == 0 || char.IsDigit(name[0]) ? "N" + name : name.ToString();
    }

    /// <summary><c>PoorRatings</c> → <c>poorRatings</c>, for a name with an ending that no keyword has.</summary>
    public static string Camel(string pascal) => char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);

    /// <summary>A namespace for a project's root namespace, which MSBuild does not check: <c>my-app</c> → <c>my_app</c>.</summary>
    public static string Namespace(string root) => string.Join(".", root.Split('.').Select(Segment));

    /// <summary>Names for members that stand side by side: those that would clash get a number.</summary>
    /// <param name="sqlNames">In order.</param>
    /// <param name="taken">Names that no member may have.</param>
    public static string[] Members(IEnumerable<string> sqlNames, IEnumerable<string> taken)
    {
        HashSet<string> used = new(taken, StringComparer.Ordinal);
        return sqlNames.Select(sqlName =>
        {
            string name = Pascal(sqlName);
            string unique = name;
            for (int n = 2; !used.Add(unique); n++)
            {
                unique = $"{name}{n}";
            }

            return unique;
        }).ToArray();
    }

    private static string Segment(string part)
    {
        string name = string.Concat(part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_'));
        name = name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name;
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }
}
