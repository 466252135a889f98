using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Inputs;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>A bound program → its plan: shared scans, fused queries, sub-topologies, stores, and every name that
/// reaches the log or the disk.</summary>
internal static class ProgramPlanner
{
    public static ProgramPlan Plan(BoundProgram program, string @namespace, CSharpInputs csharp)
    {
        ClassNames names = new();
        program = program with
        {
            Sources = program.Sources.Select(names.Named).ToEquatableArray(),
            Broken = program.Broken.Select(broken => broken with { Source = names.Named(broken.Source) }).ToEquatableArray(),
            Inserts = program.Inserts.Select(insert => insert with { Target = names.Named(insert.Target) }).ToEquatableArray(),
        };
        QueryPlanner queries = new(new FreeNames(program));
        List<OperatorPlan> operators = IncludedColumns.Plan(
            Fuse(program.Queries.SelectMany(queries.Plan).Select(names.Named).ToList(), program.Inserts));
        EquatableArray<SubTopologyPlan> subTopologies = Cut(operators);
        EquatableArray<UserCall> calls = UserCalls.Of(program, csharp.UserFunctions);
        return new ProgramPlan(
            @namespace,
            SourcePlanner.Plan(program, operators, subTopologies, @namespace, csharp),
            SourcePlanner.PlanBroken(program, @namespace, csharp),
            NestedTypes(program, operators, calls),
            operators.ToEquatableArray(),
            subTopologies,
            TopicPlanner.Plan(program, subTopologies),
            program.Inserts.Select(insert => new SeedPlan(insert.Target, insert.Values, Timestamp(insert),
                insert.Clause)).ToEquatableArray(),
            program.Connectors,
            program.Settings,
            calls);
    }

    private static long? Timestamp(BoundInsertValues insert) => insert.RowTime is BoundLiteral { Value: { } value }
        ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>A stream that one query alone writes is handed to its readers as it is made; they do not read its topic.</summary>
    private static List<OperatorPlan> Fuse(List<OperatorPlan> operators, EquatableArray<BoundInsertValues> seeds)
    {
        HashSet<string> seeded = new(seeds.Select(seed => seed.Target.Name), StringComparer.Ordinal);
        ILookup<string, OperatorPlan> writers = operators.ToLookup(plan => plan.Output.Name, StringComparer.Ordinal);
        ILookup<string, OperatorName> readers = operators
            .SelectMany(plan => plan.Inputs.Select(input => (input.Name, plan.Reference)).Distinct())
            .ToLookup(read => read.Name, read => read.Reference, StringComparer.Ordinal);
        List<OperatorPlan> fused = [];
        foreach (OperatorPlan plan in operators)
        {
            string output = plan.Output.Name;
            bool isFused = IsHandedOn(plan) && !seeded.Contains(output) && writers[output].Count() == 1;
            fused.Add(isFused ? plan with { Next = readers[output].ToEquatableArray() } : plan);
        }

        return fused;
    }

    // A new key makes a new partition; a table's change is two rows; a format may lose what the row still has; and so may a timestamp.
    // A stream that is declared has records of others in its topic, and may be what the query itself reads.
    private static bool IsHandedOn(OperatorPlan plan) => plan.Output.IsTransient
        || (plan is StreamTableJoinPlan or StreamStreamJoinPlan or ProjectPlan { PartitionBy: null }
            && plan.Output is { IsDerived: true, Kind: SourceKind.Stream, ValueFormat.Format: SerdeFormat.Json, TimestampColumn: null });

    /// <summary>What reads one topic, joins with it, or is handed its rows, runs in one task; the rest is cut apart.</summary>
    private static EquatableArray<SubTopologyPlan> Cut(List<OperatorPlan> operators)
    {
        HashSet<string> handedOn = new(
            operators.Where(plan => plan.Next.Count > 0).Select(plan => plan.Output.Name), StringComparer.Ordinal);
        Groups groups = new();
        foreach (OperatorPlan plan in operators)
        {
            string node = "operator " + plan.Name;
            groups.Add(node);
            foreach (DataSource input in plan.Inputs.Concat(plan.Tables).Where(input => !handedOn.Contains(input.Name)))
            {
                groups.Join(node, "topic " + input.Topic);
            }

            foreach (OperatorName next in plan.Next)
            {
                groups.Join(node, "operator " + next.Name);
            }
        }

        return operators.GroupBy(plan => groups.Find("operator " + plan.Name))
            .Select((group, id) => SubTopologyPlanner.Plan(id, group.ToList(), handedOn)).ToEquatableArray();
    }

    private static EquatableArray<SqlType> NestedTypes(
        BoundProgram program, List<OperatorPlan> operators, EquatableArray<UserCall> calls)
    {
        IEnumerable<SqlType> columns = program.Sources.Concat(operators.Select(plan => plan.Output))
            .SelectMany(source => source.Columns).Select(column => column.Type);
        IEnumerable<SqlType> made = BoundTrees.Of(program).SelectMany(BoundTree.Walk).Select(expression => expression.Type)
            .Concat(calls.SelectMany(call => call.Types.Append(call.Result)).SelectMany(ClrTypes.Nested).Where(type => type is StructType));
        IEnumerable<SqlType> kept = operators.OfType<AggregatePlan>().SelectMany(plan => plan.Aggregation.Aggregates)
            .SelectMany(aggregate => new[] { aggregate.Type, aggregate.State ?? aggregate.Type });
        return columns.Concat(made).Concat(kept).Where(type => type.Kind is SqlKind.Array or SqlKind.Map or SqlKind.Struct)
            .SelectMany(ClrTypes.Nested).Distinct()
            .OrderBy(type => type.ToString(), StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>Things that belong together, by pairs (union-find).</summary>
    private sealed class Groups
    {
        private readonly Dictionary<string, string> _parent = new(StringComparer.Ordinal);

        public void Add(string node)
        {
            if (!_parent.ContainsKey(node))
            {
                _parent.Add(node, node);
            }
        }

        public string Find(string node)
        {
            Add(node);
            while (_parent[node] != node)
            {
                node = _parent[node];
            }

            return node;
        }

        public void Join(string left, string right) => _parent[Find(right)] = Find(left);
    }
}
