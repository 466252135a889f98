using QueryGen.Binding;

namespace QueryGen.Planning;

/// <summary>Names for the parts of queries: clear of each other, and of the sources and queries that the SQL names.</summary>
internal sealed class FreeNames
{
    private readonly HashSet<string> _taken;

    public FreeNames(BoundProgram program) => _taken = new(
        program.Sources.Select(source => source.Name).Concat(program.Queries.Select(query => query.Name)), StringComparer.Ordinal);

    /// <summary>The name that is wanted, with a number behind it where it is taken.</summary>
    public string Take(string wanted)
    {
        string name = wanted;
        for (int n = 2; !_taken.Add(name); n++)
        {
            name = $"{wanted}-{n}";
        }

        return name;
    }
}
