namespace QueryGen.Testing.Simulation;

/// <summary>A folder: the names on the disk, those that programs see, and the changes between the two.</summary>
internal sealed class SimulatedFolder : SimulatedNode
{
    private readonly List<(string Name, SimulatedNode? Node)[]> _pending = [];
    private SortedDictionary<string, SimulatedNode> _seen = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedNode> _durable = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, SimulatedNode>> Entries => _seen;

    public SimulatedNode? this[string name] => _seen.GetValueOrDefault(name);

    /// <summary>Changes names in one step; a null node takes a name away.</summary>
    public void Change(params (string Name, SimulatedNode? Node)[] change)
    {
        _pending.Add(change);
        Apply(_seen, change);
    }

    public void Sync()
    {
        _pending.ForEach(change => Apply(_durable, change));
        _pending.Clear();
    }

    /// <summary>Of the changes that were not synced nothing, everything, the first ones, or any of them survive.</summary>
    public override void Crash(SeededRandom random)
    {
        int kind = random.Next(4);
        int first = random.Next(_pending.Count + 1);
        for (int i = 0; i < _pending.Count; i++)
        {
            if (kind switch { 0 => false, 1 => true, 2 => i < first, _ => random.Chance(0.5) })
            {
                Apply(_durable, _pending[i]);
            }
        }

        _pending.Clear();
        _seen = new SortedDictionary<string, SimulatedNode>(_durable, StringComparer.Ordinal);
        foreach (SimulatedNode node in _seen.Values)
        {
            node.Crash(random);
        }
    }

    private static void Apply(SortedDictionary<string, SimulatedNode> names, (string Name, SimulatedNode? Node)[] change)
    {
        foreach ((string name, SimulatedNode? node) in change)
        {
            if (node is null)
            {
                names.Remove(name);
            }
            else
            {
                names[name] = node;
            }
        }
    }
}
