using System.Diagnostics;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>A member of the consumer group: runs the tasks of the partitions that the group gives it.</summary>
/// <remarks>
/// A failure of Kafka starts a new session, again and again. A query that fails ends the thread: its partitions go to the other
/// members, and the worker is not ready any more.
/// </remarks>
internal sealed class KafkaStreamThread : ITaskThread, IDisposable
{
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(1);

    private readonly KafkaRuntime _runtime;
    private readonly Action _published;
    private readonly string _transactionalId;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "the worker has not joined its group yet";
    private volatile bool _isRestored;
    private volatile ThreadSession? _session;
    private long _heartbeat = Stopwatch.GetTimestamp();
    private volatile IReadOnlyList<(Topology Topology, StreamTask Task)> _tasks = [];
    private volatile IReadOnlyList<PartitionBuffer> _partitions = [];

    /// <param name="runtime">What it runs, and where.</param>
    /// <param name="published">Called when its tasks are other ones.</param>
    /// <param name="number">From 1; part of its transactional id.</param>
    public KafkaStreamThread(KafkaRuntime runtime, Action published, int number)
    {
        _runtime = runtime;
        Number = number;
        _published = published;
        _transactionalId = $"{runtime.Options.ApplicationId}-{runtime.ProcessId}-{number}";
        _thread = new Thread(Run) { Name = $"QueryGen {runtime.Options.ApplicationId} {number}", IsBackground = true };
    }

    /// <summary>From 1; another one for each thread of a process.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public TimeSpan SinceHeartbeat => Stopwatch.GetElapsedTime(Interlocked.Read(ref _heartbeat));

    /// <inheritdoc/>
    public string? Problem => _problem ?? _session?.Problem;

    /// <inheritdoc/>
    public bool IsRestored => _isRestored;

    /// <summary>Whether the thread is asked to end.</summary>
    public bool IsStopping => _stop.IsSet;

    /// <summary>The last commit of a worker that stops has taken too long.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    /// <summary>The tasks that run here, those whose stores are being restored counted. Safe from any thread.</summary>
    public IReadOnlyList<(Topology Topology, StreamTask Task)> Tasks => _tasks;

    /// <summary>The partitions that they read. Safe from any thread, but for what a buffer does not say of itself.</summary>
    public IReadOnlyList<PartitionBuffer> Partitions => _partitions;

    /// <summary>Ends when the thread has made its last commit and left the group.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    /// <summary>The thread looks around by itself, at least every 10 ms.</summary>
    public void Wake()
    {
    }

    /// <summary>Asks the thread to commit and end; <see cref="Ended"/> says when.</summary>
    public void Stop()
    {
        _stop.Set();
        _giveUp.CancelAfter(_runtime.Options.StopTimeout / 2);
    }

    public void Beat() => Interlocked.Exchange(ref _heartbeat, Stopwatch.GetTimestamp());

    /// <summary>Shows to other threads what runs here from now on.</summary>
    public void Publish(IEnumerable<(Topology Topology, StreamTask Task)> tasks, IEnumerable<PartitionBuffer> partitions)
    {
        _tasks = [.. tasks];
        _partitions = [.. partitions];
        _published();
    }

    public void OnAssigning() => _isRestored = false;

    public void OnAssigned(int tasks)
    {
        _isRestored = true;
        KafkaLog.Assigned(_runtime.Logger, _thread.Name!, tasks);
    }

    public void Dispose()
    {
        Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _stop.Dispose();
        _giveUp.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop.IsSet && RunSession())
            {
                _stop.Wait(BackOff);
            }
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <returns>True: Kafka failed, and it can be tried again.</returns>
    private bool RunSession()
    {
        ThreadSession? session = null;
        try
        {
            session = new ThreadSession(_runtime, this, _transactionalId);
            _session = session;
            while (!_stop.IsSet)
            {
                session.Turn();
                Beat();
                _problem = session.IsAssigned ? null : _problem;
            }

            session.Commit();
            return false;
        }
        catch (KafkaException error)
        {
            _problem = error.Message;
            _isRestored = false;
            KafkaLog.SessionFailed(_runtime.Logger, _thread.Name!, error);
            return true;
        }
#pragma warning disable CA1031 // Whatever a query throws, it must not take the process down.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _problem = $"{_thread.Name} has failed: {error.Message}";
            foreach ((Topology _, StreamTask task) in session?.Tasks ?? [])
            {
                KafkaLog.TaskGone(_runtime.Logger, task.Id.ToString());
            }

            KafkaLog.ThreadFailed(_runtime.Logger, _thread.Name!, error);
            return false;
        }
        finally
        {
            _session = null;
            session?.Dispose();
        }
    }
}
