using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Syntax;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes what a user's C# gets: typed handles, and the extension that adds the queries to a worker.</summary>
internal static class HostingEmitter
{
    public static Code Emit(ProgramPlan plan)
    {
        Handle[] handles = [.. plan.Sources.Where(source => source.IsPublic).SelectMany(source => Handles(source, plan))];
        string services = string.Concat(plan.Sources.Select(source => source.Host).OfType<HostPlan>().Select(Service));
        return Of($$"""
            /// <summary>The project's compiled queries: their topology, and typed access to every stream and table.</summary>
            public sealed partial class CompiledQueries
            {
                /// <summary>Handles that are joined to a worker or a test driver.</summary>
                public CompiledQueries(global::QueryGen.Access.HandleFactory handles)
                {
                    {{Lines(handles.Select(handle => $"{handle.Name} = handles.{handle.Made};"))}}
                }

                /// <summary>What the worker runs.</summary>
                public static global::QueryGen.Topologies.Topology Topology { get; } = Compiled.ProgramTopology.Create();

                {{Sections(handles.Select(handle => Property(handle, "{ get; }")))}}

                {{Sections(plan.Broken.SelectMany(source => Handles(source, plan)).Select(handle => Property(handle, Missing)))}}
            }

            /// <summary>Adds the project's compiled queries to a worker.</summary>
            internal static class QueryGenCompiledQueries
            {
                /// <summary>Runs the project's queries, and offers <see cref="CompiledQueries"/> as a service.</summary>
                internal static global::QueryGen.Hosting.QueryGenBuilder AddCompiledQueries(
                    this global::QueryGen.Hosting.QueryGenBuilder builder) =>
                    builder.AddTopology(CompiledQueries.Topology, static handles => new CompiledQueries(handles)){{services}};
            }
            """);
    }

    // A class with [Query] is a service of its own.
    private static string Service(HostPlan host)
    {
        string type = $"global::{(host.Namespace.Length == 0 ? "" : host.Namespace + ".")}{host.Name}";
        return $"\n    .AddQuery(static (CompiledQueries queries) => new {type}(queries))";
    }

    // Never runs: the build has an error.
    private const string Missing = "=> throw new global::System.InvalidOperationException();";

    private static Code Property(Handle handle, string body) => Of($$"""
        /// <summary>{{Xml(handle.Summary)}}</summary>
        {{handle.Access}} global::QueryGen.Access.{{handle.Type}} {{handle.Name}} {{body}}
        """);

    private static IEnumerable<Handle> Handles(SourcePlan source, ProgramPlan plan)
    {
        SourceNames names = new(source.Source);
        string access = source.IsRowPublic ? "public" : "internal";
        string made = $"({Literal(source.Source.Topic)}, Compiled.{names.RowSerde}.Instance";
        if (source.Source.Kind == SourceKind.Stream)
        {
            yield return new Handle(
                $"Rows of stream {source.Source.Name}.", access, $"StreamHandle<{source.RowType}>", names.Class, $"Stream{made})");
        }
        else
        {
            string store = StoreOf(source.Source, plan) is (int part, int table) ? $", subTopology: {part}, table: {table}" : "";
            yield return new Handle(
                $"Table {source.Source.Name}: its changes, and its rows by key.",
                access,
                $"TableHandle<{RowSerdeEmitter.KeyType(source)}, {source.RowType}>",
                names.Class,
                $"Table{made}{store})");
        }

        if (!source.Source.IsDerived && !source.Source.IsReadOnly)
        {
            yield return new Handle(
                $"Writes rows into {source.Source.Name}.",
                access,
                $"Producer<{source.RowType}>",
                names.Class + "Producer",
                $"Producer{made})");
        }
    }

    private static (int SubTopology, int Table)? StoreOf(DataSource table, ProgramPlan plan)
    {
        foreach (SubTopologyPlan part in plan.SubTopologies)
        {
            List<StorePlan> stores = part.Stores.ToList();
            string? aggregate = part.Operators.OfType<AggregatePlan>().FirstOrDefault(found => found.Output.Name == table.Name)?.Store;
            int index = stores.FindIndex(store => store.Table?.Name == table.Name || (aggregate is not null && store.Name == aggregate));
            if (index >= 0)
            {
                return (part.Id, index);
            }
        }

        return null;
    }

    /// <summary>A property of CompiledQueries, and the call that makes its value.</summary>
    private sealed record Handle(string Summary, string Access, string Type, string Name, string Made);
}
