using QueryGen.Serdes;

namespace QueryGen.Tasks;

/// <summary>Where a task's records go, and where its commits are made. One a task.</summary>
/// <remarks>What is written between two commits becomes visible together with the positions, or not at all.</remarks>
public interface IRecordSink : IDisposable
{
    /// <summary>
    /// True while those who read what the task writes are too far behind: the task then takes no records, but commits and answers.
    /// </summary>
    bool IsFull => false;

    /// <summary>Takes records of a sink; copies them. A record's partition comes from its key; without a key it is the task's.</summary>
    /// <param name="sink">Index into the sub-topology's sinks.</param>
    /// <param name="records">Cleared by the caller afterwards.</param>
    void Write(int sink, OutputBuffer records);

    /// <summary>Takes records of a store's changelog, for the task's own partition; copies them.</summary>
    /// <param name="store">Index into the sub-topology's stores.</param>
    /// <param name="records">Cleared by the caller afterwards.</param>
    void WriteChangelog(int store, OutputBuffer records);

    /// <summary>
    /// Says which records of a store's changelog nobody needs any more; a part of the commit, together with records for the changelog.
    /// </summary>
    /// <param name="store">Index into the sub-topology's stores.</param>
    /// <param name="beforeMs">Those with a key and an earlier timestamp; milliseconds since 1970-01-01 UTC.</param>
    void Expire(int store, long beforeMs)
    {
        // Who keeps records no longer than it must overrides it.
    }

    /// <summary>Lets a store's changelog begin at an offset; what is before it does not count any more. A part of the commit.</summary>
    /// <param name="store">Index into the sub-topology's stores.</param>
    /// <param name="offset">Behind its last record.</param>
    /// <exception cref="NotSupportedException">The source cannot be read again, so nobody asks for it.</exception>
    void BeginChangelog(int store, long offset) => throw new NotSupportedException();

    /// <summary>The next record of a source that the task has not processed.</summary>
    /// <param name="source">Index into the sub-topology's sources.</param>
    /// <param name="nextOffset">Part of the commit.</param>
    void SetPosition(int source, long nextOffset);

    /// <summary>Makes everything since the last commit visible and durable.</summary>
    /// <exception cref="IOException">The log refused; nothing is visible.</exception>
    void Commit();
}
