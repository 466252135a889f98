using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds GROUP BY and HAVING.</summary>
internal sealed class AggregateBinder(SelectSyntax query, StatementScope statement, Scope scope)
{
    private readonly BindingReport _report = statement.Report;

    /// <summary>GROUP BY, or PARTITION BY: the expressions of the new key, in their order.</summary>
    public BoundKeys BindKeys(KeysSyntax syntax, string clause)
    {
        ExpressionBinder expressions = new(scope, _report, statement.Types, statement.Functions, clause);
        List<BoundExpression> parts = [];
        foreach (ExpressionSyntax key in syntax.Keys)
        {
            BoundExpression part = expressions.Bind(key);
            if (part is not BoundError && parts.Contains(part))
            {
                _report.Report(BindingDiagnostics.DuplicateGroupBy, key.Span, SyntaxPrinter.Print(key), clause);
                continue;
            }

            if (part.Type.Kind == SqlKind.Null && clause == "GROUP BY")
            {
                part = expressions.Fail(BindingDiagnostics.ColumnWithoutType, key.Span);
            }
            else if (Coercion.HoldsMap(part.Type))
            {
                part = expressions.Fail(BindingDiagnostics.MapInKey, key.Span, SyntaxPrinter.Print(key), part.Type.ToString());
            }

            parts.Add(part);
        }

        return new BoundKeys(parts.ToEquatableArray(), _report.ClauseOf(SyntaxPrinter.Print(clause, syntax), syntax.Span));
    }

    /// <summary>Reports what cannot be aggregated.</summary>
    public void CheckSource()
    {
        DataSource from = scope.Sources[0].Source;
        if (from.Columns.Count == 0)
        {
            return;
        }

        if (from.Kind == SourceKind.Table)
        {
            if (query.Window is { } window)
            {
                _report.Report(BindingDiagnostics.WindowOverTable, window.Span, from.Name);
            }
        }
        else if (from.ValueFormat.Format == SerdeFormat.Kafka)
        {
            _report.Report(BindingDiagnostics.KafkaValueFormat, query.From.Name.Span, from.Name, "GROUP BY");
        }
    }

    /// <summary>Whether the values of the source can hold the states of the aggregates.</summary>
    public void CheckStates(Grouping grouping)
    {
        DataSource from = scope.Sources[0].Source;
        if (from.ValueFormat.Format != SerdeFormat.Delimited || from.Columns.Count == 0 || query.GroupBy is null)
        {
            return;
        }

        foreach (BoundAggregate aggregate in grouping.Aggregates)
        {
            Functions.AggregateFunction? function = Functions.Aggregates.All.FirstOrDefault(each => each.Kind == aggregate.Kind);
            if (function is { HasContainerState: true })
            {
                _report.Report(
                    BindingDiagnostics.IntermediateType, query.GroupBy.Span, function?.Name ?? "An aggregate",
                    "DELIMITED", from.Name);
                return;
            }
        }
    }
}
