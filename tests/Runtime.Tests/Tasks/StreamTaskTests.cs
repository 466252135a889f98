using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Tests.State;
using QueryGen.Topologies;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Tasks;

public sealed class StreamTaskTests : IDisposable
{
    private readonly ScriptedSource _source = new(2);
    private readonly ScriptedSink _sink = new();
    private readonly Events _events = new();

    [Fact]
    public void A_commit_takes_outputs_then_changes_then_positions()
    {
        _source.Arrive(0, 1, 3).Arrive(1, 2);
        using StreamTask task = Task();

        Assert.Equal(3, task.Process());
        Assert.Equal(["sink 0: 1", "sink 0: 2", "sink 0: 3"], _sink.Calls);
        Assert.True(task.NeedsCommit);
        task.Commit();

        Assert.Equal(["changelog 0: 2", "position 0: 2", "position 1: 1", "commit"], _sink.Calls.Skip(3));
        Assert.False(task.NeedsCommit);
        Assert.Equal((3, 3, 1), (task.Metrics.Consumed, task.Metrics.Produced, task.Metrics.Commits));
    }

    [Fact]
    public void Without_work_there_is_no_commit()
    {
        using StreamTask task = Task();

        Assert.Equal(0, task.Process());
        task.Commit();

        Assert.Empty(_sink.Calls);
    }

    [Fact]
    public void A_source_that_has_given_nothing_yet_keeps_its_position()
    {
        _source.Arrive(1, 2);
        using StreamTask task = Task();
        task.Process();
        task.Commit();

        Assert.DoesNotContain(_sink.Calls, call => call.StartsWith("position 0", StringComparison.Ordinal));
    }

    [Fact]
    public void One_call_processes_a_bounded_number_of_records()
    {
        for (int i = 0; i < 3000; i++)
        {
            _source.Arrive(0, i);
        }

        using StreamTask task = Task();

        Assert.Equal(1024, task.Process());
        Assert.Equal(1024, task.Process());
        Assert.Equal(952, task.Process());
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_skipped_and_counted()
    {
        _source.Arrive(0, 1, 666, 667);
        using StreamTask task = Task();

        Assert.Equal(3, task.Process());

        Assert.Equal(["Deserialization Dropped A a 3 1 value: unlucky"], _events.Lines);
        Assert.Equal(["sink 0: 1", "sink 0: 667"], _sink.Calls);
    }

    [Fact]
    public void With_the_policy_to_fail_the_task_stops_at_the_record_and_names_it()
    {
        _source.Arrive(0, 1, 666, 667);
        using StreamTask task = Task(ErrorPolicy.Fail);

        RecordException error = Assert.Throws<RecordException>(() => task.Process());

        Assert.Equal(
            "Record 1 of a, partition 3, cannot be used: value: unlucky. With on_error='skip' it would be left out, with on_error='dlq' "
            + "it would go to the dead-letter topic.",
            error.Message);
        Assert.Equal(["Deserialization TaskStopped A a 3 1 value: unlucky"], _events.Lines);
        Assert.DoesNotContain("commit", _sink.Calls);
    }

    [Fact]
    public void Left_out_records_row_errors_and_late_rows_reach_the_events()
    {
        _source.Arrive(0, -1).Arrive(1, 13, 14);
        using StreamTask task = Task();

        task.Process();

        Assert.Equal(
            [
                "Unusable Dropped A a 3 0 its timestamp is negative",
                "Row Null ECHO b 3 0 no thirteens",
                "Late Dropped ECHO b 3 1 its window is closed",
            ],
            _events.Lines);
    }

    [Fact]
    public void A_commit_that_the_log_refuses_stays_to_be_made()
    {
        _source.Arrive(0, 1);
        using StreamTask task = Task();
        task.Process();
        _sink.Fails = true;

        Assert.Throws<IOException>(task.Commit);

        Assert.True(task.NeedsCommit);
        Assert.Equal(0, task.Metrics.Commits);
    }

    [Fact]
    public void Stores_come_back_from_the_changelog_before_the_first_record()
    {
        _source.Arrive(0, 1, 2, 3);
        using (StreamTask first = Task())
        {
            first.Process();
            first.Commit();
        }

        using ScriptedSource again = new(2);
        again.Changelogs[0] = _sink.Changelogs[0];
        using StreamTask task = Task(source: again);
        int progress = 0;

        Assert.Equal(2, task.Restore(records => progress += records));

        Assert.Equal(2, progress);
        Assert.Equal(1, task.StoredKeys);
        Assert.True(task.StoredBytes > 0);
        Assert.Equal(3, Count(task));
    }

    [Fact]
    public void A_changelog_of_another_layout_stops_the_task()
    {
        _source.Arrive(0, 1);
        using (StreamTask first = Task())
        {
            first.Process();
            first.Commit();
        }

        using ScriptedSource again = new(2);
        again.Changelogs[0] = _sink.Changelogs[0];
        using StreamTask task = Task(source: again, layout: "something else");

        Assert.Throws<StateLayoutException>(() => task.Restore());
    }

    [Fact]
    public void A_question_from_another_thread_is_answered_between_two_batches()
    {
        _source.Arrive(0, 1, 2);
        using StreamTask task = Task();
        task.Process();
        long answer = -1;
        Thread asking = new(() => task.Post(program => answer = LookUp(program)));
        asking.Start();
        asking.Join();
        Assert.Equal(-1, answer);

        task.Process();

        Assert.Equal(2, answer);
    }

    [Fact]
    public void A_store_is_opened_once()
    {
        SubTopology part = Part(ErrorPolicy.Skip, "layout") with { Create = task => new OpensTwice(task) };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => new StreamTask(part, 3, _source, _sink, _events, TimeProvider.System));

        Assert.Equal("Store counts is opened twice.", error.Message);
    }

    [Fact]
    public void The_end_of_a_task_is_the_end_of_its_source_and_sink()
    {
        Task().Dispose();

        Assert.True(_source.IsDisposed);
        Assert.Equal(["dispose"], _sink.Calls);
    }

    public void Dispose() => _source.Dispose();

    private static SubTopology Part(ErrorPolicy policy, string layout) => new(
        0,
        ["ECHO"],
        [new SourceNode("a", "A", IsTable: false, policy), new SourceNode("b", "B", IsTable: false)],
        [new SinkNode("out", "ECHO")],
        [new StoreDescriptor("counts", layout)],
        task => new Echo(task));

    private static long Count(StreamTask task)
    {
        long count = -1;
        task.Post(program => count = LookUp(program));
        task.AnswerMail();
        return count;
    }

    private static long LookUp(TaskProgram program)
    {
        using OutputBuffer result = new();
        return program.TryLookup(0, default, null, result) ? result[0].TimestampMs : -1;
    }

    private StreamTask Task(ErrorPolicy policy = ErrorPolicy.Skip, ScriptedSource? source = null, string layout = "layout") =>
        new(Part(policy, layout), 3, source ?? _source, _sink, _events, new TestClock(DateTimeOffset.UnixEpoch));

    /// <summary>Writes every record on, and counts them all in one group.</summary>
    private sealed class Echo : TaskProgram
    {
        private readonly AggregateStore<PairKey, CountState> _counts;

        public Echo(TaskContext task)
            : base(task) => _counts = task.AggregateStore<PairKey, CountState>(0);

        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                RecordContext context = new(in record, batch.Partition);
                switch (record.TimestampMs)
                {
                    case < 0:
                        Task.Dropped(source, in record, "its timestamp is negative");
                        continue;
                    case 666:
                        Task.Failed(source, in record, new SerdeError("value", "unlucky"));
                        continue;
                    case 13:
                        Task.RowError(
                            context, new QueryStep("ECHO", "SELECT", "LUCK(N)"), new InvalidOperationException("no thirteens"));
                        continue;
                    case 14:
                        Task.Late(context, new QueryStep("ECHO", "WINDOW", "WINDOW TUMBLING (SIZE 1 MINUTE)"));
                        continue;
                    default:
                        Task.Output(0).Add(in record);
                        _counts.GetOrAdd(default).State.Count++;
                        break;
                }
            }
        }

        public override bool TryLookup(int table, in RecordRef key, long? windowStartMs, OutputBuffer result)
        {
            if (!_counts.TryGet(default, out AggregateEntry<CountState> entry))
            {
                return false;
            }

            result.Begin(entry.State.Count);
            result.End();
            return true;
        }
    }

    private sealed class OpensTwice : TaskProgram
    {
        public OpensTwice(TaskContext task)
            : base(task)
        {
            task.AggregateStore<PairKey, CountState>(0);
            task.AggregateStore<PairKey, CountState>(0);
        }

        public override void Process(int source, RecordBatch batch)
        {
        }
    }

    private sealed class Events : TaskEvents
    {
        public List<string> Lines { get; } = [];

        public override void Report(in ProcessingError error) => Lines.Add(
            $"{error.Kind} {error.Outcome} {error.Step.Query} {error.Topic} {error.Partition} {error.Offset} "
            + (error.Cause?.Message ?? error.Error));
    }
}
