using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds GROUP BY, WINDOW and HAVING.</summary>
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

    /// <summary>Reports what cannot be aggregated at all, or not yet.</summary>
    public void CheckSource(KeysSyntax groupBy)
    {
        DataSource from = scope.Sources[0].Source;
        if (from.Columns.Count == 0)
        {
            return;
        }

        if (from.Kind == SourceKind.Table)
        {
            _report.Report(BindingDiagnostics.NotSupportedYet, groupBy.Span, "GROUP BY over a table");
        }
        else if (from.Window.Kind != WindowKind.None)
        {
            _report.Report(BindingDiagnostics.NotSupportedYet, groupBy.Span, "GROUP BY over a windowed stream");
        }
        else if (from.ValueFormat.Format == SerdeFormat.Kafka)
        {
            _report.Report(BindingDiagnostics.KafkaValueFormat, query.From.Name.Span, from.Name, "GROUP BY");
        }
    }

    public BoundWindow? BindWindow()
    {
        switch (query.Window)
        {
            case null:
                return null;
            case HoppingWindowSyntax hopping:
                _report.Report(BindingDiagnostics.NotSupportedYet, hopping.Span, "HOPPING window");
                return null;
            case SessionWindowSyntax session:
                _report.Report(BindingDiagnostics.NotSupportedYet, session.Span, "SESSION window");
                return null;
        }

        TumblingWindowSyntax window = (TumblingWindowSyntax)query.Window;
        long? size = Length(window.Size, "The size of a window", atLeast: 1);
        long? grace = window.Grace is null ? null : Length(window.Grace, "GRACE PERIOD", atLeast: 0);
        long? retention = window.Retention is null ? null : Length(window.Retention, "RETENTION", atLeast: 1);
        long sizeMs = size ?? 1;
        long graceMs = grace ?? Math.Max(Durations.DayMs - sizeMs, 0);
        if (retention < sizeMs + graceMs)
        {
            string hint = window.Grace is null ? " (24 hours less the size where no GRACE PERIOD is written)" : "";
            _report.Report(
                BindingDiagnostics.WindowSize, window.Retention!.Span,
                $"RETENTION must be at least the size and the grace period together{hint}");
        }

        return new BoundWindow(sizeMs, graceMs, retention, _report.ClauseOf(SyntaxPrinter.Print(window), window.Span));
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
            if (function is { HasContainerState: true }
                || (aggregate.Argument is { } argument && Coercion.IsContainer(argument.Type)))
            {
                _report.Report(
                    BindingDiagnostics.IntermediateType, query.GroupBy.Span, function?.Name ?? "An aggregate",
                    "DELIMITED", from.Name);
                return;
            }
        }
    }

    private long? Length(DurationSyntax duration, string what, long atLeast)
    {
        if (Durations.UnitMs(duration.Unit) is not { } unitMs)
        {
            _report.Report(
                BindingDiagnostics.WindowSize, duration.Span,
                $"{what} is given in DAYS or less: months and years vary in length");
            return null;
        }

        if (duration.Count < atLeast || duration.Count > long.MaxValue / 4 / unitMs)
        {
            _report.Report(
                BindingDiagnostics.WindowSize, duration.Span,
                $"{what} must be {(atLeast == 0 ? "zero or more" : "more than zero")}, and less than 70 million years");
            return null;
        }

        return duration.Count * unitMs;
    }
}
