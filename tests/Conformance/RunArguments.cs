namespace QueryGen.Conformance;

/// <summary>What the command line asks for.</summary>
/// <param name="Folder">Null: the usual one.</param>
/// <param name="Only">Cases whose names hold this text; null: all.</param>
/// <param name="Accepts">What passes now is what must pass from now on.</param>
/// <param name="Table">Where a table of the files is written; null: nowhere.</param>
internal sealed record RunArguments(string? Folder, string? Only, bool Accepts, string? Table = null)
{
    /// <summary>Null where the arguments make no sense.</summary>
    public static RunArguments? TryParse(string[] arguments)
    {
        RunArguments parsed = new(null, null, Accepts: false);
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--accept":
                    parsed = parsed with { Accepts = true };
                    break;
                case "--only" when i + 1 < arguments.Length:
                    parsed = parsed with { Only = arguments[++i] };
                    break;
                case "--table" when i + 1 < arguments.Length:
                    parsed = parsed with { Table = arguments[++i] };
                    break;
                case var folder when parsed.Folder is null && !folder.StartsWith('-'):
                    parsed = parsed with { Folder = folder };
                    break;
                default:
                    return null;
            }
        }

        return parsed is { Only: not null } && (parsed.Accepts || parsed.Table is not null) ? null : parsed;
    }
}
