using System.Diagnostics.Metrics;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>
/// What can be asked of a running worker at any time: the size of its state, and how far behind it is.
/// </summary>
internal sealed class WorkerGauges(EmbeddedLog log, TopicNames names, IReadOnlyList<(Topology Topology, StreamTask Task)> tasks)
{
    public void AddTo(QueryGenMeter meter)
    {
        meter.Observe(MetricNames.StateKeys, "{key}", () => State(task => task.StoredKeys));
        meter.Observe(MetricNames.StateBytes, "By", () => State(task => task.StoredBytes));
        meter.Observe(MetricNames.RestoreRemaining, "{record}", () => State(task => task.Restoring.Left));
        meter.Observe(MetricNames.ConsumerLag, "{record}", Lag);
    }

    private IEnumerable<Measurement<long>> State(Func<StreamTask, long> value) => tasks
        .Where(pair => pair.Topology.SubTopologies[pair.Task.Id.SubTopology].Stores.Length > 0)
        .Select(pair => new Measurement<long>(
            value(pair.Task), new KeyValuePair<string, object?>(MetricNames.TaskTag, pair.Task.Id.ToString())));

    private IEnumerable<Measurement<long>> Lag()
    {
        foreach ((Topology topology, StreamTask task) in tasks)
        {
            int partition = task.Id.Partition;
            foreach (SourceNode source in topology.SubTopologies[task.Id.SubTopology].Sources)
            {
                if (log.TryGetTopic(names.Of(source), out LogTopic? topic))
                {
                    long position = log.PositionNumber(names.Position(source, partition)) ?? topic.FirstOffset(partition);
                    yield return new Measurement<long>(
                        topic.CommittedOffset(partition) - position,
                        new KeyValuePair<string, object?>(MetricNames.DestinationTag, topic.Name),
                        new KeyValuePair<string, object?>(MetricNames.PartitionTag, partition));
                }
            }
        }
    }
}
