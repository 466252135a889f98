using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Syntax;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the other half of a class with [Query]: its row, and how its rows are got at.</summary>
/// <remarks>It stands in the user's namespace, whose names come first: every type is named in full.</remarks>
internal static class HostedQueryEmitter
{
    private const string Stop = "global::System.Threading.CancellationToken cancellationToken";

    /// <param name="program">The namespace of the compiled program.</param>
    public static Code Emit(SourcePlan plan, HostPlan host, string program)
    {
        SourceNames names = new(plan.Source);
        bool isTable = plan.Source.Kind == SourceKind.Table;
        string handle = isTable ? $"TableHandle<{RowSerdeEmitter.KeyType(plan)}, Row>" : "StreamHandle<Row>";
        string item = isTable ? $"global::QueryGen.Access.TableChange<{RowSerdeEmitter.KeyType(plan)}, Row>" : "Row";
        string items = $"global::System.Collections.Generic.IAsyncEnumerable<{item}>";
        string word = isTable ? "changes" : "rows";
        return Of($$"""
            /// <summary>{{Xml(plan.Source.Kind.ToString())}} {{Xml(plan.Source.Name)}}.</summary>
            partial class {{host.Name}}
            {
                private readonly global::QueryGen.Access.{{handle}} _rows;

                /// <summary>Joins the query to a running program. A host that adds the compiled queries offers it as a service.</summary>
                public {{host.Name}}(global::{{program}}.CompiledQueries queries) => _rows = queries.{{names.Class}};

                /// <summary>The program that the query is a part of.</summary>
                public static global::QueryGen.Topologies.Topology Topology => global::{{program}}.CompiledQueries.Topology;

                /// <summary>The {{word}} that are committed from now on, until cancelled.</summary>
                public {{items}} Subscribe({{Stop}} = default) => _rows.Subscribe(cancellationToken);

                /// <summary>The {{word}} that are committed, until cancelled.</summary>
                /// <param name="options">From where to read.</param>
                /// <param name="cancellationToken">Ends the enumeration with <see cref="global::System.OperationCanceledException"/>.</param>
                public {{items}} Subscribe(global::QueryGen.Access.SubscribeOptions options, {{Stop}} = default) =>
                    _rows.Subscribe(options, cancellationToken);

                {{(isTable ? Get(plan) : None)}}

                {{RowEmitter.Record(plan.Source)}}
            }
            """);
    }

    private static Code Get(SourcePlan plan)
    {
        bool isWindowed = plan.Source.Window.Kind != WindowKind.None;
        string window = isWindowed ? ", global::System.DateTimeOffset windowStart" : "";
        string where = isWindowed ? "with this key in the window that starts here" : "with this key";
        return Of($$"""
            /// <summary>The row {{where}}, as of the task's last record; null where there is none.</summary>
            public global::System.Threading.Tasks.ValueTask<Row?> GetAsync({{RowSerdeEmitter.KeyType(plan)}} key{{window}}, {{Stop}} = default) =>
                _rows.GetAsync(key{{(isWindowed ? ", windowStart" : "")}}, cancellationToken);
            """);
    }
}
