using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the program's topology as data, its typed handles, and the extension that adds it to a worker.</summary>
internal static class HostingEmitter
{
    public static Code Emit(ProgramPlan plan)
    {
        MethodList methods = new();
        IEnumerable<Code> seeds = plan.Seeds.Select(seed => Seed(seed, methods)).ToList();
        return Of($$"""
            /// <summary>The project's compiled queries: their topology, and typed access to every stream and table.</summary>
            public sealed partial class CompiledQueries(HandleFactory handles)
            {
                /// <summary>What the worker runs.</summary>
                public static Topology Topology { get; } = new(
                    {{Literal(plan.Namespace)}},
                    [
                        {{Lines(plan.Topics.Select(Topic))}}
                    ],
                    [
                        {{Lines(plan.SubTopologies.Select(SubTopology))}}
                    ],
                    [
                        {{Lines(plan.Connectors.Where(connector => connector.Source is not null).Select(Connector))}}
                    ],
                    [
                        {{Lines(seeds)}}
                    ],
                    [
                        {{Lines(plan.Settings.Select(setting => $"new({Literal(setting.Name)}, {Literal(setting.Value)}),"))}}
                    ],
                    {{Literal(TopologyPrinter.Print(plan))}});

                {{Sections(plan.Sources.Where(source => source.IsPublic).SelectMany(source => Handles(source, plan)))}}

                {{Sections(methods.All)}}
            }

            /// <summary>Adds the project's compiled queries to a worker.</summary>
            internal static class QueryGenCompiledQueries
            {
                /// <summary>Runs the project's queries, and offers <see cref="CompiledQueries"/> as a service.</summary>
                internal static QueryGenBuilder AddCompiledQueries(this QueryGenBuilder builder) =>
                    builder.AddTopology(CompiledQueries.Topology, static handles => new CompiledQueries(handles)){{string.Concat(plan.Sources.Select(source => source.Host).OfType<HostPlan>().Select(Service))}};
            }
            """);
    }

    // A class with [Query] is a service of its own.
    private static string Service(HostPlan host)
    {
        string type = $"global::{(host.Namespace.Length == 0 ? "" : host.Namespace + ".")}{host.Name}";
        return $"\n    .AddQuery(static (CompiledQueries queries) => new {type}(queries))";
    }

    private static string Topic(TopicPlan topic)
    {
        IEnumerable<string> arguments =
        [
            Literal(topic.Name),
            $"TopicKind.{topic.Role}",
            .. Optional("Partitions", topic.Partitions?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. Optional("Replicas", topic.Replicas?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. Optional("RetentionMs", topic.RetentionMs is { } ms ? $"{ms}L" : null),
            .. Optional("IsCompacted", topic.IsCompacted ? "true" : null),
            .. Optional("CopartitionedWith", topic.CopartitionedWith is { } other ? Literal(other) : null),
            .. Optional("WindowSizeMs", topic.WindowSizeMs is { } size ? $"{size}L" : null),
        ];
        return $"new({string.Join(", ", arguments)}),";
    }

    private static IEnumerable<string> Optional(string name, string? value) => value is null ? [] : [$"{name}: {value}"];

    private static Code SubTopology(SubTopologyPlan plan) => Of($$"""
        new(
            {{plan.Id}},
            [{{string.Join(", ", plan.Queries.Select(Literal))}}],
            [
                {{Lines(plan.Scans.Select(scan => Source(scan, plan)))}}
            ],
            [
                {{Lines(plan.Sinks.Select(sink => $"new({Literal(sink.Topic)}, {Literal(sink.Query)}, IsInternal: {Bool(sink.IsInternal)}),"))}}
            ],
            [
                {{Lines(plan.Stores.Select(store => $"new({Literal(store.Name)}, {Literal(store.Layout)}, IsWindowed: {Bool(store.IsWindowed)}),"))}}
            ],
            static task => new {{SubTopologyEmitter.ClassName(plan.Id)}}(task)),
        """);

    private static string Source(ScanPlan scan, SubTopologyPlan plan)
    {
        IEnumerable<string> keys = SourceNames.Keys(scan.Source).Select(column => Literal(column.Name));
        IEnumerable<string> arguments =
        [
            Literal(scan.Source.Topic),
            Literal(scan.Source.Name),
            $"IsTable: {Bool(scan.Source.Kind == SourceKind.Table)}",
            .. Optional("OnError", scan.Source.OnError is { } policy ? $"ErrorPolicy.{policy}" : null),
            .. Optional("IsInternal", scan.IsInternal ? "true" : null),
            .. Optional("DeadLetterSink", scan.DeadLetters is { } sink ? $"{plan.Sinks.ToList().IndexOf(sink)}" : null),
            $"KeyColumns: [{string.Join(", ", keys)}]",
        ];
        return $"new({string.Join(", ", arguments)}),";
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static Code Connector(BoundConnector connector)
    {
        DataSource source = connector.Source!;
        IEnumerable<string> columns = source.Columns.Where(column => column.Role is not (ColumnRole.Header or ColumnRole.Headers))
            .Select(column => $"new({Literal(column.Name)}, {Literal(SqlName(column.Type))}, IsKey: {Bool(column.Role is ColumnRole.Key or ColumnRole.PrimaryKey)}),");
        return Of($$"""
            new(
                {{Literal(connector.Name)}},
                IsSink: {{Bool(connector.IsSink)}},
                {{Literal(connector.ConnectorClass)}},
                {{Literal(source.Name)}},
                {{Literal(source.Topic)}},
                [
                    {{Lines(connector.Properties.Select(property => $"new({Literal(property.Key)}, {Literal(property.Value)}),"))}}
                ],
                [
                    {{Lines(columns)}}
                ],
                {{Literal(source.KeyFormat.Format.ToString().ToUpperInvariant())}},
                {{Literal(source.ValueFormat.Format.ToString().ToUpperInvariant())}},
                {{Character(source.KeyFormat.Delimiter)}},
                {{Character(source.ValueFormat.Delimiter)}}),
            """);
    }

    private static string SqlName(SqlType type) => type.Kind == SqlKind.String ? "VARCHAR" : type.ToString();

    private static string Character(char value) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);

    private static Code Seed(SeedPlan seed, MethodList methods)
    {
        SourceNames names = new(seed.Target);
        ExpressionScope scope = new(
            expression => throw new InvalidOperationException($"{expression.GetType().Name} is no constant."),
            "RecordArena arena", "arena", methods);
        IEnumerable<string> values = seed.Target.Columns.Zip(seed.Values, (column, value) => (column, value))
            .Where(pair => pair.value is not BoundLiteral { Value: null })
            .Select(pair => $"row.{names[pair.column.Name]} = {Constant(pair.value, scope)};");
        string timestamp = seed.TimestampMs is { } ms ? $"{ms}L" : "arena.Clock.GetUtcNow().ToUnixTimeMilliseconds()";
        return Of($$"""
            // {{Comment(seed.Clause.Sql)}}
            new({{Literal(seed.Target.Topic)}}, static (arena, output) =>
            {
                {{names.Row}} row = default;
                {{Lines(values)}}
                RecordContext context = new({{timestamp}});
                {{names.Serde}}.Write(output, in row, in context);
            }),
            """);
    }

    private static string Constant(BoundExpression value, ExpressionScope scope)
    {
        ExpressionEmitter emitter = new(scope, "return default;");
        string text = emitter.Emit(value).Text;
        if (emitter.Statements.Count == 0)
        {
            return text;
        }

        string name = scope.Methods.NameFor("Seed");
        scope.Methods.Add(Of($$"""
            private static {{ClrTypes.Hot(value.Type)}} {{name}}(RecordArena arena)
            {
                {{Lines(emitter.Statements)}}
                return {{text}};
            }
            """));
        return $"{name}(arena)";
    }

    private static IEnumerable<Code> Handles(SourcePlan source, ProgramPlan plan)
    {
        SourceNames names = new(source.Source);
        string access = source.IsRowPublic ? "public" : "internal";
        string topic = Literal(source.Source.Topic);
        string serde = $"{names.RowSerde}.Instance";
        if (source.Source.Kind == SourceKind.Stream)
        {
            yield return Of($$"""
                /// <summary>Rows of stream {{Xml(source.Source.Name)}}.</summary>
                {{access}} StreamHandle<{{source.RowType}}> {{names.Class}} { get; } = handles.Stream({{topic}}, {{serde}});
                """);
        }
        else
        {
            (int part, int table) = StoreOf(source.Source, plan);
            yield return Of($$"""
                /// <summary>Table {{Xml(source.Source.Name)}}: its changes, and its rows by key.</summary>
                {{access}} TableHandle<{{RowSerdeEmitter.KeyType(source)}}, {{source.RowType}}> {{names.Class}} { get; } = handles.Table({{topic}}, {{serde}}, subTopology: {{part}}, table: {{table}});
                """);
        }

        if (!source.Source.IsDerived && !source.Source.IsReadOnly)
        {
            yield return Of($$"""
                /// <summary>Writes rows into {{Xml(source.Source.Name)}}.</summary>
                {{access}} Producer<{{source.RowType}}> {{names.Class}}Producer { get; } = handles.Producer({{topic}}, {{serde}});
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
