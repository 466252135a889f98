namespace QueryGen.Syntax;

/// <summary>Names as SQL writes them.</summary>
internal static class SqlName
{
    /// <summary>The name so that it is read again as itself: in backquotes where it has small letters, odd signs, or is a word of SQL.</summary>
    public static string Quote(string name)
    {
        bool isPlain = name.Length > 0 && !(name[0] is >= '0' and <= '9')
            && name.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_') && !Keywords.IsReserved(name);
        return isPlain ? name : $"`{name.Replace("`", "``")}`";
    }
}
