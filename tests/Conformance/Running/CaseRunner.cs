using QueryGen.Binding;
using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Compiling;
using QueryGen.Testing;
using QueryGen.Topologies;

namespace QueryGen.Conformance.Running;

/// <summary>
/// Runs a case's queries one after the other, as ksqlDB's own runner does: each one reads all its records to the end before the next
/// one starts. A topic with inputs gives those and nothing else; another one gives what earlier queries wrote.
/// </summary>
internal sealed class CaseRunner
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestCase _case;
    private readonly CompiledCase _compiled;
    private readonly Dictionary<string, List<TopicRecord>> _topics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withInputs;
    private readonly List<string> _events = [];

    private CaseRunner(TestCase @case, CompiledCase compiled)
    {
        _case = @case;
        _compiled = compiled;
        _withInputs = [.. @case.Inputs.Select(input => input.Topic)];
    }

    /// <summary>What the drivers reported: errors of rows, records that could not be read, late rows.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>What the topics hold in the end.</summary>
    /// <param name="case">The case.</param>
    /// <param name="compiled">Its programs.</param>
    /// <param name="topologyOf">The topology of a program.</param>
    public static CaseRunner Run(TestCase @case, CompiledCase compiled, Func<QueryProgram, Topology> topologyOf)
    {
        CaseRunner runner = new(@case, compiled);
        foreach (CaseRecord input in @case.Inputs)
        {
            if (SourceOf(compiled, input.Topic) is { } source)
            {
                runner.Topic(input.Topic).Add(RecordEncoder.Encode(input, source));
            }
        }

        foreach (QueryProgram program in compiled.Queries)
        {
            runner.Run(program, topologyOf(program));
        }

        return runner;
    }

    /// <summary>The stream or table whose formats a topic has: the one that a query writes, else the first that was declared.</summary>
    public static DataSource? SourceOf(CompiledCase compiled, string topic) =>
        compiled.Sources.Where(source => source.Topic == topic).OrderByDescending(source => source.IsDerived).FirstOrDefault();

    public List<TopicRecord> Topic(string name)
    {
        if (!_topics.TryGetValue(name, out List<TopicRecord>? records))
        {
            records = [];
            _topics.Add(name, records);
        }

        return records;
    }

    private void Run(QueryProgram program, Topology topology)
    {
        // Functions of the present are asked only whether it is long after 1970; nothing else reads the clock.
        Functions.TestFunctions.Reset();
        using TopologyTestDriver driver = new(topology, new TestDriverOptions { Start = Now });
        TestTopic sink = driver.Topic(program.Writes);
        int taken = sink.ReadAll().Count;
        foreach ((string topic, TopicRecord record) in RecordsFor(program))
        {
            driver.Topic(topic).PipeBytes(Memory(record.Key), Memory(record.Value), record.TimestampMs, record.Headers);
        }

        _events.AddRange(driver.Events);
        Topic(program.Writes).AddRange(sink.ReadAll().Skip(taken).Select(record =>
            new TopicRecord(record.Key?.ToArray(), record.Value?.ToArray(), record.TimestampMs, record.Headers)));
    }

    private IEnumerable<(string Topic, TopicRecord Record)> RecordsFor(QueryProgram program)
    {
        foreach (CaseRecord input in _case.Inputs.Where(input => program.Reads.Contains(input.Topic)))
        {
            yield return (input.Topic, RecordEncoder.Encode(input, SourceOf(_compiled, input.Topic)!));
        }

        foreach (string topic in program.Reads.Where(topic => !_withInputs.Contains(topic)))
        {
            foreach (TopicRecord record in Topic(topic).ToArray())
            {
                yield return (topic, record);
            }
        }
    }

    // A plain null beside a ReadOnlyMemory would become an empty one.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();
}
