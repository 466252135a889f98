namespace QueryGen.Storage;

/// <summary>A mistake that the simulation must find; see <see cref="PlantedBugs"/>.</summary>
internal enum PlantedBug
{
    /// <summary>The code as it is.</summary>
    None,

    /// <summary>Positions are committed before the outputs that belong to them.</summary>
    PositionsBeforeOutputs,

    /// <summary>Outputs are committed before the positions that belong to them.</summary>
    OutputsBeforePositions,

    /// <summary>Changes of stores are committed before the outputs that belong to them.</summary>
    ChangelogBeforeOutputs,

    /// <summary>Dead letters are committed by themselves.</summary>
    DeadLettersApart,

    /// <summary>A commit's position is one too high.</summary>
    PositionTooHigh,

    /// <summary>A commit's position is one too low.</summary>
    PositionTooLow,

    /// <summary>A commit's position is that of what was fetched, and not that of what was processed.</summary>
    PositionOfFetched,

    /// <summary>Now and then the changes of a store are not written.</summary>
    ChangelogEntryLost,

    /// <summary>A changelog is read backwards.</summary>
    RestoreBackwards,

    /// <summary>The last record of a changelog's batch is not restored.</summary>
    RestoreEndsEarly,

    /// <summary>Deletions are not restored.</summary>
    TombstoneLostInRestore,

    /// <summary>The stream time of a window store is not restored.</summary>
    StreamTimeLost,

    /// <summary>Windows are dropped before their grace is over.</summary>
    WindowExpiresEarly,

    /// <summary>A repartition topic is read from its beginning after a restart.</summary>
    RepartitionReadAgain,

    /// <summary>A record goes to the partition of the task that wrote it, and not to that of its key.</summary>
    WrongPartition,

    /// <summary>A commit is shown before it is on the disk, though it should not be.</summary>
    CommitBeforeFlush,

    /// <summary>What was committed is not cleared, and committed again.</summary>
    CommittedTwice,

    /// <summary>What a commit that failed has written is left there, and seen.</summary>
    RollBackForgotten,

    /// <summary>A new file of commits begins without the positions.</summary>
    PositionsLostInNewCommits,

    /// <summary>Batches are called durable without a flush.</summary>
    BatchesNotFlushed,

    /// <summary>Entries of commits are called durable without a flush.</summary>
    EntriesNotFlushed,

    /// <summary>Names of new segments are not synced.</summary>
    FoldersNotSynced,

    /// <summary>The name of a new file of commits is not synced.</summary>
    RenameNotSynced,

    /// <summary>A new file of commits gets its name before it is on the disk.</summary>
    NewCommitsNotFlushed,

    /// <summary>A commit counts though a part of its records is lost.</summary>
    HalfCommitCounts,

    /// <summary>A torn entry of a commit counts.</summary>
    EntryChecksumIgnored,

    /// <summary>A torn batch counts.</summary>
    BatchChecksumIgnored,

    /// <summary>Who reads a batch does not check it.</summary>
    ReaderChecksumIgnored,

    /// <summary>Records behind the last whole commit are kept.</summary>
    UncommittedKept,

    /// <summary>What a killed process has left is not flushed by the next one.</summary>
    NotWrittenAgain,

    /// <summary>Retention deletes what nobody has read.</summary>
    UnreadDeleted,

    /// <summary>Compaction keeps the older records of a key.</summary>
    NewestCompacted,

    /// <summary>Compaction takes away records of what a store still has, as if it had expired.</summary>
    ChangelogExpiresEarly,

    /// <summary>A compacted segment takes the place of others before it is on the disk.</summary>
    CompactedNotFlushed,

    /// <summary>A checkpoint gets its name before its commits are on the disk, and is used though the log does not have them.</summary>
    CheckpointAhead,

    /// <summary>A checkpoint gets its name before it is on the disk, and is used without a look at its bytes.</summary>
    CheckpointUnchecked,

    /// <summary>What the changelog has behind a checkpoint is not restored.</summary>
    CheckpointTailSkipped,

    /// <summary>The first record behind a checkpoint is not restored.</summary>
    CheckpointOffsetTooHigh,
}

/// <summary>
/// Mistakes at the places that durability depends on, one of which can be switched on: a simulation that does not find each of them is too
/// weak.
/// </summary>
/// <remarks>For the project's own tests only. Off, it costs a comparison, and never one a record.</remarks>
internal static class PlantedBugs
{
    /// <summary>The mistake that is made now, by the whole process.</summary>
    public static PlantedBug Active { get; set; }

    /// <summary>Whether this mistake is made.</summary>
    public static bool Has(PlantedBug bug) => Active == bug;
}
