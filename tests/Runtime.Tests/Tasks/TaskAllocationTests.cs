using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Tests.State;
using QueryGen.Topologies;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Tasks;

[Collection(AllocationCollection.Name)]
public sealed class TaskAllocationTests
{
    [Fact]
    public void A_task_in_steady_state_allocates_nothing_per_record_and_nothing_per_commit()
    {
        SubTopology part = new(
            0,
            ["COUNT"],
            [new SourceNode("a", "A", IsTable: false), new SourceNode("b", "B", IsTable: false)],
            [new SinkNode("out", "COUNT")],
            [new StoreDescriptor("counts", "layout")],
            task => new Counting(task));
        using SteadySource source = new();
        using StreamTask task = new(part, 0, source, new Discard(), new Silent(), new TestClock(DateTimeOffset.UnixEpoch));
        long allocated = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 200; i++)
            {
                Assert.True(task.Process() > 0);
                task.Commit();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.Equal(task.Metrics.Consumed, task.Metrics.Produced);
    }

    private sealed class Counting : TaskProgram
    {
        private readonly AggregateStore<PairKey, CountState> _counts;

        public Counting(TaskContext task)
            : base(task) => _counts = task.AggregateStore<PairKey, CountState>(0);

        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                PairKey key = new() { Number = (int)(record.TimestampMs % 10), Name = Task.Arena.Text(record.Key) };
                _counts.GetOrAdd(in key).State.Count++;
                Task.Output(0).Add(in record);
                Task.Arena.Reset();
            }
        }
    }

    /// <summary>Gives the same records for ever.</summary>
    private sealed unsafe class SteadySource : IRecordSource
    {
        private readonly RecordArena _memory = new();
        private readonly RecordRef[] _records = new RecordRef[500];

        public SteadySource()
        {
            byte* bytes = _memory.Allocate(100);
            new Span<byte>(bytes, 100).Fill((byte)'x');
            for (int i = 0; i < _records.Length; i++)
            {
                _records[i] = new RecordRef(bytes, 5, bytes, 80, null, 0, i, i);
            }
        }

        public bool TryRead(int source, out RecordBatch batch)
        {
            batch = new RecordBatch(_records, 0);
            return true;
        }

        public long Lag(int source) => 0;

        public (long First, long End) Changelog(int store) => (0, 0);

        public void Restore(int store, long fromOffset, RestoreBatch restore)
        {
        }

        public void Dispose() => _memory.Dispose();
    }

    private sealed class Discard : IRecordSink
    {
        public void Write(int sink, OutputBuffer records)
        {
        }

        public void WriteChangelog(int store, OutputBuffer records)
        {
        }

        public void SetPosition(int source, long nextOffset)
        {
        }

        public void Commit()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Silent : TaskEvents
    {
        public override void Report(in ProcessingError error)
        {
        }
    }
}
