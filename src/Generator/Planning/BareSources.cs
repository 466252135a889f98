using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>
/// Data sources without the place of their statements: nothing is emitted of it, and an edit of one query would make all that read its
/// result look as if they had changed.
/// </summary>
internal static class BareSources
{
    public static BoundProgram Of(BoundProgram program) => program with
    {
        Sources = program.Sources.Select(Bare).ToEquatableArray(),
        Broken = program.Broken.Select(broken => broken with { Source = Bare(broken.Source) }).ToEquatableArray(),
        Queries = program.Queries.Select(Bare).ToEquatableArray(),
        Inserts = program.Inserts.Select(insert => insert with { Target = Bare(insert.Target) }).ToEquatableArray(),
        Connectors = program.Connectors.Select(connector => connector.Source is { } source
            ? connector with { Source = Bare(source) } : connector).ToEquatableArray(),
    };

    private static BoundQuery Bare(BoundQuery query) => query with
    {
        Sink = Bare(query.Sink),
        Select = query.Select with
        {
            Sources = query.Select.Sources.Select(source => source with { Source = Bare(source.Source) }).ToEquatableArray(),
        },
    };

    private static DataSource Bare(DataSource source) => source with { Place = default };
}
