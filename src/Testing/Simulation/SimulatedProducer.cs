using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Testing.Simulation;

/// <summary>Writes the input as a connector does: records and position in one commit, and after a restart from that position on.</summary>
internal sealed class SimulatedProducer
{
    private const string Position = "simulation/input";

    private readonly EmbeddedLog _log;
    private readonly IReadOnlyList<SimulatedRecord> _input;
    private readonly int _partitions;
    private readonly LogTransaction _transaction;

    public SimulatedProducer(EmbeddedLog log, IReadOnlyList<SimulatedRecord> input, int partitions)
    {
        _log = log;
        _input = input;
        _partitions = partitions;
        _transaction = log.Begin();
    }

    /// <summary>All records are written.</summary>
    public bool IsDone => Next == _input.Count;

    private int Next => (int)(_log.PositionNumber(Position) ?? 0);

    /// <summary>Writes the next records.</summary>
    /// <exception cref="IOException">The disk refused; nothing is written.</exception>
    public void Write(int most)
    {
        int next = Next;
        int end = Math.Min(_input.Count, next + most);
        if (next == end)
        {
            return;
        }

        for (int i = next; i < end; i++)
        {
            SimulatedRecord record = _input[i];
            LogTopic topic = _log.GetOrCreateTopic(record.Topic, _partitions);
            int partition = record.Key is { } key ? Murmur2.Partition(key.Span, topic.PartitionCount) : i % topic.PartitionCount;
            _transaction.Writer(topic, partition).Append(
                record.TimestampMs, record.Key.HasValue, record.Key.GetValueOrDefault().Span, record.Value.HasValue,
                record.Value.GetValueOrDefault().Span);
        }

        _transaction.SetPosition(Position, end);
        try
        {
            _transaction.Commit();
        }
        catch (IOException)
        {
            _transaction.Abort();
            throw;
        }
    }
}
