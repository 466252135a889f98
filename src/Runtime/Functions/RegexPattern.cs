using System.Text.RegularExpressions;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>A regular expression, ready to search with. A constant one is made once, when the program starts.</summary>
/// <remarks>A search that takes more than a second is an error of its row: a pattern may be made to take forever.</remarks>
public sealed class RegexPattern
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static PatternCache<RegexPattern>? t_known;

    private RegexPattern(Regex regex)
    {
        Regex = regex;
        Groups = regex.GetGroupNumbers().Length - 1;
    }

    internal Regex Regex { get; }

    /// <summary>How many groups it has, without the whole match.</summary>
    internal int Groups { get; }

    /// <summary>Of a constant; null where it is none that can be understood.</summary>
    public static RegexPattern? Compile(Text pattern) => Make(pattern.ToString(), RegexOptions.Compiled);

    /// <summary>Of a text that may change from row to row; null for NULL and for what is no regular expression.</summary>
    public static RegexPattern? From(Text pattern) =>
        (t_known ??= new PatternCache<RegexPattern>(static text => Make(text, RegexOptions.None))).Get(pattern);

    private static RegexPattern? Make(string? pattern, RegexOptions options)
    {
        try
        {
            return pattern is null ? null : new RegexPattern(new Regex(pattern, options | RegexOptions.CultureInvariant, MostTime));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
