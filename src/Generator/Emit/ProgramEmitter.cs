using QueryGen.Emit.Operators;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>A file of generated C#. Compares by content: an edit of one query leaves the files of the others as they are.</summary>
internal sealed record GeneratedFile(string HintName, string Text);

/// <summary>A planned program → its files.</summary>
internal static class ProgramEmitter
{
    private static readonly string[] Usings =
    [
        "QueryGen.Access", "QueryGen.Hosting", "QueryGen.Operators", "QueryGen.Serdes", "QueryGen.State",
        "QueryGen.Topologies", "QueryGen.Values",
    ];

    public static EquatableArray<GeneratedFile> Emit(ProgramPlan plan)
    {
        List<GeneratedFile> files = [];
        void Add(string name, Code body, params string[] used) => files.Add(File(name, plan.Namespace, body, used));

        if (plan.NestedTypes.Count > 0)
        {
            Add("SqlTypes", Sections([TypesEmitter.Emit(plan.NestedTypes), StoredTypesEmitter.Emit(Nested(RowsKept(plan)), Nested(KeysKept(plan)))]));
        }

        foreach (SourcePlan source in plan.Sources)
        {
            string name = new SourceNames(source.Source).Class;
            if (source is { IsPublic: true, Host: { } host })
            {
                files.Add(File(name + ".Row", host.Namespace, HostedQueryEmitter.Emit(source, host, plan.Namespace)));
            }
            else if (source is { IsPublic: true, Declared: null })
            {
                files.Add(File(name + ".Row", plan.Namespace, RowEmitter.Public(source)));
            }

            Code serde = source.Source.IsTransient ? None : SerdeEmitter.Emit(source);
            Add(name + ".Rows", Sections([RowEmitter.Emit(source), serde, source.IsPublic ? RowSerdeEmitter.Emit(source) : None]));
        }

        HashSet<string> scanned = new(
            plan.SubTopologies.SelectMany(part => part.Scans).Where(ScanEmitter.CanReadAhead).SelectMany(scan => scan.Operators), StringComparer.Ordinal);
        foreach (OperatorPlan operation in plan.Operators)
        {
            string[] used = operation is StreamStreamJoinPlan or TableTableJoinPlan or ForeignKeyRequestPlan or ForeignKeyAnswerPlan
                ? ["QueryGen.Joins"]
                : [];
            Add(OperatorNames.Class(operation.Name), Operator(operation, scanned.Contains(operation.Name), plan), used);
        }

        foreach (SubTopologyPlan part in plan.SubTopologies)
        {
            Add(SubTopologyEmitter.ClassName(part.Id), SubTopologyEmitter.Emit(part));
        }

        if (plan.Functions.Count > 0)
        {
            Add("UserFunctions", UserFunctionEmitter.Emit(plan.Functions));
        }

        Add("CompiledQueries", HostingEmitter.Emit(plan));
        return files.ToEquatableArray();
    }

    private static IEnumerable<SqlType> RowsKept(ProgramPlan plan) => plan.Sources.Where(source => source.IsStored || source.IsBuffered)
        .SelectMany(source => source.Source.Columns).Select(column => column.Type).Concat(KeysKept(plan));

    private static IEnumerable<SqlType> KeysKept(ProgramPlan plan) => plan.Sources.Where(source => source.IsStored)
        .SelectMany(source => SourceNames.Keys(source.Source)).Select(column => column.Type)
        .Concat(plan.Operators.OfType<AggregatePlan>().SelectMany(aggregate => aggregate.Aggregation.GroupBy.Parts).Select(part => part.Type))
        .Concat(plan.Operators.OfType<StreamStreamJoinPlan>().Select(join => join.LeftKey.Type));

    private static List<SqlType> Nested(IEnumerable<SqlType> types) => types.SelectMany(ClrTypes.Nested).Distinct().ToList();

    private static Code Operator(OperatorPlan plan, bool isScanned, ProgramPlan program) => plan switch
    {
        ProjectPlan project => ProjectEmitter.Emit(project),
        TableProjectPlan project => TableProjectEmitter.Emit(project),
        RepartitionPlan repartition => RepartitionEmitter.Emit(repartition),
        StreamTableJoinPlan join => StreamTableJoinEmitter.Emit(join, isScanned && ScanEmitter.CanReadAhead(join)),
        StreamStreamJoinPlan join => StreamStreamJoinEmitter.Emit(join),
        TableTableJoinPlan join => TableTableJoinEmitter.Emit(
            join, program.Operators.OfType<TableTableJoinPlan>().Any(other => other.Left?.Name == join.Name)),
        ForeignKeyRequestPlan request => ForeignKeyJoinEmitter.Emit(request),
        ForeignKeyAnswerPlan answer => ForeignKeyJoinEmitter.Emit(answer),
        ForeignKeyResultPlan result => ForeignKeyJoinEmitter.Emit(result),
        AggregatePlan aggregate => AggregateEmitter.Emit(aggregate, isScanned && ScanEmitter.CanReadAhead(aggregate)),
        _ => throw new InvalidOperationException($"The emitter has no rule for {plan.GetType().Name}."),
    };

    private static GeneratedFile File(string name, string @namespace, Code body, params string[] used)
    {
        Code text = Of($$"""
            // <auto-generated/>
            #nullable enable

            {{(@namespace.Length == 0 ? "" : $"namespace {@namespace};")}}

            {{Lines(Usings.Concat(used).OrderBy(name => name, StringComparer.Ordinal).Select(name => $"using global::{name};"))}}

            {{body}}
            """);
        return new GeneratedFile(name + ".g.cs", text + "\n");
    }
}
