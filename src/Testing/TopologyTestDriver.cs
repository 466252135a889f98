using QueryGen.Access;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Testing;

/// <summary>Runs a compiled topology in a test: in memory, on the test's own thread, with a clock that stands still.</summary>
/// <remarks>
/// Every record is processed to its end before the next one: through repartition topics, stores and derived streams, with a commit behind
/// each step and nothing held back. Names of internal topics stand as the topology has them, without an application id. Not thread-safe.
/// </remarks>
public sealed class TopologyTestDriver : IDisposable
{
    // More rounds than that, and the topology feeds itself.
    private const int MostRounds = 100_000;

    private readonly Topology _topology;
    private readonly ErrorHandling _errors;
    private readonly MemoryLog _log;
    private readonly TestEvents _events = new();
    private readonly DriverConnection _connection;
    private readonly List<StreamTask> _tasks = [];
    private readonly Dictionary<string, TestTopic> _topics = new(StringComparer.Ordinal);
    private readonly RecordArena _arena;
    private readonly OutputBuffer _output = new();

    /// <summary>Starts a topology: its stores are empty, and its seeds are written and processed.</summary>
    /// <param name="topology">Emitted code has it as <c>CompiledQueries.Topology</c>.</param>
    /// <param name="options">Null: one partition, and a clock that shows 1970-01-01.</param>
    /// <exception cref="InvalidOperationException">The topology contradicts itself.</exception>
    public TopologyTestDriver(Topology topology, TestDriverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        topology.Validate();
        options ??= new TestDriverOptions();
        _errors = options.Errors;
        _topology = _errors.ApplyTo([topology])[0];
        Partitions = options.Partitions;
        Clock = new TestClock(options.Start);
        _arena = new RecordArena(Clock);
        _log = new MemoryLog(Partitions);
        _connection = new DriverConnection(this);
        Start();
        if (options.WriteSeeds)
        {
            foreach (SeedRecord seed in topology.Seeds)
            {
                Write(_log.Topic(seed.Topic), (arena, output) => seed.Write(arena, output));
                Run();
            }
        }
    }

    /// <summary>The wall clock that functions of the present see.</summary>
    public TestClock Clock { get; }

    /// <summary>How many partitions every topic has.</summary>
    public int Partitions { get; }

    /// <summary>Records that could not be read.</summary>
    public int FailedRecords => _events.Failed;

    /// <summary>Records and rows that could be read and not used, such as a table's without a key, or without a group.</summary>
    public int DroppedRecords => _events.Dropped;

    /// <summary>Records that went to a dead-letter topic: of <see cref="FailedRecords"/> and <see cref="DroppedRecords"/>.</summary>
    public int DeadLetters => _events.DeadLettered;

    /// <summary>Columns that became NULL because their expression failed.</summary>
    public int RowErrors => _events.RowErrors;

    /// <summary>Rows that came after their window was closed.</summary>
    public int LateRows => _events.Late;

    /// <summary>What went wrong, in order, one line each.</summary>
    public IReadOnlyList<string> Events => _events.Lines;

    /// <summary>A topic of the topology: one that it reads, writes, or uses between its parts.</summary>
    /// <exception cref="ArgumentException">The topology has no such topic; the message names those that it has.</exception>
    public TestTopic Topic(string name)
    {
        if (!_topics.TryGetValue(name, out TestTopic? topic))
        {
            MemoryTopic memory = Memory(name);
            topic = new TestTopic(this, memory, _topology.Topics.FirstOrDefault(one => one.Name == name)?.WindowSizeMs);
            _topics.Add(name, topic);
        }

        return topic;
    }

    /// <summary>Processes what was added, until nothing is left to do.</summary>
    /// <exception cref="RecordException">A record cannot be used and its source's policy is to fail.</exception>
    /// <exception cref="FailureLimitException">Too many of a source's last records could not be used.</exception>
    /// <exception cref="InvalidOperationException">The topology feeds itself without end.</exception>
    /// <remarks>A task that fails is gone until <see cref="Restart"/>; the others go on with the next call.</remarks>
    public void Run()
    {
        int rounds = 0;
        bool worked = true;
        while (worked)
        {
            if (++rounds > MostRounds)
            {
                throw new InvalidOperationException($"After {MostRounds} rounds there are still records: a query reads what it writes.");
            }

            worked = false;
            foreach (StreamTask task in _tasks.ToArray())
            {
                worked |= Step(task);
            }
        }

        _connection.Wake();
    }

    /// <summary>Moves the clock forward.</summary>
    public void AdvanceTime(TimeSpan by)
    {
        Clock.Advance(by);
        Run();
    }

    /// <summary>Ends all tasks, as if the process ended, and starts them again from their changelogs and positions.</summary>
    public void Restart()
    {
        Stop();
        Start();
        Run();
    }

    /// <summary>The generated typed handles, joined to this driver: producing and looking up are done when they return.</summary>
    /// <param name="create">For instance <c>handles => new CompiledQueries(handles)</c>.</param>
    public THandles Handles<THandles>(Func<HandleFactory, THandles> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return create(new HandleFactory(_topology, _connection));
    }

    /// <summary>Reads a row from a store, in the formats of the table's topic.</summary>
    /// <param name="subTopology">Whose tasks keep the table.</param>
    /// <param name="table">The number that its program gives the table.</param>
    /// <param name="key">The key's text as its format writes it, without a window.</param>
    /// <param name="windowStartMs">Start of the window for a windowed table, else null.</param>
    /// <returns>Null where there is no row.</returns>
    public TestRecord? ReadState(int subTopology, int table, string key, long? windowStartMs = null)
    {
        TestRecord? row = null;
        _connection.Lookup(
            new TableAddress(_topology, subTopology, table, ""),
            (arena, output) =>
            {
                output.Begin(timestampMs: 0);
                BufferCursor cursor = output.Write();
                cursor.Raw(arena.Text(key).Span);
                output.EndKey(cursor);
                output.End();
            },
            windowStartMs,
            batch => row = new TestRecord(in batch[0], batch.Partition, windowStartMs is null ? null : TestRecord.UnknownSize));
        return row;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _log.Dispose();
        _arena.Dispose();
        _output.Dispose();
    }

    internal MemoryTopic Memory(string name)
    {
        IEnumerable<string> known = _topology.Topics.Select(topic => topic.Name)
            .Concat(_topology.SubTopologies.SelectMany(part => part.Stores).Select(store => store.Changelog));
        return known.Contains(name, StringComparer.Ordinal)
            ? _log.Topic(name)
            : throw new ArgumentException($"The topology has no topic '{name}'; it has {string.Join(", ", known)}.", nameof(name));
    }

    internal StreamTask Task(TaskId id) =>
        _tasks.Find(task => task.Id == id) ?? throw new InvalidOperationException($"Task {id} does not run.");

    internal void Write(MemoryTopic topic, RecordWrite write)
    {
        write(_arena, _output);
        for (int i = 0; i < _output.Count; i++)
        {
            RecordRef record = _output[i];
            int partition = record.HasKey ? Murmur2.Partition(_output.PartitionKey(i), Partitions) : 0;
            topic.Partitions[partition].Append(topic.Partitions[partition].Stage(in record));
        }

        _output.Clear();
        _arena.Reset();
    }

    private bool Step(StreamTask task)
    {
        try
        {
            if (task.Process() == 0)
            {
                return false;
            }

            task.Commit();
            return true;
        }
        catch
        {
            _tasks.Remove(task);
            task.Dispose();
            throw;
        }
    }

    private void Start()
    {
        foreach (SubTopology part in _topology.SubTopologies)
        {
            for (int partition = 0; partition < Partitions; partition++)
            {
                MemoryRecordSource source = new(_log, part, partition);
                MemoryRecordSink sink = new(_log, part, partition);
                StreamTask task = new(part, partition, source, sink, _events, Clock, errors: _errors);
                task.Restore();
                _tasks.Add(task);
            }
        }
    }

    private void Stop()
    {
        foreach (StreamTask task in _tasks)
        {
            task.Dispose();
        }

        _tasks.Clear();
    }
}
