using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the program's topology as data: what the worker runs.</summary>
internal static class TopologyEmitter
{
    /// <param name="plan">An outline.</param>
    public static Code Emit(ProgramPlan plan)
    {
        // The programs of the tasks are wired as the topology says.
        Code topology = Topology(plan);
        string wiring = StableHash.Of(string.Concat(plan.SubTopologies.Select(SubTopologyEmitter.Emit).Prepend(topology).Select(part => part.ToString())));
        return Of($$"""
            /// <summary>The topology of the project's queries.</summary>
            internal static class ProgramTopology
            {
                // Of all that is wired only once, when a task starts. Hot reload cannot change a constant, and restarts the worker instead.
                private const string Wiring = {{Literal(wiring)}};

                public static Topology Create() => {{topology}};
            }
            """);
    }

    private static Code Topology(ProgramPlan plan) => Of($$"""
        new(
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
                {{Lines(plan.Seeds.Select((seed, index) => $"new({Literal(seed.Target.Topic)}, SeedRows.{SeedEmitter.Method(index)}),"))}}
            ],
            [
                {{Lines(plan.Settings.Select(setting => $"new({Literal(setting.Name)}, {Literal(setting.Value)}),"))}}
            ],
            {{Literal(TopologyPrinter.Print(plan))}})
        """);

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
                {{Lines(plan.Sinks.Select(Sink))}}
            ],
            [
                {{Lines(plan.Stores.Select(Store))}}
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
            .. Optional("IsInternal", scan.Source.IsInternal ? "true" : null),
            .. Optional("DeadLetterSink", scan.DeadLetters is { } sink ? $"{plan.Sinks.ToList().IndexOf(sink)}" : null),
            $"KeyColumns: [{string.Join(", ", keys)}]",
        ];
        return $"new({string.Join(", ", arguments)}),";
    }

    private static string Sink(SinkPlan sink) =>
        $"new({Literal(sink.Topic)}, {Literal(sink.Query)}, IsInternal: {Bool(sink.IsInternal)}),";

    private static string Store(StorePlan store) =>
        $"new({Literal(store.Name)}, {Literal(store.Layout)}, IsWindowed: {Bool(store.IsWindowed)}),";

    private static string Bool(bool value) => value ? "true" : "false";

    private static Code Connector(BoundConnector connector)
    {
        DataSource source = connector.Source!;
        IEnumerable<string> columns = source.Columns.Where(column => column.Role is not (ColumnRole.Header or ColumnRole.Headers))
            .Select(Column);
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

    private static string Column(ColumnSchema column)
    {
        bool isKey = column.Role is ColumnRole.Key or ColumnRole.PrimaryKey;
        return $"new({Literal(column.Name)}, {Literal(SqlName(column.Type))}, IsKey: {Bool(isKey)}),";
    }

    private static string SqlName(SqlType type) => type.Kind == SqlKind.String ? "VARCHAR" : type.ToString();

    private static string Character(char value) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(value, quote: true);
}
