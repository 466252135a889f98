using QueryGen.Access;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Values;

namespace QueryGen.Testing;

/// <summary>Joins the generated handles to a driver: what they do is done when they return.</summary>
internal sealed class DriverConnection(TopologyTestDriver driver) : RuntimeConnection
{
    private readonly List<TaskCompletionSource> _waiting = [];

    public override TimeProvider Clock => driver.Clock;

    public override RecordSubscription Subscribe(string topic, bool fromBeginning) =>
        new Subscription(this, driver.Memory(topic), fromBeginning);

    public override ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        driver.Write(driver.Memory(topic), write);
        driver.Run();
        return ValueTask.CompletedTask;
    }

    public override ValueTask LookupAsync(
        TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Lookup(table, key, windowStartMs, found);
        return ValueTask.CompletedTask;
    }

    public void Lookup(TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found)
    {
        using RecordArena arena = new(Clock);
        using OutputBuffer written = new(256);
        using OutputBuffer result = new(256);
        key(arena, written);
        int partition = Murmur2.Partition(written[0].Key, driver.Partitions);
        StreamTask task = driver.Task(new TaskId(table.SubTopology, partition));
        bool isFound = false;
        task.Post(program => isFound = program.TryLookup(table.Table, written[0], windowStartMs, result));
        task.AnswerMail();
        if (isFound)
        {
            RecordRef record = result[0];
            found(new RecordBatch(new ReadOnlySpan<RecordRef>(in record), partition));
        }
    }

    /// <summary>Lets those go on that wait for records.</summary>
    public void Wake()
    {
        TaskCompletionSource[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (TaskCompletionSource one in waiting)
        {
            one.TrySetResult();
        }
    }

    private sealed class Subscription : RecordSubscription
    {
        private readonly DriverConnection _connection;
        private readonly MemoryTopic _topic;
        private readonly long[] _next;

        public Subscription(DriverConnection connection, MemoryTopic topic, bool fromBeginning)
        {
            _connection = connection;
            _topic = topic;
            _next = [.. topic.Partitions.Select(partition => fromBeginning ? 0L : partition.Count)];
        }

        public override bool TryRead(BatchRead read)
        {
            for (int i = 0; i < _next.Length; i++)
            {
                RecordBatch batch = new(_topic.Partitions[i].From(_next[i]), i);
                if (batch.Count > 0)
                {
                    _next[i] += batch.Count;
                    read(batch);
                    return true;
                }
            }

            return false;
        }

        public override async ValueTask WaitAsync(CancellationToken cancellationToken)
        {
            TaskCompletionSource waiting = new();
            _connection._waiting.Add(waiting);
            await using (cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken)))
            {
                await waiting.Task.ConfigureAwait(false);
            }
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
