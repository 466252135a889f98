using System.Text;
using System.Text.Json;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Tasks;

/// <summary>Dead letters and the processing log leave a task with its other records, in one commit.</summary>
public sealed class TaskErrorTests : IDisposable
{
    private readonly ScriptedSource _source = new(2);
    private readonly ScriptedSink _sink = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Dead_letters_and_entries_are_written_before_the_position_is()
    {
        _source.Arrive(0, 1, 666, 2);
        using StreamTask task = Task(new ErrorHandling());
        task.Process();
        task.Commit();

        Assert.Equal(["sink 0: 1", "sink 0: 2", "sink 1: 666"], _sink.Calls.Take(3));
        Assert.StartsWith("sink 2: {\"logger\":\"processing.A.SOURCE\"", _sink.Calls[3], StringComparison.Ordinal);
        Assert.Equal(["position 0: 3", "commit"], _sink.Calls.Skip(4));
    }

    [Fact]
    public void A_row_error_names_type_and_place_and_holds_no_data()
    {
        JsonElement entry = EntryOf(13, new ErrorHandling());

        Assert.Equal("processing.ECHO.SELECT", entry.GetProperty("logger").GetString());
        Assert.Equal(("ROW_ERROR", "NULL"), (entry.GetProperty("type").GetString(), entry.GetProperty("outcome").GetString()));
        Assert.Equal("FormatException in LUCK(N)", entry.GetProperty("error").GetString());
        Assert.Matches("^System.FormatException at .*TaskErrorTests.*", entry.GetProperty("cause").GetString());
        Assert.Equal("b", entry.GetProperty("record_topic").GetString());
        Assert.Equal((3, 0), (entry.GetProperty("record_partition").GetInt32(), entry.GetProperty("record_offset").GetInt32()));
        Assert.DoesNotContain("ada@example.org", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_rows_it_has_the_record_and_what_was_thrown()
    {
        JsonElement entry = EntryOf(13, new ErrorHandling { IncludeRows = true });

        Assert.Contains("ada@example.org", entry.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Equal("13", Encoding.UTF8.GetString(entry.GetProperty("record_value").GetBytesFromBase64()));
    }

    [Fact]
    public void The_limit_counts_the_records_of_its_source_over_all_batches()
    {
        using StreamTask task = Task(new ErrorHandling { FailureShare = 0.5, FailureWindow = 4 });
        foreach (long timestampMs in (long[])[666, 1, 2, 3, 666, 5, 6])
        {
            _source.Arrive(0, timestampMs).Arrive(1, timestampMs == 666 ? 7 : timestampMs);
            task.Process();
        }

        _source.Arrive(0, 666);
        FailureLimitException stop = Assert.Throws<FailureLimitException>(() => task.Process());
        Assert.StartsWith("2 of the last 4 records of a, partition 3", stop.Message, StringComparison.Ordinal);
    }

    private JsonElement EntryOf(long timestampMs, ErrorHandling handling)
    {
        _source.Arrive(1, timestampMs);
        using StreamTask task = Task(handling);
        task.Process();
        return JsonDocument.Parse(Assert.Single(_sink.Calls)["sink 2: ".Length..]).RootElement;
    }

    private StreamTask Task(ErrorHandling handling) => new(
        new SubTopology(
            0,
            ["ECHO"],
            [
                new SourceNode("a", "A", IsTable: false, ErrorPolicy.DeadLetter, DeadLetterSink: 1),
                new SourceNode("b", "B", IsTable: false),
            ],
            [new SinkNode("out", "ECHO"), new SinkNode("a-dlq", "A"), new SinkNode("log", "log")],
            [],
            context => new Echo(context),
            ProcessingLogSink: 2),
        3,
        _source,
        _sink,
        new Silent(),
        new TestClock(DateTimeOffset.UnixEpoch),
        errors: handling);

    private sealed class Echo(TaskContext task) : TaskProgram(task)
    {
        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                RecordContext context = new(in record, batch.Partition);
                if (record.TimestampMs == 666)
                {
                    Task.Failed(source, in record, new SerdeError("value", "unlucky"));
                }
                else if (record.TimestampMs == 13)
                {
                    try
                    {
                        throw new FormatException("'ada@example.org' is no number");
                    }
                    catch (FormatException error)
                    {
                        Task.RowError(context, new QueryStep("ECHO", "SELECT", "LUCK(N)"), error);
                    }
                }
                else
                {
                    Task.Output(0).Add(in record);
                }
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
