using QueryGen.Support;

namespace QueryGen.Syntax;

/// <summary>Names as SQL writes them.</summary>
internal static class SqlIdentifier
{
    /// <summary>The name so that it is read as itself: in backquotes where it has small letters or odd signs, or is reserved.</summary>
    public static string Quote(string name) =>
        SqlName.IsPlain(name) && !Keywords.IsReserved(name) ? name : InQuotes(name);

    public static string InQuotes(string name) => $"`{name.Replace("`", "``")}`";
}
