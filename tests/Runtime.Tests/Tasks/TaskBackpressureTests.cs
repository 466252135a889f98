using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Tasks;

/// <summary>What a task holds in memory is bounded, whatever comes and whoever does not take it.</summary>
public sealed class TaskBackpressureTests
{
    private const int ValueBytes = 1024 * 1024;

    [Fact]
    public void One_call_takes_a_bounded_number_of_bytes()
    {
        Endless source = new();
        using StreamTask task = Task(source, new Holding());

        Assert.Equal(4, task.Process());
        Assert.Equal(8L * ValueBytes, task.UncommittedBytes);
        task.Commit();
        Assert.Equal(0, task.UncommittedBytes);
    }

    [Fact]
    public void A_full_sink_holds_the_records_back_and_not_the_commit_nor_the_answers()
    {
        Endless source = new();
        Holding sink = new();
        using StreamTask task = Task(source, sink);
        task.Process();
        long taken = source.Read;

        sink.IsFull = true;
        bool isAnswered = false;
        task.Post(_ => isAnswered = true);
        Assert.Equal(0, task.Process());
        task.Commit();

        Assert.True(isAnswered);
        Assert.Equal((taken, 0L), (source.Read, sink.HeldBytes));
        sink.IsFull = false;
        Assert.NotEqual(0, task.Process());
    }

    [Fact]
    public async Task A_task_commits_ahead_of_time_when_it_holds_too_much()
    {
        Endless source = new();
        Holding sink = new();
        StreamTask task = Task(source, sink);
        ConcurrentQueue<Exception> failures = [];
        using QueryGenMeter meter = new();
        using (StreamThread thread = new(
            "test", [task], TimeSpan.FromHours(1), meter, (_, error) => failures.Enqueue(error), TimeProvider.System, 32 * ValueBytes))
        {
            thread.Start();
            await sink.HasCommitted(5).WaitAsync(TimeSpan.FromSeconds(30));
        }

        // Half of what it holds is what it has taken, which the source keeps.
        Assert.Empty(failures);
        Assert.InRange(sink.MostHeldBytes, 1, (16 + 4) * ValueBytes);
    }

    private static StreamTask Task(IRecordSource source, IRecordSink sink) => new(
        new SubTopology(0, ["COPY"], [new SourceNode("a", "A", IsTable: false)], [new SinkNode("out", "COPY")], [], task => new Copy(task)),
        0,
        source,
        sink,
        new Silent(),
        new TestClock(DateTimeOffset.UnixEpoch));

    /// <summary>Has a megabyte whenever it is asked; the task disposes of it.</summary>
    private sealed unsafe class Endless : IRecordSource
    {
        private readonly byte* _value = (byte*)NativeMemory.AllocZeroed(ValueBytes + 64);
        private readonly RecordRef[] _batch = new RecordRef[1];

        public long Read { get; private set; }

        public bool TryRead(int source, out RecordBatch batch)
        {
            _batch[0] = new RecordRef(null, -1, _value, ValueBytes, null, 0, 1, Read++);
            batch = new RecordBatch(_batch, 0);
            return true;
        }

        public long Lag(int source) => long.MaxValue;

        public (long First, long End) Changelog(int store) => (0, 0);

        public void Restore(int store, long fromOffset, RestoreBatch restore)
        {
        }

        public void Dispose() => NativeMemory.Free(_value);
    }

    /// <summary>Holds what is written until the commit, as a transaction does.</summary>
    private sealed class Holding : IRecordSink
    {
        private readonly TaskCompletionSource _hasCommitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _commits;
        private int _awaited = int.MaxValue;

        public bool IsFull { get; set; }

        public long HeldBytes { get; private set; }

        public long MostHeldBytes { get; private set; }

        public Task HasCommitted(int times)
        {
            Volatile.Write(ref _awaited, times);
            return _hasCommitted.Task;
        }

        public void Write(int sink, OutputBuffer records)
        {
            HeldBytes += records.Bytes;
            MostHeldBytes = Math.Max(MostHeldBytes, HeldBytes);
        }

        public void WriteChangelog(int store, OutputBuffer records) => HeldBytes += records.Bytes;

        public void SetPosition(int source, long nextOffset)
        {
        }

        public void Commit()
        {
            HeldBytes = 0;
            if (++_commits >= Volatile.Read(ref _awaited))
            {
                _hasCommitted.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class Copy(TaskContext task) : TaskProgram(task)
    {
        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Task.Output(0).Add(in batch[i]);
            }
        }
    }

    private sealed class Silent : TaskEvents
    {
        public override void Report(in ProcessingError error)
        {
        }
    }
}
