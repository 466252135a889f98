using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Planning;

/// <summary>Every topic that a program reads or writes, with what creates it.</summary>
internal static class TopicPlanner
{
    public static EquatableArray<TopicPlan> Plan(BoundProgram program, EquatableArray<SubTopologyPlan> subTopologies)
    {
        Dictionary<string, TopicPlan> topics = new(StringComparer.Ordinal);
        foreach (DataSource source in program.Sources)
        {
            AddOnce(topics, new TopicPlan(
                source.Topic,
                source.IsDerived ? TopicRole.Sink : TopicRole.Source,
                source.Partitions,
                source.Replicas,
                source.RetentionMs,
                source.Kind == SourceKind.Table,
                source.IsDerived ? LeftMost(program, source.Name) : null,
                source.Window.Kind == WindowKind.None ? null : source.Window.SizeMs));
        }

        foreach (SubTopologyPlan part in subTopologies)
        {
            // A repartition topic has the partitions of the topics that are read along with it, else those of what the first comes from.
            string? beside = part.Scans.FirstOrDefault(scan => !scan.Source.IsInternal)?.Source.Topic;
            string? from = subTopologies.SelectMany(other => other.Operators)
                .FirstOrDefault(plan => plan.Output.Name == part.Scans[0].Source.Name)?.Input.Topic;
            foreach (ScanPlan scan in part.Scans.Where(scan => scan.Source.IsInternal))
            {
                AddOnce(topics, new TopicPlan(scan.Source.Topic, TopicRole.Repartition, null, null, null,
                    IsCompacted: false, beside ?? from));
            }

            foreach (ScanPlan scan in part.Scans.Where(scan => scan.DeadLetters is not null))
            {
                AddOnce(topics, new TopicPlan(
                    scan.DeadLetters!.Topic, TopicRole.DeadLetter, null, null, null, IsCompacted: false, scan.Source.Topic));
            }

            foreach (StorePlan store in part.Stores)
            {
                AddOnce(topics, new TopicPlan(
                    store.Name + "-changelog", TopicRole.Changelog, null, null, null, IsCompacted: true, part.Scans[0].Source.Topic));
            }
        }

        return topics.Values.ToEquatableArray();
    }

    // A query's topic has the partitions of the first topic in FROM.
    private static string? LeftMost(BoundProgram program, string sink) =>
        program.Queries.FirstOrDefault(query => query.Sink.Name == sink)?.Select.Sources[0].Source.Topic;

    private static void AddOnce(Dictionary<string, TopicPlan> topics, TopicPlan topic)
    {
        if (!topics.ContainsKey(topic.Name))
        {
            topics.Add(topic.Name, topic);
        }
    }
}
