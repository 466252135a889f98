namespace QueryGen.Tasks;

/// <summary>A thread that runs tasks, as health checks and look-ups see it: on the embedded log, or on Kafka.</summary>
internal interface ITaskThread
{
    /// <summary>How long ago the thread last went round its loop.</summary>
    TimeSpan SinceHeartbeat { get; }

    /// <summary>Whether the stores of its tasks are as the last commit left them.</summary>
    bool IsRestored { get; }

    /// <summary>Why it cannot work; null: it can.</summary>
    string? Problem { get; }

    /// <summary>Tells the thread that there may be records or mail. Safe from any thread.</summary>
    void Wake();
}
