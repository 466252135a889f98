using System.Text;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.State;
using QueryGen.Tasks;
using QueryGen.Testing.Simulation;
using QueryGen.Tests.Hosting;
using QueryGen.Tests.Log;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Tasks;

/// <summary>A store that a query of another layout has written: an error, or built anew from what the task has processed.</summary>
public sealed class RebuildTests
{
    private const string Words = "app-COUNTS-Aggregate-repartition";
    private const string Changelog = "app-COUNTS-Aggregate-changelog";
    private const string Change = "Store COUNTS-Aggregate was written by another version of its query: WORD VARCHAR -> COUNT BIGINT is now "
        + "WORD VARCHAR -> COUNT INTEGER. It was written as [WORD VARCHAR -> COUNT BIGINT], this program keeps "
        + "[WORD VARCHAR -> COUNT INTEGER].";

    private static readonly TopicNames s_names = new("app");
    private static readonly SubTopology s_part = CountTopology.Create(partitions: 1).SubTopologies[1];
    private static readonly SubTopology s_changed =
        s_part with { Stores = [s_part.Stores[0] with { Layout = "WORD VARCHAR -> COUNT INTEGER" }] };

    private readonly SimulatedLog _simulated = new();
    private readonly RebuildEvents _events = new();

    [Fact]
    public void Without_the_setting_it_is_an_error_that_names_it()
    {
        using EmbeddedLog log = Open();
        Write(log, "a", "b");
        Run(log, s_part);
        Assert.Equal(
            Change + " To build the state anew from its sources, set QueryGen:OnIncompatible to 'rebuild'; or give the program a new "
            + "application id, or delete its state folder; or go back to the query that wrote it.",
            Assert.Throws<StateLayoutException>(() => Run(log, s_changed)).Message);
        Assert.Empty(_events.Heard);
    }

    [Fact]
    public void It_is_built_anew_and_no_result_is_written_again()
    {
        using (EmbeddedLog log = Open())
        {
            Write(log, "a", "b", "a");
            Run(log, s_part);
            Run(log, s_changed, IncompatiblePolicy.Rebuild);
            Assert.Equal(["a=1", "b=1", "a=2"], Results(log));
            Assert.Equal([$"1_0: {Change}"], _events.Heard);

            Write(log, "a", "c");
            Run(log, s_changed);
        }

        // From then on it is as any other store.
        using EmbeddedLog again = Open();
        Write(again, "a", "b");
        Run(again, s_changed);
        Assert.Equal(["a=1", "b=1", "a=2", "a=3", "c=1", "a=4", "b=2"], Results(again));
        Assert.Single(_events.Heard);
        Assert.Throws<StateLayoutException>(() => Run(again, s_part));
    }

    [Fact]
    public void It_ends_where_the_task_had_come_to_also_within_a_batch_of_the_log()
    {
        using EmbeddedLog log = Open();
        Write(log, "a", "a", "a", "a", "a");
        using (StreamTask task = Create(log, s_part))
        {
            task.Restore();
            task.MostRecordsAtOnce = 3;
            Assert.Equal(3, task.Process());
            task.Commit();
        }

        Run(log, s_changed, IncompatiblePolicy.Rebuild);
        Assert.Equal(["a=1", "a=2", "a=3", "a=4", "a=5"], Results(log));
    }

    [Fact]
    public void A_checkpoint_of_the_old_store_is_not_used_any_more()
    {
        using EmbeddedLog log = Open();
        Write(log, "a");
        Run(log, s_part);
        string folder = $"{SimulatedLog.Folder}/checkpoints/{Changelog}/0";
        Assert.Equal("00000000000000000002.checkpoint", Assert.Single(_simulated.Disk.Files(folder)));

        Run(log, s_changed, IncompatiblePolicy.Rebuild);
        Write(log, "a");
        Run(log, s_changed);
        Assert.Equal(["a=1", "a=2"], Results(log));
        Assert.DoesNotContain("00000000000000000002.checkpoint", _simulated.Disk.Files(folder));
    }

    [Fact]
    public void Sources_that_do_not_reach_back_are_told()
    {
        _simulated.Options = _simulated.Options with { SegmentBytes = 300 };
        using EmbeddedLog log = Open();
        for (int i = 0; i < 10; i++)
        {
            Write(log, "a", "b", "c");
            Run(log, s_part);
        }

        log.Clean();
        Assert.True(log.TryGetTopic(Words, out LogTopic? words));
        Assert.NotEqual(0, words.FirstOffset(0));
        Assert.Equal(
            Change + $" It cannot be built anew, as QueryGen:OnIncompatible says: topic '{Words}', partition 0, begins with record "
            + $"{words.FirstOffset(0)}, and those before it are gone. Go back to the query that wrote it, or give the program a new "
            + "application id, to begin with the records that are there.",
            Assert.Throws<StateLayoutException>(() => Run(log, s_changed, IncompatiblePolicy.Rebuild)).Message);
        Run(log, s_part);
    }

    [Fact]
    public void Until_the_new_store_is_committed_the_old_one_counts()
    {
        using EmbeddedLog log = Open();
        Write(log, "a", "b");
        Run(log, s_part);
        _simulated.Disk.Faults = new DiskFaults { CapacityBytes = 0 };
        Assert.Throws<IOException>(() => Run(log, s_changed, IncompatiblePolicy.Rebuild));
        _simulated.Disk.Faults = DiskFaults.None;

        Write(log, "a");
        Run(log, s_part);
        Assert.Equal(["a=1", "b=1", "a=2"], Results(log));
    }

    [Fact]
    public void What_the_changelog_had_before_goes_in_time()
    {
        _simulated.Options = _simulated.Options with { SegmentBytes = 300 };
        using EmbeddedLog log = Open();
        for (int i = 0; i < 10; i++)
        {
            Write(log, $"word {i}", $"other word {i}");
        }

        Run(log, s_part);
        Run(log, s_changed, IncompatiblePolicy.Rebuild);
        Write(log, "one more");
        Run(log, s_changed);
        log.Clean();
        Assert.True(log.TryGetTopic(Changelog, out LogTopic? changelog));
        Assert.NotEqual(0, changelog.FirstOffset(0));
        Write(log, "word 3");
        Run(log, s_changed);
        Assert.Equal("word 3=2", Results(log)[^1]);
    }

    private EmbeddedLog Open()
    {
        EmbeddedLog log = _simulated.Open();
        new TopicSetup(log, s_names, defaultPartitions: 1).Create(CountTopology.Create(partitions: 1));
        return log;
    }

    // A life of the task: to the end of its source, and a graceful stop.
    private void Run(EmbeddedLog log, SubTopology part, IncompatiblePolicy policy = IncompatiblePolicy.Fail)
    {
        using StreamTask task = Create(log, part, policy);
        task.Restore();
        while (task.Process() > 0)
        {
            task.Commit();
        }

        task.End();
    }

    private StreamTask Create(EmbeddedLog log, SubTopology part, IncompatiblePolicy policy = IncompatiblePolicy.Fail)
    {
        CheckpointPlace place = new(
            _simulated.Disk, $"{SimulatedLog.Folder}/checkpoints", new CheckpointOptions(), TimeSpan.FromDays(1), log.Flush, Now,
            _simulated.Clock, _simulated.Logger);
        EmbeddedRecordSource source = new(log, s_names, part, 0);
        return new StreamTask(part, 0, source, new EmbeddedRecordSink(log, s_names, part, 0), _events, _simulated.Clock)
        {
            Checkpoints = new TaskCheckpoints(place, part.Stores.Select(s_names.Of), partition: 0),
            OnIncompatible = policy,
        };

        static Task Now(Action action)
        {
            action();
            return Task.CompletedTask;
        }
    }

    private static void Write(EmbeddedLog log, params string[] words)
    {
        LogTransaction transaction = log.Begin();
        foreach (string word in words)
        {
            transaction.Writer(log.GetOrCreateTopic(Words, 1, Settings(log)), 0)
                .Append(1_000, true, Encoding.UTF8.GetBytes(word), false, default);
        }

        transaction.Commit();
    }

    private static TopicSettings Settings(EmbeddedLog log) => log.TryGetTopic(Words, out LogTopic? topic) ? topic.Settings : new();

    private static List<string> Results(EmbeddedLog log) =>
        [.. EmbeddedLogTests.Read(log.GetOrCreateTopic("COUNTS", 1), 0).Select(record => $"{record.Key}={record.Value}")];

    private sealed class RebuildEvents : TaskEvents
    {
        public List<string> Heard { get; } = [];

        public override void Report(in ProcessingError error) => throw new InvalidOperationException(error.Error);

        public override void Rebuilding(string task, string reason) => Heard.Add($"{task}: {reason}");
    }
}
