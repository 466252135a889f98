using System.Text;
using QueryGen.Binding;

namespace QueryGen.Planning;

/// <summary>A plan's topology for people, in the form of Kafka's <c>Topology.describe()</c>. Its names are a contract
/// with what is on disk.</summary>
internal static class TopologyPrinter
{
    public static string Print(ProgramPlan program)
    {
        StringBuilder text = new("Topologies:\n");
        foreach (SubTopologyPlan part in program.SubTopologies)
        {
            text.Append($"   Sub-topology: {part.Id}\n");
            foreach (ScanPlan scan in part.AllScans)
            {
                Print(text, part, scan);
            }

            foreach (OperatorPlan operation in part.Operators)
            {
                Print(text, part, operation);
            }
        }

        return text.ToString();
    }

    private static void Print(StringBuilder text, SubTopologyPlan part, ScanPlan scan)
    {
        string kind = scan.Store is null ? "Source" : "Table";
        string store = scan.Store is null ? "" : $", store: {scan.Store}";
        string onError = scan.Source.OnError is { } policy ? $", on error: {Word(policy)}" : "";
        text.Append($"    {kind}: {scan.Source.Name} (topics: [{scan.Source.Topic}]{store}{onError})\n");
        IEnumerable<string> joins = part.Operators
            .Where(plan => !scan.Operators.Contains(plan.Reference) && plan.Tables.Any(table => table.Name == scan.Source.Name))
            .Select(join => join.Name);
        IEnumerable<string> deadLetters = scan.DeadLetters is null ? [] : [DeadLetterSink(scan)];
        text.Append($"      --> {List(scan.Operators.Select(taker => taker.Name).Concat(joins).Concat(deadLetters))}\n");
        if (scan.DeadLetters is { } sink)
        {
            text.Append($"    Sink: {DeadLetterSink(scan)} (topic: {sink.Topic}; records as they came)\n");
            text.Append($"      <-- {scan.Source.Name}\n");
        }
    }

    private static string DeadLetterSink(ScanPlan scan) => scan.Source.Name + "-dead-letters";

    private static string Word(ErrorPolicy policy) => policy switch
    {
        ErrorPolicy.Skip => "skip",
        ErrorPolicy.Fail => "fail",
        _ => "dlq",
    };

    private static void Print(StringBuilder text, SubTopologyPlan part, OperatorPlan operation)
    {
        string store = operation switch
        {
            AggregatePlan aggregate => aggregate.Store,
            ForeignKeyAnswerPlan answer => $"{answer.Store}, {StoreOf(part, answer.Right)}",
            ForeignKeyResultPlan { IsKept: true } result => $"{StoreOf(part, result.Left)}, {StoreOf(part, result.Output)}",
            StreamStreamJoinPlan join => $"{join.LeftStore}, {join.RightStore}",
            _ => string.Join(", ", operation.Tables.Select(table => StoreOf(part, table))),
        };
        string what = operation.GetType().Name.Replace("Plan", "");
        IEnumerable<string> before = operation.Inputs.Select(input => part.Operators.FirstOrDefault(
            other => other.Output.Name == input.Name && other.Next.Contains(operation.Reference))?.Name ?? input.Name);
        string[] sinks = operation.Output.IsTransient ? [] : [operation.Name + "-sink"];
        text.Append($"    {what}: {operation.Name} (stores: [{store}])\n");
        text.Append($"      --> {List(operation.Next.Select(next => next.Name).Concat(sinks))}\n");
        text.Append($"      <-- {List(before)}\n");
        if (sinks.Length == 0)
        {
            return;
        }

        text.Append($"    Sink: {operation.Name}-sink (topic: {operation.Output.Topic}{Key(operation.Output)})\n");
        text.Append($"      <-- {operation.Name}\n");
    }

    private static string StoreOf(SubTopologyPlan part, DataSource table) =>
        part.Stores.First(store => store.Table?.Name == table.Name).Name;

    private static string Key(DataSource sink)
    {
        string columns = string.Join(", ", sink.Columns.Select(
            column => $"{column.Name} {column.Type}{Role(column)}"));
        string formats = $"{sink.KeyFormat.Format.ToString().ToUpperInvariant()}, {sink.ValueFormat.Format.ToString().ToUpperInvariant()}";
        return $"; {columns}; {formats}";
    }

    private static string Role(ColumnSchema column) =>
        column.Role is Syntax.ColumnRole.Key or Syntax.ColumnRole.PrimaryKey ? " KEY" : "";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
