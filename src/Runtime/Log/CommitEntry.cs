namespace QueryGen.Log;

/// <summary>One commit as read back, or several folded into one: what became visible and true together.</summary>
internal sealed class CommitEntry
{
    /// <summary>Committed end offset by topic and partition.</summary>
    public Dictionary<(string Topic, int Partition), long> Ends { get; } = [];

    /// <summary>Positions by name; an empty value takes the position away.</summary>
    public Dictionary<string, byte[]> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes in a later commit.</summary>
    public void Add(CommitEntry later)
    {
        foreach ((var partition, long end) in later.Ends)
        {
            Ends[partition] = end;
        }

        foreach ((string name, byte[] value) in later.Positions)
        {
            if (value.Length == 0)
            {
                Positions.Remove(name);
            }
            else
            {
                Positions[name] = value;
            }
        }
    }
}

/// <summary>What a file of commits says.</summary>
/// <param name="Durable">All commits that were on disk with their records, folded into one.</param>
/// <param name="DurableBytes">The place behind them.</param>
/// <param name="Later">
/// Whole entries behind it, oldest first, each with the place behind it; their records may be lost.
/// </param>
internal sealed record CommitHistory(CommitEntry Durable, long DurableBytes, IReadOnlyList<(CommitEntry Entry, long End)> Later);
