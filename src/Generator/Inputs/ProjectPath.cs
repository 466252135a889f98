namespace QueryGen.Inputs;

/// <summary>Generated code names a file by the way to it: the same bytes on every machine.</summary>
internal static class ProjectPath
{
    /// <summary>The way from a folder to a file, with <c>/</c> and <c>..</c>; the file's path as it is where there is none.</summary>
    public static string Relative(string path, string folder)
    {
        string[] to = path.Replace('\\', '/').Split('/');
        string[] from = folder.Replace('\\', '/').TrimEnd('/').Split('/');
        int common = 0;
        while (common < from.Length && common < to.Length - 1 && IsSame(from[common], to[common], to[0]))
        {
            common++;
        }

        // Nothing in common but the root: another drive, another machine's path, or no folder at all.
        return common == 0 || (common == 1 && from[0].Length == 0 && from.Length > 1)
            ? string.Join("/", to)
            : string.Join("/", Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common)));
    }

    // Windows does not tell paths apart by case, and spells drives as it likes.
    private static bool IsSame(string left, string right, string root) => string.Equals(
        left, right, root.EndsWith(":", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
