using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>What SELECT and HAVING of an aggregating query may name: its groups, its aggregates, its window.</summary>
/// <param name="isOverTable">What is grouped is a table.</param>
/// <param name="isMerged">Groups are merged, as those of sessions that a row brings together.</param>
/// <param name="setting">The value that SET gave above the query, if any.</param>
internal sealed class Grouping(
    EquatableArray<BoundExpression> keys, bool isWindowed, bool isOverTable, bool isMerged, Func<string, string?> setting)
{
    private readonly List<BoundAggregate> _aggregates = [];

    public bool IsWindowed => isWindowed;

    public bool IsOverTable => isOverTable;

    public bool IsMerged => isMerged;

    /// <summary>The value that SET gave above the query; null where it gave none.</summary>
    public string? Setting(string name) => setting(name);

    /// <summary>A grouping expression has a mistake: what is not found among the others may well be it.</summary>
    public bool IsOpen { get; } = keys.Any(key => Coercion.IsError(key.Type));

    public EquatableArray<BoundAggregate> Aggregates => _aggregates.ToEquatableArray();

    /// <summary>The group's part that an expression is; null where it is none.</summary>
    public BoundKeyPart? FindKey(BoundExpression expression)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] == expression && !Coercion.IsError(expression.Type))
            {
                return new BoundKeyPart(i, expression.Type);
            }
        }

        return null;
    }

    /// <summary>Equal calls are computed once.</summary>
    public BoundAggregateValue Add(BoundAggregate aggregate)
    {
        int index = _aggregates.FindIndex(other => other with { Clause = aggregate.Clause } == aggregate);
        if (index < 0)
        {
            index = _aggregates.Count;
            _aggregates.Add(aggregate);
        }

        return new BoundAggregateValue(index, aggregate.Type, aggregate.User is not null);
    }
}
