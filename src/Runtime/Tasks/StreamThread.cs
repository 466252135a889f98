using System.Diagnostics;
using QueryGen.Metrics;

namespace QueryGen.Tasks;

/// <summary>
/// Runs tasks on a thread of its own: restores, processes, commits at an interval, and commits once more when it is
/// stopped.
/// </summary>
/// <remarks>A task that fails is taken out, without its uncommitted work; the others go on.</remarks>
public sealed class StreamThread : ITaskThread, IDisposable
{
    /// <summary>What a task takes and writes from one commit to the next, at most; bytes.</summary>
    public const long DefaultMaxUncommittedBytes = 16 * 1024 * 1024;

    /// <summary>A thread without work looks around this often, so that its heart is seen to beat.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(1);

    private readonly List<StreamTask> _running;
    private readonly TimeSpan _commitInterval;
    private readonly QueryGenMeter _meter;
    private readonly Action<StreamTask, Exception> _failed;
    private readonly long _maxUncommittedBytes;
    private readonly TimeProvider _clock;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly Dictionary<TaskId, (long Consumed, long Produced)> _reported = [];
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private long _heartbeat;
    private long _committed;

    /// <summary>A thread that waits for <see cref="Start"/>.</summary>
    /// <param name="name">The thread's name, for debuggers and dumps.</param>
    /// <param name="tasks">The tasks that it runs, and disposes of.</param>
    /// <param name="commitInterval">From one commit to the next.</param>
    /// <param name="meter">Where records and commits are counted.</param>
    /// <param name="failed">Called once for a task that failed, on this thread.</param>
    /// <param name="clock">Times the commits.</param>
    /// <param name="maxUncommittedBytes">A task that has taken and written so many bytes commits ahead of time.</param>
    public StreamThread(
        string name,
        IEnumerable<StreamTask> tasks,
        TimeSpan commitInterval,
        QueryGenMeter meter,
        Action<StreamTask, Exception> failed,
        TimeProvider clock,
        long maxUncommittedBytes = DefaultMaxUncommittedBytes)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _running = [.. tasks];
        _commitInterval = commitInterval;
        _meter = meter;
        _failed = failed;
        _clock = clock;
        _maxUncommittedBytes = maxUncommittedBytes;
        _heartbeat = clock.GetTimestamp();
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Ends when the stores of all tasks are restored.</summary>
    public Task Restored => _restored.Task;

    /// <summary>Ends when the thread has made its last commit.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How long ago the thread last went round its loop.</summary>
    public TimeSpan SinceHeartbeat => _clock.GetElapsedTime(Interlocked.Read(ref _heartbeat));

    bool ITaskThread.IsRestored => _restored.Task.IsCompleted;

    string? ITaskThread.Problem => null;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Tells the thread that there may be records or mail. Safe from any thread.</summary>
    public void Wake()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended; nobody needs to be told.
        }
    }

    /// <summary>Asks the thread to commit and end; <see cref="Ended"/> says when.</summary>
    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    /// <summary>Stops the thread, and waits for it.</summary>
    public void Dispose()
    {
        Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        foreach (StreamTask task in _running)
        {
            task.Dispose();
        }

        _running.Clear();
        _wake.Dispose();
    }

    /// <summary>Restores the stores of all tasks; a simulation calls it in the place of <see cref="Start"/>.</summary>
    internal void Begin()
    {
        ForEach(Restore);
        _restored.TrySetResult();
        _committed = _clock.GetTimestamp();
    }

    /// <summary>Goes round once: each task processes, and commits where it is time to.</summary>
    /// <returns>How long the thread may rest before the next round.</returns>
    internal TimeSpan Turn()
    {
        Interlocked.Exchange(ref _heartbeat, _clock.GetTimestamp());
        int processed = 0;
        ForEach(task => processed += Process(task));
        TimeSpan sinceCommit = _clock.GetElapsedTime(_committed);
        if (sinceCommit >= _commitInterval)
        {
            ForEach(Commit);
            _committed = _clock.GetTimestamp();
            return TimeSpan.Zero;
        }

        return processed == 0 ? MayRest(_commitInterval - sinceCommit) : TimeSpan.Zero;
    }

    /// <summary>Commits what is not committed, and has checkpoints written, as for a stop.</summary>
    internal void End()
    {
        ForEach(Commit);
        ForEach(static task => task.End());
    }

    private void Run()
    {
        try
        {
            Begin();
            while (!_isStopping)
            {
                TimeSpan rest = Turn();
                if (rest > TimeSpan.Zero)
                {
                    _wake.WaitOne(rest);
                }
            }

            End();
        }
        finally
        {
            _restored.TrySetResult();
            _ended.TrySetResult();
        }
    }

    private TimeSpan MayRest(TimeSpan toNextCommit)
    {
        TimeSpan rest = LongestIdle;
        foreach (StreamTask task in _running)
        {
            rest = task.NeedsCommit && toNextCommit < rest ? toNextCommit : rest;
            rest = task.IdleLeft < rest ? task.IdleLeft.Value : rest;
        }

        return rest;
    }

    private void Restore(StreamTask task)
    {
        task.Restore(records =>
        {
            _meter.Restored.Add(records, Tag(task));
            Interlocked.Exchange(ref _heartbeat, _clock.GetTimestamp());
        });
    }

    private int Process(StreamTask task)
    {
        long start = Stopwatch.GetTimestamp();
        int processed = task.Process();
        if (processed > 0)
        {
            _meter.ProcessDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, Tag(task));
        }

        if (task.UncommittedBytes >= _maxUncommittedBytes)
        {
            Commit(task);
        }

        return processed;
    }

    private void Commit(StreamTask task)
    {
        if (!task.NeedsCommit)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        using Activity? span = QueryGenMeter.Activities.StartActivity("commit", ActivityKind.Client);
        span?.SetTag(MetricNames.SystemTag, MetricNames.EmbeddedSystem).SetTag(MetricNames.OperationTag, "commit")
            .SetTag(MetricNames.TaskTag, task.Id.ToString());
        task.Commit();
        _meter.CommitDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, Tag(task));
        (long consumed, long produced) = _reported.GetValueOrDefault(task.Id);
        _meter.Consumed.Add(task.Metrics.Consumed - consumed, Tag(task));
        _meter.Produced.Add(task.Metrics.Produced - produced, Tag(task));
        _reported[task.Id] = (task.Metrics.Consumed, task.Metrics.Produced);
    }

    private static KeyValuePair<string, object?> Tag(StreamTask task) => new(MetricNames.TaskTag, task.Id.ToString());

    /// <summary>Does something with each task, and takes out those with which it fails.</summary>
    private void ForEach(Action<StreamTask> action)
    {
        for (int i = 0; i < _running.Count; i++)
        {
            StreamTask task = _running[i];
            try
            {
                action(task);
            }
#pragma warning disable CA1031 // Whatever a query throws, it must not take the queries of the other tasks down.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _running.RemoveAt(i--);
                _failed(task, error);
                task.Dispose();
            }
        }
    }
}
