using QueryGen.Binding;
using QueryGen.Emit.Operators;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>What a row that is read ahead of its turn will look up, so that it is fetched from memory meanwhile.</summary>
/// <param name="Slot">The statement that fetches where it is found.</param>
/// <param name="Row">The statement that fetches what is found there; null where that lies in the slot.</param>
/// <param name="Store">The field of the store: a small one is in the cache anyway.</param>
internal sealed record Lookup(string Slot, string? Row, string Store);

/// <summary>Tells what the rows of a scan look up, as far as it is known from a row alone.</summary>
internal static class Lookups
{
    /// <summary>All of a scan, in the order in which they come.</summary>
    /// <param name="plan">Where the scan is.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="row">The row that was read.</param>
    public static List<Lookup> Of(SubTopologyPlan plan, ScanPlan scan, string row)
    {
        // Rows of several sources come from each record in turn.
        if (scan.Others.Count > 0)
        {
            return [];
        }

        List<Lookup> found = [];
        if (scan.Source.Kind == SourceKind.Table && plan.Stores.FirstOrDefault(store => store.Name == scan.Store) is { } own)
        {
            SourceNames names = new(scan.Source);
            string key = $"new {names.Key} {{ {ScanEmitter.KeyParts(SourceNames.Keys(scan.Source), names, row)} }}";
            found.Add(InStore(SubTopologyEmitter.FieldOf(plan, own), key));
        }

        foreach (OperatorName taker in scan.Operators)
        {
            found.AddRange(Of(plan, scan.Source, plan.Operators.First(operation => operation.Reference == taker), row));
        }

        return found.Distinct().ToList();
    }

    /// <summary>Whether the operator itself tells what its rows look up.</summary>
    public static bool IsTold(OperatorPlan operation) => operation switch
    {
        StreamTableJoinPlan join => RowScope.IsColumn(join.Key, join.Input),
        AggregatePlan aggregate => aggregate.Aggregation.GroupBy.Parts.All(part => RowScope.IsColumn(part, aggregate.Input)),
        _ => false,
    };

    private static IEnumerable<Lookup> Of(SubTopologyPlan plan, DataSource source, OperatorPlan operation, string row) => operation switch
    {
        StreamTableJoinPlan or AggregatePlan => IsTold(operation) ? [Told(plan, operation, row)] : [],
        ProjectPlan project => project.Next
            .Select(next => plan.Operators.First(other => other.Reference == next)).OfType<StreamStreamJoinPlan>()
            .SelectMany(join => Of(project, join, row)),
        ForeignKeyAnswerPlan answer when source.Name == answer.Input.Name => Of(plan, answer, row),
        ForeignKeyResultPlan result => [InStore(
            SubTopologyEmitter.FieldOf(plan, SubTopologyEmitter.StoreOf(plan, result.Left)), LeftKey(result.Left, result.Input, row))],
        _ => [],
    };

    private static Lookup Told(SubTopologyPlan plan, OperatorPlan operation, string row)
    {
        string field = OperatorNames.Field(operation.Reference);
        bool hasRow = operation is StreamTableJoinPlan or AggregatePlan { Aggregation.Window.IsSession: true };
        return new Lookup(
            $"{field}.FetchSlot(in {row});", hasRow ? $"{field}.FetchRow(in {row});" : null,
            SubTopologyEmitter.FieldOf(plan, SubTopologyEmitter.StoreOf(plan, operation)));
    }

    // A row meets those of the other side; of its own, which it is kept beside, the place is enough.
    private static IEnumerable<Lookup> Of(ProjectPlan rows, StreamStreamJoinPlan join, string row)
    {
        bool isLeft = rows.Output.Name == join.Input.Name;
        BoundExpression key = isLeft ? join.LeftKey : join.RightKey;
        if (join.Bounds.Count > 0
            || rows.Columns.FirstOrDefault(column => key is BoundColumn wanted && column.Name == wanted.Name) is not { } column
            || !RowScope.IsColumn(column.Expression, rows.Input))
        {
            return [];
        }

        string member = new SourceNames(rows.Input)[((BoundColumn)column.Expression).Name];
        string part = StoredEmitter.Part($"{row}.{member}", key.Type);
        string value = $"new {OperatorNames.Key(join)} {{ {StreamStreamJoinEmitter.KeyMember} = {part} }}";
        return
        [
            InStore(OperatorNames.StoreField(join, isLeft), value) with { Row = null },
            InStore(OperatorNames.StoreField(join, !isLeft), value),
        ];
    }

    private static IEnumerable<Lookup> Of(SubTopologyPlan plan, ForeignKeyAnswerPlan answer, string row)
    {
        SourceNames right = new(answer.Right);
        ColumnSchema key = SourceNames.Keys(answer.Right).First();
        string named = StoredEmitter.Part($"{row}.{new SourceNames(answer.Input)[ForeignKeyTopics.Named]}", key.Type);
        string value = $"new {right.Key} {{ {right[key.Name]} = {named} }}";
        return
        [
            InStore(OperatorNames.StoreField(answer), $"{value}, {LeftKey(answer.Left, answer.Input, row)}"),
            InStore(SubTopologyEmitter.FieldOf(plan, SubTopologyEmitter.StoreOf(plan, answer.Right)), value),
        ];
    }

    // The key of the left row, out of a request or an answer.
    private static string LeftKey(DataSource left, DataSource topic, string row)
    {
        SourceNames names = new(left);
        SourceNames members = new(topic);
        IEnumerable<string> parts = SourceNames.Keys(left).Select((column, i) =>
            $"{names[column.Name]} = {StoredEmitter.Part($"{row}.{members[ForeignKeyTopics.LeftKey(i)]}", column.Type)}");
        return $"new {names.Key} {{ {string.Join(", ", parts)} }}";
    }

    private static Lookup InStore(string store, string key) => new($"{store}.FetchSlot({key});", $"{store}.FetchRow({key});", store);
}
