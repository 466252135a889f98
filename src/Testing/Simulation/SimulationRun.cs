using System.Globalization;
using System.Text;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Testing.Simulation;

/// <summary>One run of a <see cref="Simulation"/>: what was done, and what came of it.</summary>
public sealed class SimulationRun : IDisposable
{
    private const int MostRounds = 2_000;

    // What goes round in a topology and becomes more fills any disk.
    private const long MostBytes = 128 << 20;

    private readonly Topology _topology;
    private readonly SimulationOptions _options;
    private readonly SeededRandom _random;
    private readonly SimulatedDisk _disk;
    private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly EmbeddedLogOptions _logOptions;
    private readonly CheckpointOptions _checkpoints;
    private readonly TraceHash _trace = new();
    private readonly TopicHistory _history;
    private readonly QueryGenMeter _meter = new();
    private readonly StringBuilder _story = new();
    private readonly List<SimulatedRecord> _input;
    private SimulatedWorker? _worker;
    private bool _mayLose;

    internal SimulationRun(Topology topology, SimulationOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(topology);
        topology.Validate();
        _topology = topology;
        _options = options;
        Seed = seed;
        _random = new SeededRandom(seed);
        _disk = new SimulatedDisk(_random.NextBits());
        _history = new TopicHistory(_trace, Tell);
        _input = [.. options.Input(_random.Fork())];
        _logOptions = new EmbeddedLogOptions
        {
            Clock = _clock,
            FlushInterval = _random.Chance(0.5) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
            CleanInterval = Timeout.InfiniteTimeSpan,
            SegmentBytes = 500 + _random.Next(4_000),
            CommitFileBytes = 500 + _random.Next(4_000),

            // Longer than the clock can jump: who reads a table's topic later than that may miss a deletion, as in Kafka.
            DeleteRetention = TimeSpan.FromDays(10),
        };
        _checkpoints = new CheckpointOptions
        {
            Interval = _random.Chance(0.8) ? TimeSpan.FromMilliseconds(_random.Next(500)) : Timeout.InfiniteTimeSpan,
            MinEntries = _random.Next(10),
        };
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The records that were written, in their order.</summary>
    public IReadOnlyList<SimulatedRecord> Input => _input;

    /// <summary>How often the power has failed or the process was killed.</summary>
    public int Crashes { get; private set; }

    /// <summary>A number over all steps and records of the run: two runs of one seed have the same.</summary>
    public ulong TraceHash => _trace.Value;

    /// <summary>What was done, a line a step.</summary>
    public string Story => _story.ToString();

    /// <summary>
    /// All records of a topic that were committed for good, in the order of partitions and offsets; also those that compaction or
    /// retention have taken since.
    /// </summary>
    /// <param name="topic">A topic of the topology: as it is called there, an internal one too, or a store's changelog.</param>
    public IEnumerable<TestRecord> Records(string topic)
    {
        string name = Name(topic);
        return Enumerable.Range(0, _history.Partitions(name)).SelectMany(partition => _history.Of(name, partition));
    }

    /// <summary>Reads a row from a store, in the formats of the table's topic. Only while the run is checked.</summary>
    /// <param name="subTopology">Whose tasks keep the table.</param>
    /// <param name="table">The number that its program gives the table.</param>
    /// <param name="partition">The task's partition.</param>
    /// <param name="key">The key's bytes, without a window.</param>
    /// <param name="windowStartMs">Start of the window for a windowed table, else null.</param>
    /// <returns>Null where there is no row.</returns>
    public TestRecord? ReadState(int subTopology, int table, int partition, ReadOnlyMemory<byte> key, long? windowStartMs = null)
    {
        StreamTask task = _worker?.Task(new TaskId(subTopology, partition))
            ?? throw new InvalidOperationException($"Task {subTopology}_{partition} does not run.");
        using OutputBuffer written = new(256);
        using OutputBuffer result = new(256);
        written.Begin(timestampMs: 0);
        BufferCursor cursor = written.Write();
        cursor.Raw(key.Span);
        written.EndKey(cursor);
        written.End();
        bool isFound = false;
        task.Post(program => isFound = program.TryLookup(table, written[0], windowStartMs, result));
        task.AnswerMail();
        return isFound ? new TestRecord(result[0], partition, windowStartMs is null ? null : TestRecord.UnknownSize) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker?.Dispose();
        _worker = null;
        _meter.Dispose();
    }

    /// <summary>Lives, dies, and lives in peace at last.</summary>
    internal void Run()
    {
        for (int life = 0; life < _options.Lives; life++)
        {
            SimulatedFaults faults = new(_disk, _clock, _random, Tell);
            try
            {
                using IDisposable watch = faults.Arm();
                Live(faults);
            }
            catch (Exception end) when (faults.Explain(end))
            {
                Tell(end.Message);
            }

            faults.Disarm();
            End();
        }

        Start();
        Drain();
        _worker!.End();
        Observe();
        _worker.Log.Dispose();
        End(kills: true);
        Start();
        Drain();
        _options.Check(this);
    }

    private string Name(string topic)
    {
        bool isInternal = _topology.Topics.FirstOrDefault(one => one.Name == topic)?.IsInternal
            ?? _topology.SubTopologies.Any(part => part.Stores.Any(store => store.Changelog == topic));
        return isInternal ? $"{SimulatedWorker.Names.ApplicationId}-{topic}" : topic;
    }

    private void Start()
    {
        _worker = new SimulatedWorker(_topology, _options.Partitions, _disk, _logOptions, _checkpoints, _random, _meter);
        _history.Reopen(_worker.Log, _mayLose);
        _mayLose = false;
        Observe();
    }

    private void Live(SimulatedFaults faults)
    {
        Start();
        SimulatedProducer producer = new(_worker!.Log, _input, _options.Partitions);
        for (int steps = _random.Next(_options.Steps); steps > 0; steps--)
        {
            faults.Next();
            try
            {
                Step(producer);
            }
            catch (Exception error) when (faults.Explain(error) && error is not SimulatedCrashException)
            {
                Tell(error.Message);
            }

            faults.Rest();
            Observe();
            CheckFailure(faults);
            if ((_worker.Failure is not null || _worker.Log.HasFailed) && _random.Chance(0.3))
            {
                return;
            }
        }

        if (_random.Chance(0.3))
        {
            Tell("stop");
            _worker.End();
            Observe();
            CheckFailure(faults);
            _worker.Log.Dispose();
            CheckFailure(faults);
        }
    }

    private void Step(SimulatedProducer producer)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(_random.Chance(0.02) ? _random.Next(1_000_000) : _random.Next(60)));
        switch (_random.Next(16))
        {
            case 0:
                Tell("flush");
                _worker!.Log.Flush();
                break;
            case 1:
                Tell("clean");
                _worker!.Log.Clean();
                break;
            case < 5:
                Tell("input");
                producer.Write(1 + _random.Next(12));
                break;
            default:
                int thread = _random.Next(_worker!.Threads);
                int batch = _random.Next(4) switch { 0 => 1, 1 => 3, 2 => 10, _ => 1024 };
                Tell($"thread {thread}, batches of {batch}");
                _worker.Turn(thread, batch);
                break;
        }
    }

    /// <summary>A task may fail by the disk; by anything else it may not.</summary>
    private void CheckFailure(SimulatedFaults faults)
    {
        if (_worker!.Failure is { } failure && !faults.Explain(failure))
        {
            throw new InvalidOperationException("A task has failed: " + failure.Message, failure);
        }

        if (_disk.IsDown)
        {
            throw new SimulatedCrashException("The power is off.");
        }
    }

    /// <summary>The process is gone: by a kill, or with the power.</summary>
    private void End(bool kills = false)
    {
        _worker?.Dispose();
        _worker = null;
        Crashes++;
        bool isPowerOff = !kills && _random.Chance(0.75);
        _mayLose |= isPowerOff;
        if (isPowerOff)
        {
            Tell("the power fails");
            _disk.Restart();
        }
        else
        {
            Tell("the process ends");
            _disk.EndProcess();
        }

        if (isPowerOff && _random.Chance(0.3))
        {
            BitFlip flip = new(
                _disk.Copy(),
                _random,
                _logOptions,
                log => new TopicSetup(log, SimulatedWorker.Names, _options.Partitions).Create(_topology),
                Tell);
            flip.Check(_history);
        }
    }

    /// <summary>Processes everything there is, without a fault.</summary>
    private void Drain()
    {
        SimulatedProducer producer = new(_worker!.Log, _input, _options.Partitions);
        long commits = -1;
        for (int rounds = 0, idle = 0; idle < 3; rounds++)
        {
            commits = _worker.Log.CommitCount;
            producer.Write(50);
            for (int thread = 0; thread < _worker.Threads; thread++)
            {
                _worker.Turn(thread, 100);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Observe();
            if (_worker.Failure is { } failure)
            {
                throw new InvalidOperationException("A task has failed: " + failure.Message, failure);
            }

            bool isIdle = producer.IsDone && !_worker.NeedsCommit && commits == _worker.Log.CommitCount;
            idle = isIdle ? idle + 1 : 0;
            if (rounds > MostRounds)
            {
                throw new InvalidOperationException("There is no end of work.");
            }
        }
    }

    private void Observe()
    {
        if (_disk.UsedBytes > MostBytes)
        {
            throw new InvalidOperationException($"There is no end of work: {_disk.UsedBytes} bytes have come of the input.");
        }

        if (!_disk.IsDown)
        {
            _history.Observe(
                _worker!.Log, topic => _topology.Topics.FirstOrDefault(one => one.Name == topic)?.WindowSizeMs,
                _logOptions.FlushInterval == TimeSpan.Zero);
        }
    }

    private void Tell(string line)
    {
        _story.Append(CultureInfo.InvariantCulture, $"{_disk.Changes}: {line}\n");
        _trace.Add(line);
        _trace.Add(_disk.Changes);
    }
}
