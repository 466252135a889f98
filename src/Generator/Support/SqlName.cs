using System.Text;

namespace QueryGen.Support;

/// <summary>From C#'s names to SQL's.</summary>
internal static class SqlName
{
    /// <summary><c>PoorRatings</c> → <c>POOR_RATINGS</c>; a run of capitals is one word.</summary>
    public static string FromCSharp(string name)
    {
        StringBuilder snake = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            snake.Append(startsWord && name[i - 1] != '_' ? "_" : "").Append(char.ToUpperInvariant(name[i]));
        }

        return snake.ToString();
    }

    /// <summary>The name that a text is in SQL: quoted as it is, else in capitals. Null where it is no name.</summary>
    public static string? Read(string text)
    {
        if (text.Length > 2 && text[0] == '`' && text.IndexOf('`', 1) == text.Length - 1)
        {
            return text.Substring(1, text.Length - 2);
        }

        bool isName = text.Length > 0 && !IsDigit(text[0]) && text.All(c => IsDigit(c) || c is '_' or '-' || IsLetter(c));
        return isName ? text.ToUpperInvariant() : null;
    }

    /// <summary>Whether a name needs no quotes by its characters. It may be a reserved word nevertheless.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && !IsDigit(name[0]) && name.All(c => IsDigit(c) || c is '_' or (>= 'A' and <= 'Z'));

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLetter(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
