using System.Diagnostics.Metrics;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>
/// What can be asked of a running worker at any time: the size of its state, and how far behind it is.
/// </summary>
/// <param name="tasks">Gives those that run, on any thread.</param>
/// <param name="lag">Gives how many records each partition has in front of its task, on any thread.</param>
internal sealed class WorkerGauges(
    Func<IEnumerable<(Topology Topology, StreamTask Task)>> tasks, Func<IEnumerable<Measurement<long>>> lag)
{
    /// <summary>The gauges of tasks on the embedded log.</summary>
    public static WorkerGauges Of(EmbeddedLog log, TopicNames names, IReadOnlyList<(Topology Topology, StreamTask Task)> tasks) =>
        new(() => tasks, () => Lag(log, names, tasks));

    /// <summary>How far behind the reader of a partition is.</summary>
    public static Measurement<long> Lag(string topic, int partition, long records) => new(
        records,
        new KeyValuePair<string, object?>(MetricNames.DestinationTag, topic),
        new KeyValuePair<string, object?>(MetricNames.PartitionTag, partition));

    public void AddTo(QueryGenMeter meter)
    {
        meter.Observe(MetricNames.StateKeys, "{key}", () => State(task => task.StoredKeys));
        meter.Observe(MetricNames.StateBytes, "By", () => State(task => task.StoredBytes));
        meter.Observe(MetricNames.RestoreRemaining, "{record}", () => State(task => task.Restoring.Left));
        meter.Observe(MetricNames.ConsumerLag, "{record}", lag);
    }

    private IEnumerable<Measurement<long>> State(Func<StreamTask, long> value) => tasks()
        .Where(pair => pair.Topology.SubTopologies[pair.Task.Id.SubTopology].Stores.Length > 0)
        .Select(pair => new Measurement<long>(
            value(pair.Task), new KeyValuePair<string, object?>(MetricNames.TaskTag, pair.Task.Id.ToString())));

    private static IEnumerable<Measurement<long>> Lag(
        EmbeddedLog log, TopicNames names, IReadOnlyList<(Topology Topology, StreamTask Task)> tasks)
    {
        foreach ((Topology topology, StreamTask task) in tasks)
        {
            int partition = task.Id.Partition;
            foreach (SourceNode source in topology.SubTopologies[task.Id.SubTopology].Sources)
            {
                if (log.TryGetTopic(names.Of(source), out LogTopic? topic))
                {
                    long position = log.PositionNumber(names.Position(source, partition)) ?? topic.FirstOffset(partition);
                    yield return Lag(topic.Name, partition, topic.CommittedOffset(partition) - position);
                }
            }
        }
    }
}
