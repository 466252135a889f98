using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>A bound query with what its sink needs to know.</summary>
/// <param name="Places">For each column of the result where its SELECT item stands.</param>
/// <param name="IsBroken">It has errors; its columns may not be all there are.</param>
/// <param name="IsKeyRemoved">PARTITION BY NULL.</param>
internal sealed record SelectResult(
    BoundSelect Select, SourceKind Kind, KeyWindow Window, EquatableArray<SourceSpan> Places, bool IsBroken, bool IsKeyRemoved);

/// <summary>Binds a query clause by clause, in SQL's logical order.</summary>
internal sealed class SelectBinder
{
    private readonly SelectSyntax _query;
    private readonly StatementScope _statement;
    private readonly BindingReport _report;
    private readonly Scope _scope;
    private readonly AggregateBinder _aggregates;

    public SelectBinder(SelectSyntax query, StatementScope statement)
    {
        _query = query;
        _statement = statement;
        _report = statement.Report;
        _scope = BindSources();
        _aggregates = new AggregateBinder(query, statement, _scope);
    }

    public SelectResult Bind()
    {
        int before = _report.Errors;
        CheckShape();
        BoundJoins joins = new JoinBinder(_query, _statement, _scope, Expressions("ON")).Bind();
        BoundPredicate? where = _query.Where is null ? null : BindPredicate(_query.Where, Expressions("WHERE"), "WHERE");
        BoundKeys? partitionBy = BindPartitionBy();
        Grouping? grouping = null;
        BoundAggregation? aggregation = null;
        if (_query.GroupBy is { } groupBy)
        {
            _aggregates.CheckSource();
            BoundWindow? window = new WindowBinder(_statement).Bind(_query);
            BoundKeys keys = _aggregates.BindKeys(groupBy, "GROUP BY");
            grouping = new Grouping(
                keys.Parts, _query.Window, _scope.Sources[0].Source.Kind == SourceKind.Table, _statement.Setting);
            aggregation = new BoundAggregation(keys, window, [], null);
        }

        BoundPredicate? having = BindHaving(grouping);
        List<BoundTableFunction>? tables = grouping is null && _scope.Sources[0].Source.Kind == SourceKind.Stream ? [] : null;
        ProjectionBinder projection = new(
            _query, _statement, _scope, Expressions("SELECT", grouping, tables), grouping, joins, partitionBy);
        Projection projected = projection.Bind(aggregation?.GroupBy, hasErrors: _report.Errors > before || _scope.IsOpen);
        if (grouping is not null)
        {
            CheckGrouping(grouping, before);
            aggregation = aggregation! with { Aggregates = grouping.Aggregates, Having = having };
        }

        BoundSelect select = new(
            _scope.Sources, joins.Joins, where, partitionBy, aggregation, projected.Columns)
        {
            TableFunctions = tables?.ToEquatableArray() ?? [],
        };
        KeyWindow keyWindow = aggregation is null ? _scope.Sources[0].Source.Window : aggregation.Window?.Key ?? KeyWindow.None;
        SourceKind kind = _query.GroupBy is null ? _scope.Sources[0].Source.Kind : SourceKind.Table;
        bool isBroken = _scope.IsOpen || _report.Errors > before;
        bool isKeyRemoved = partitionBy is { Parts.Count: 0 };
        return new SelectResult(select, kind, keyWindow, projected.Places, isBroken, isKeyRemoved);
    }

    private ExpressionBinder Expressions(string clause, Grouping? grouping = null, List<BoundTableFunction>? tables = null) =>
        new(_scope, _report, _statement.Types, _statement.Functions, clause, grouping) { Tables = tables };

    private Scope BindSources()
    {
        List<BoundSource> sources = [];
        bool isOpen = false;
        foreach (RelationSyntax relation in new[] { _query.From }.Concat(_query.Joins.Select(join => join.Right)))
        {
            FoundSource? found = _statement.FindSource(relation.Name);
            string alias = (relation.Alias ?? relation.Name).Text;
            isOpen |= found is null or { IsBroken: true };
            if (sources.Any(source => source.Alias == alias))
            {
                bool isSelf = sources.Any(source => source.Source.Name == relation.Name.Text);
                _report.Report(
                    isSelf ? BindingDiagnostics.SelfJoin : BindingDiagnostics.DuplicateAlias,
                    (relation.Alias ?? relation.Name).Span,
                    isSelf ? relation.Name.Text : alias);
                (isOpen, found) = (true, null);
            }
            else if (found is not null && sources.Any(source => source.Source.Name == found.Source.Name))
            {
                _report.Report(BindingDiagnostics.SelfJoin, relation.Name.Span, found.Source.Name);
                (isOpen, found) = (true, null);
            }

            sources.Add(new BoundSource(found?.Source ?? Unknown(relation.Name), alias));
        }

        return new Scope(sources.ToEquatableArray(), isOpen) { HasWindow = _query.Window is not null };
    }

    // Holds the place of a source that is not there: a stream of which nothing is known.
    private DataSource Unknown(IdentifierSyntax name) => new(
        name.Text, SourceKind.Stream, [], name.Text, new FormatSpec(SerdeFormat.Json), new FormatSpec(SerdeFormat.Json),
        KeyWindow.None,
        null, null, null, null, null, OnError: null, IsReadOnly: false, IsDerived: false, null,
        _report.PlaceOf(name.Span));

    private void CheckShape()
    {
        DataSource from = _scope.Sources[0].Source;
        if (from.Kind == SourceKind.Table && from.Window.Kind != WindowKind.None)
        {
            _report.Report(BindingDiagnostics.WindowedTable, _query.From.Name.Span, from.Name);
        }

        if (_query.Window is { } window && _query.GroupBy is null)
        {
            _report.Report(BindingDiagnostics.WindowWithoutGroupBy, window.Span);
        }

        if (_query.Emit is { IsFinal: true } emit && (_query.Window is null || _query.GroupBy is null))
        {
            _report.Report(BindingDiagnostics.EmitFinalWithoutWindow, emit.Span);
        }

        if (_query.Limit is { } limit)
        {
            _report.Report(BindingDiagnostics.LimitNotHere, limit.Span);
        }

        if (_query.GroupBy is not null && _query.PartitionBy is { } partitionBy)
        {
            _report.Report(BindingDiagnostics.NotSupportedYet, partitionBy.Span, "PARTITION BY with GROUP BY");
        }
    }

    private BoundPredicate? BindPredicate(ExpressionSyntax syntax, ExpressionBinder expressions, string clause)
    {
        BoundExpression condition = expressions.BindCondition(syntax, clause);
        return Coercion.IsError(condition.Type)
            ? null
            : new BoundPredicate(condition, _report.ClauseOf(SyntaxPrinter.Print(clause, syntax), syntax.Span));
    }

    private BoundPredicate? BindHaving(Grouping? grouping)
    {
        if (_query.Having is not { } having)
        {
            return null;
        }

        if (grouping is null)
        {
            _report.Report(BindingDiagnostics.HavingWithoutGroupBy, having.Span);
            return null;
        }

        return BindPredicate(having, Expressions("HAVING", grouping), "HAVING");
    }

    private BoundKeys? BindPartitionBy()
    {
        if (_query.PartitionBy is not { } syntax)
        {
            return null;
        }

        DataSource from = _scope.Sources[0].Source;
        if (from.Kind == SourceKind.Table)
        {
            _report.Report(BindingDiagnostics.PartitionByTable, syntax.Span);
            return null;
        }

        if (syntax.Keys.Count == 0)
        {
            _report.Report(
                BindingDiagnostics.PartitionKeys, syntax.Span,
                "PARTITION BY needs an expression; write PARTITION BY NULL for no key at all");
            return null;
        }

        if (syntax.Keys.Any(key => key is NullLiteralSyntax) && syntax.Keys.Count > 1)
        {
            ExpressionSyntax none = syntax.Keys.First(key => key is NullLiteralSyntax);
            _report.Report(BindingDiagnostics.PartitionKeys, none.Span, "NULL stands alone in PARTITION BY: it removes the key");
            return null;
        }

        BoundKeys keys = _aggregates.BindKeys(syntax, "PARTITION BY");
        if (keys.Parts.Any(part => Coercion.IsError(part.Type)))
        {
            return null;
        }

        keys = keys.Parts is [BoundLiteral { Value: null }] ? keys with { Parts = [] } : keys;
        List<ColumnSchema> current = from.Columns.Where(column => column.Role == ColumnRole.Key).ToList();
        bool isSame = !_scope.IsJoin && current.Count == 1 && keys.Parts is [BoundColumn column]
            && column.Name == current[0].Name;
        if (isSame)
        {
            return null;
        }

        if (from.Window.Kind != WindowKind.None)
        {
            _report.Report(BindingDiagnostics.RepartitionWindowed, syntax.Span, from.Name);
        }

        return keys;
    }

    private void CheckGrouping(Grouping grouping, int errorsBefore)
    {
        if (grouping.Aggregates.Count == 0 && _report.Errors == errorsBefore && !_scope.IsOpen)
        {
            _report.Report(BindingDiagnostics.NoAggregate, _query.GroupBy!.Span);
        }

        _aggregates.CheckStates(grouping);
    }
}
