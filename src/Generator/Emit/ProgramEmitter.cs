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
    /// <summary>The namespaces whose types emitted code names.</summary>
    public static readonly string[] Usings =
    [
        "QueryGen.Access", "QueryGen.Hosting", "QueryGen.Operators", "QueryGen.Serdes", "QueryGen.State",
        "QueryGen.Topologies", "QueryGen.Values",
    ];

    public static EquatableArray<GeneratedFile> Emit(ProgramPlan plan)
    {
        List<GeneratedFile> files = [];
        void Add(string name, Code body) => files.Add(Compiled(name, plan.Namespace, body));

        if (plan.NestedTypes.Count > 0)
        {
            Add("SqlTypes", Sections([TypesEmitter.Emit(plan.NestedTypes), StoredTypesEmitter.Emit(Nested(RowsKept(plan)), Nested(KeysKept(plan)))]));
        }

        foreach (SourcePlan source in plan.Sources.Concat(plan.Broken).Where(source => source.IsPublic))
        {
            string name = new SourceNames(source.Source).Class + ".Row";
            if (source.Host is { } host)
            {
                files.Add(Public(name, host.Namespace, HostedQueryEmitter.Emit(source, host, plan.Namespace)));
            }
            else if (source.Declared is null)
            {
                files.Add(Public(name, plan.Namespace, RowEmitter.Public(source)));
            }
        }

        foreach (SourcePlan source in plan.Sources)
        {
            Code forUsers = source.IsPublic ? RowSerdeEmitter.Emit(source) : None;
            Add(new SourceNames(source.Source).Class + ".Rows", Sections([RowEmitter.Emit(source), SerdeEmitter.Emit(source), forUsers]));
        }

        HashSet<OperatorName> scanned = new(plan.SubTopologies.SelectMany(part => part.Scans).SelectMany(scan => scan.Operators));
        foreach (OperatorPlan operation in plan.Operators)
        {
            Add(OperatorNames.Class(operation.Reference), Operator(operation, scanned.Contains(operation.Reference)));
        }

        List<Code> parts = plan.SubTopologies.Select(SubTopologyEmitter.Emit).ToList();
        for (int i = 0; i < parts.Count; i++)
        {
            Add(SubTopologyEmitter.ClassName(plan.SubTopologies[i].Id), parts[i]);
        }

        if (plan.Functions.Count > 0)
        {
            Add("UserFunctions", UserFunctionEmitter.Emit(plan.Functions));
        }

        if (plan.Seeds.Count > 0)
        {
            Add("SeedRows", SeedEmitter.Emit(plan.Seeds));
        }

        Add("ProgramTopology", TopologyEmitter.Emit(plan, parts));
        files.Add(Public("CompiledQueries", plan.Namespace, HostingEmitter.Emit(plan)));
        return files.ToEquatableArray();
    }

    private static IEnumerable<SqlType> RowsKept(ProgramPlan plan) => plan.Sources.Where(source => source.IsStored)
        .SelectMany(source => source.Source.Columns).Select(column => column.Type).Concat(KeysKept(plan));

    private static IEnumerable<SqlType> KeysKept(ProgramPlan plan) => plan.Sources.Where(source => source.IsStored)
        .SelectMany(source => SourceNames.Keys(source.Source)).Select(column => column.Type)
        .Concat(plan.Operators.OfType<AggregatePlan>().SelectMany(aggregate => aggregate.Aggregation.GroupBy.Parts).Select(part => part.Type));

    private static List<SqlType> Nested(IEnumerable<SqlType> types) => types.SelectMany(ClrTypes.Nested).Distinct().ToList();

    private static Code Operator(OperatorPlan plan, bool isScanned) => plan switch
    {
        ProjectPlan project => ProjectEmitter.Emit(project),
        TableProjectPlan project => TableProjectEmitter.Emit(project),
        RepartitionPlan repartition => RepartitionEmitter.Emit(repartition),
        StreamTableJoinPlan join => StreamTableJoinEmitter.Emit(join, isScanned && ScanEmitter.CanReadAhead(join)),
        AggregatePlan aggregate => AggregateEmitter.Emit(aggregate, isScanned && ScanEmitter.CanReadAhead(aggregate)),
        _ => throw new InvalidOperationException($"The emitter has no rule for {plan.GetType().Name}."),
    };

    // What a user's C# sees stands among the user's own names: every other type is named from the root.
    private static GeneratedFile Public(string name, string @namespace, Code body) => File(name, @namespace, None, body);

    // In a namespace of its own, with the runtime's names at hand: neither a source's class nor a user's type comes in between.
    private static GeneratedFile Compiled(string name, string @namespace, Code body) => File(name, @namespace + ".Compiled", Of($$"""
        {{Lines(Usings.Select(used => $"using global::{used};"))}}
        using System = global::System;

        // What C# warns of in constant conditions, unused values and comparisons with itself, the SQL may well mean.
        #pragma warning disable CS0162, CS0219, CS1718
        """), body);

    private static GeneratedFile File(string name, string @namespace, Code usings, Code body)
    {
        Code text = Of($$"""
            // <auto-generated/>
            #nullable enable

            {{(@namespace.Length == 0 ? "" : $"namespace {@namespace};")}}

            {{usings}}

            {{body}}
            """);
        return new GeneratedFile(name + ".g.cs", text + "\n");
    }
}
