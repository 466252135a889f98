using QueryGen.Bench.Log.Queries;
using QueryGen.Bench.Ratings.Data;
using QueryGen.Log;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Bench.Log;

/// <summary>Queries/log.sql as a worker runs it: its task, between two topics of an embedded log on the disk.</summary>
/// <remarks>Durable as by default: commits are flushed once a second, by another thread.</remarks>
internal sealed class DurableLog : IDisposable
{
    private const string Input = "log-ratings";
    private const int RecordsOfInsert = 100_000;

    private readonly EmbeddedLog _log;
    private readonly LogTopic _input;
    private readonly StreamTask _task;
    private readonly LogReader _results;
    private readonly FailingEvents _events = new();

    public DurableLog(string folder)
    {
        Topology topology = CompiledQueries.Topology;
        SubTopology part = topology.SubTopologies.Single(part => part.Sources.Any(source => source.Topic == Input));
        TopicNames names = new("bench");
        _log = EmbeddedLog.Open(folder, new EmbeddedLogOptions { CleanInterval = Timeout.InfiniteTimeSpan });
        new TopicSetup(_log, names, defaultPartitions: 1).Create(topology);

        // What was read goes between two turns, so that the disk does not fill up.
        _input = _log.GetOrCreateTopic(Input, 1, new TopicSettings { ReadPosition = names.Positions(Input) });
        LogTopic output = _log.GetOrCreateTopic(part.Sinks[0].Topic, 1, new TopicSettings { RetentionBytes = 0 });
        EmbeddedRecordSource source = new(_log, names, part, 0);
        _task = new StreamTask(part, 0, source, new EmbeddedRecordSink(_log, names, part, 0), _events, TimeProvider.System);
        _task.Restore();
        _results = new LogReader(output, 0, 0);
    }

    /// <summary>Records that the task has taken so far.</summary>
    public long Consumed => _task.Metrics.Consumed;

    /// <summary>Records that it has written so far.</summary>
    public long Produced => _task.Metrics.Produced;

    /// <summary>Commits that it has made so far.</summary>
    public long Commits => _task.Metrics.Commits;

    /// <summary>Writes ratings into the topic that the task reads, as a producer does.</summary>
    public void Insert(RecordSet ratings)
    {
        LogTransaction transaction = _log.Begin();
        for (int start = 0; start < ratings.Count; start += RecordsOfInsert)
        {
            Append(transaction.Writer(_input, 0), ratings, start, Math.Min(start + RecordsOfInsert, ratings.Count));
            transaction.Commit();
        }
    }

    /// <summary>The same batches in memory.</summary>
    public static byte[] Batches(RecordSet ratings)
    {
        using MemoryStream batches = new();
        RecordBatchWriter writer = new();
        for (int start = 0; start < ratings.Count; start += RecordsOfInsert)
        {
            Append(writer, ratings, start, Math.Min(start + RecordsOfInsert, ratings.Count));
            batches.Write(writer.Finish(start));
            writer.Reset();
        }

        return batches.ToArray();
    }

    /// <summary>Processes and commits all that is there, as a stream thread does when it has much to do.</summary>
    public void Run()
    {
        while (_task.Process() > 0)
        {
            if (_task.UncommittedBytes >= StreamThread.DefaultMaxUncommittedBytes)
            {
                _task.Commit();
            }
        }

        _task.Commit();
    }

    /// <summary>The next committed results; false where there are no more.</summary>
    public bool TryReadResults(out Serdes.RecordBatch batch) => _results.TryRead(out batch);

    /// <summary>Brings everything to the disk, and deletes what nobody needs any more.</summary>
    public void TidyUp() => _log.Clean();

    public void Dispose()
    {
        _results.Dispose();
        _task.Dispose();
        _log.Dispose();
    }

    private static void Append(RecordBatchWriter writer, RecordSet ratings, int start, int end)
    {
        Serdes.RecordBatch batch = ratings.Batch(start, end - start);
        for (int i = 0; i < batch.Count; i++)
        {
            writer.Append(batch[i].TimestampMs, hasKey: false, default, hasValue: true, batch[i].Value);
        }
    }

    /// <summary>Nothing may go wrong.</summary>
    private sealed class FailingEvents : TaskEvents
    {
        public override void Report(in ProcessingError error) => throw new InvalidOperationException($"A record went wrong: {error.Error}");
    }
}
