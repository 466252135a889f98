namespace QueryGen.Tasks;

/// <summary>A task's name: sub-topology and partition, written <c>0_3</c>.</summary>
public readonly record struct TaskId(int SubTopology, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{SubTopology}_{Partition}";
}
