namespace QueryGen.Inputs;

/// <summary>Generated code names a file by its place in the project: the same bytes on every machine.</summary>
internal static class ProjectPath
{
    public static string Relative(string path, string folder)
    {
        string normal = path.Replace('\\', '/');
        string root = folder.Replace('\\', '/');
        return root.Length > 0 && normal.StartsWith(root, StringComparison.Ordinal) ? normal.Substring(root.Length).TrimStart('/') : normal;
    }
}
