namespace QueryGen.Topologies;

/// <summary>Hears what goes wrong while a task runs. The hosted worker counts and logs it, the test driver keeps it.</summary>
public abstract class TaskEvents
{
    /// <summary>Something went wrong; on the task's thread, before its consequences.</summary>
    public abstract void Report(in ProcessingError error);

    /// <summary>A task's stores are built anew from its sources; on the task's thread, before the first record.</summary>
    /// <param name="task">The task, as <see cref="Tasks.TaskId"/> prints it.</param>
    /// <param name="reason">What has changed.</param>
    public virtual void Rebuilding(string task, string reason)
    {
        // Nobody has to hear of it.
    }
}
