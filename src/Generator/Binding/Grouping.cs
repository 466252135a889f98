using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>What SELECT and HAVING of an aggregating query may name: its groups, its aggregates, its window.</summary>
/// <param name="window">Null: none.</param>
/// <param name="isOverTable">What is grouped is a table.</param>
/// <param name="setting">The value that SET gave above the query, if any.</param>
internal sealed class Grouping(EquatableArray<BoundExpression> keys, WindowSyntax? window, bool isOverTable, Func<string, string?> setting)
{
    private readonly List<BoundAggregate> _aggregates = [];

    public bool IsWindowed => window is not null;

    /// <summary>States of sessions are merged.</summary>
    public bool IsInSessions => window is SessionWindowSyntax;

    public bool IsOverTable => isOverTable;

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
