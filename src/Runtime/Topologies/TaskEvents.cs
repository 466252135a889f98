namespace QueryGen.Topologies;

/// <summary>Hears what goes wrong while a task runs. The hosted worker counts and logs it, the test driver keeps it.</summary>
public abstract class TaskEvents
{
    /// <summary>Something went wrong; on the task's thread, before its consequences.</summary>
    public abstract void Report(in ProcessingError error);
}
