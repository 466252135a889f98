using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Syntax;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes what a user's C# gets: typed handles, and the extension that adds the queries to a worker.</summary>
internal static class HostingEmitter
{
    public static Code Emit(ProgramPlan plan) => Of($$"""
        /// <summary>The project's compiled queries: their topology, and typed access to every stream and table.</summary>
        public sealed partial class CompiledQueries(global::QueryGen.Access.HandleFactory handles)
        {
            /// <summary>What the worker runs.</summary>
            public static global::QueryGen.Topologies.Topology Topology { get; } = Compiled.ProgramTopology.Create();

            {{Sections(plan.Sources.Where(source => source.IsPublic).SelectMany(source => Handles(source, plan)))}}
        }

        /// <summary>Adds the project's compiled queries to a worker.</summary>
        internal static class QueryGenCompiledQueries
        {
            /// <summary>Runs the project's queries, and offers <see cref="CompiledQueries"/> as a service.</summary>
            internal static global::QueryGen.Hosting.QueryGenBuilder AddCompiledQueries(this global::QueryGen.Hosting.QueryGenBuilder builder) =>
                builder.AddTopology(CompiledQueries.Topology, static handles => new CompiledQueries(handles)){{string.Concat(plan.Sources.Select(source => source.Host).OfType<HostPlan>().Select(Service))}};
        }
        """);

    // A class with [Query] is a service of its own.
    private static string Service(HostPlan host)
    {
        string type = $"global::{(host.Namespace.Length == 0 ? "" : host.Namespace + ".")}{host.Name}";
        return $"\n    .AddQuery(static (CompiledQueries queries) => new {type}(queries))";
    }

    private static IEnumerable<Code> Handles(SourcePlan source, ProgramPlan plan)
    {
        SourceNames names = new(source.Source);
        string access = source.IsRowPublic ? "public" : "internal";
        string topic = Literal(source.Source.Topic);
        string serde = $"Compiled.{names.RowSerde}.Instance";
        if (source.Source.Kind == SourceKind.Stream)
        {
            yield return Of($$"""
                /// <summary>Rows of stream {{Xml(source.Source.Name)}}.</summary>
                {{access}} global::QueryGen.Access.StreamHandle<{{source.RowType}}> {{names.Class}} { get; } = handles.Stream({{topic}}, {{serde}});
                """);
        }
        else
        {
            (int part, int table) = StoreOf(source.Source, plan);
            yield return Of($$"""
                /// <summary>Table {{Xml(source.Source.Name)}}: its changes, and its rows by key.</summary>
                {{access}} global::QueryGen.Access.TableHandle<{{RowSerdeEmitter.KeyType(source)}}, {{source.RowType}}> {{names.Class}} { get; } =
                    handles.Table({{topic}}, {{serde}}, subTopology: {{part}}, table: {{table}});
                """);
        }

        if (!source.Source.IsDerived && !source.Source.IsReadOnly)
        {
            yield return Of($$"""
                /// <summary>Writes rows into {{Xml(source.Source.Name)}}.</summary>
                {{access}} global::QueryGen.Access.Producer<{{source.RowType}}> {{names.Class}}Producer { get; } = handles.Producer({{topic}}, {{serde}});
                """);
        }
    }

    private static (int SubTopology, int Table) StoreOf(DataSource table, ProgramPlan plan)
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

        return (-1, -1);
    }
}
