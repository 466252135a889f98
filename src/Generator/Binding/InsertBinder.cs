using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds INSERT INTO: a query's rows into a stream that is there, or constants.</summary>
internal sealed class InsertBinder(StatementScope scope)
{
    private readonly BindingReport _report = scope.Report;

    /// <summary>The query with its columns brought to the target's types; null where it cannot be written there (reported).</summary>
    public BoundSelect? BindSelect(InsertIntoSyntax syntax, FoundSource? target)
    {
        WithProperties properties = new(syntax.With, _report, ["QUERY_ID"]);
        properties.Text("QUERY_ID");
        SelectResult result = new SelectBinder(syntax.Query, scope).Bind();
        if (target is null)
        {
            return null;
        }

        if (target.Source.Kind == SourceKind.Table)
        {
            _report.Report(BindingDiagnostics.InsertIntoTable, syntax.Target.Span, syntax.Target.Text);
            return null;
        }

        if (!CheckTarget(syntax.Target, target.Source) || result.IsBroken || target.IsBroken)
        {
            return null;
        }

        if (result.Kind == SourceKind.Table)
        {
            _report.Report(
                BindingDiagnostics.InsertNotAllowed, syntax.Target.Span, syntax.Target.Text,
                "the query gives a table, whose changes are no stream");
            return null;
        }

        return Fit(syntax, result, target.Source);
    }

    /// <summary><c>INSERT INTO target [(columns)] VALUES (…)</c>; null where it cannot be written (reported).</summary>
    public BoundInsertValues? BindValues(InsertValuesSyntax syntax, FoundSource? target)
    {
        ExpressionBinder constants = new(new Scope([], isOpen: true), _report, scope.Types, scope.Functions, "VALUES");
        if (target is null || target.IsBroken || !CheckTarget(syntax.Target, target.Source))
        {
            return null;
        }

        DataSource source = target.Source;
        int before = _report.Errors;
        if (FindColumns(syntax, source) is not { } columns)
        {
            return null;
        }

        if (columns.Count != syntax.Values.Count)
        {
            SourceSpan all = syntax.Values.Count == 0
                ? syntax.Target.Span
                : syntax.Values[0].Span.To(syntax.Values[syntax.Values.Count - 1].Span);
            _report.Report(BindingDiagnostics.InsertCount, all, $"{syntax.Values.Count}", $"{columns.Count}");
            return null;
        }

        Dictionary<string, BoundExpression> values = new(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            values[columns[i].Name] = BindConstant(constants, syntax.Values[i], columns[i].Type);
        }

        CheckPrimaryKey(syntax, source, values);
        EquatableArray<BoundExpression> row = source.Columns
            .Select(column => values.TryGetValue(column.Name, out BoundExpression? value)
                ? value
                : new BoundLiteral(column.Type, null))
            .ToEquatableArray();
        values.TryGetValue("ROWTIME", out BoundExpression? rowTime);
        return _report.Errors > before
            ? null
            : new BoundInsertValues(source, row, rowTime, _report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span));
    }

    private bool CheckTarget(IdentifierSyntax name, DataSource target)
    {
        bool hasHeaders = target.Columns.Any(column => column.Role is ColumnRole.Header or ColumnRole.Headers);
        string? reason =
            target.IsReadOnly ? "it was created as a read-only SOURCE"
            : hasHeaders ? "it has header columns, which cannot be written"
            : target.Window.Kind != WindowKind.None ? "its keys are windowed"
            : null;
        if (reason is not null)
        {
            _report.Report(BindingDiagnostics.InsertNotAllowed, name.Span, name.Text, reason);
        }

        return reason is null;
    }

    private BoundSelect? Fit(InsertIntoSyntax syntax, SelectResult result, DataSource target)
    {
        EquatableArray<BoundColumnDefinition> columns = result.Select.Columns;
        SourceSpan list = syntax.Query.Items[0].Span.To(syntax.Query.Items[syntax.Query.Items.Count - 1].Span);
        List<BoundColumnDefinition> fitted = [];
        for (int i = 0; i < Math.Max(columns.Count, target.Columns.Count); i++)
        {
            BoundColumnDefinition? column = i < columns.Count ? columns[i] : null;
            ColumnSchema? wanted = i < target.Columns.Count ? target.Columns[i] : null;
            bool isSameName = column is not null && wanted is not null && column.Name == wanted.Name
                && column.IsKey == (wanted.Role == ColumnRole.Key);
            BoundExpression? value = isSameName ? Convert(column!.Expression, wanted!.Type) : null;
            if (value is null)
            {
                _report.Report(
                    BindingDiagnostics.InsertSchema,
                    column is null ? list : result.Places[i],
                    $"{i + 1}",
                    column is null ? "missing" : $"'{column.Name}' {column.Type}{(column.IsKey ? " KEY" : "")}",
                    target.Name,
                    wanted is null ? "none" : $"'{wanted.Name}' {wanted.Type}{(wanted.Role == ColumnRole.Key ? " KEY" : "")}");
                return null;
            }

            fitted.Add(column! with { Expression = value, Type = wanted!.Type });
        }

        return result.Select with { Columns = fitted.ToEquatableArray() };
    }

    private static BoundExpression? Convert(BoundExpression value, SqlType type)
    {
        if (value is BoundLiteral literal && Coercion.IsNumeric(literal.Type) && type.Kind == SqlKind.Decimal)
        {
            return Conversion.Lax(literal, type);
        }

        return Coercion.IsImplicit(value.Type, type) ? Conversion.To(value, type) : null;
    }

    // The written columns, or all keys and values; null where one is unknown or not writable (reported).
    private List<ColumnSchema>? FindColumns(InsertValuesSyntax syntax, DataSource source)
    {
        if (syntax.Columns.Count == 0)
        {
            return [.. source.Columns];
        }

        List<ColumnSchema> found = [];
        bool isBroken = false;
        foreach (IdentifierSyntax name in syntax.Columns)
        {
            ColumnSchema? column = name.Text == "ROWTIME"
                ? new ColumnSchema("ROWTIME", SqlType.BigInt, ColumnRole.Value)
                : source.Columns.FirstOrDefault(each => each.Name == name.Text);
            if (column is null || found.Contains(column))
            {
                isBroken = true;
                ReportColumn(name, source, isTwice: column is not null);
                continue;
            }

            found.Add(column);
        }

        return isBroken ? null : found;
    }

    private void ReportColumn(IdentifierSyntax name, DataSource source, bool isTwice)
    {
        if (isTwice)
        {
            _report.Report(BindingDiagnostics.DuplicateColumn, name.Span, name.Text);
        }
        else if (Scope.IsSystemColumn(name.Text))
        {
            _report.Report(
                BindingDiagnostics.InsertNotHere, name.Span, name.Text, "it says where the record stands in its topic");
        }
        else
        {
            List<string> names = source.Columns.Select(column => column.Name).ToList();
            string hint = Suggestion.Among(name.Text, "there are", names);
            _report.Report(BindingDiagnostics.UnknownColumn, name.Span, name.Text, hint);
        }
    }

    private static BoundExpression BindConstant(ExpressionBinder constants, ExpressionSyntax syntax, SqlType type)
    {
        if (FirstColumn(syntax) is { } column)
        {
            return constants.Fail(BindingDiagnostics.NotConstant, column.Span, column.Name.Text);
        }

        BoundExpression bound = constants.Bind(syntax);
        if (Coercion.IsError(bound.Type) || bound.Type == type)
        {
            return bound;
        }

        if (bound is BoundLiteral literal)
        {
            if (Conversion.Lax(literal, type) is { } constant)
            {
                return constant;
            }

            bool needsReading = literal.Type.Kind == SqlKind.String && Coercion.IsImplicit(literal.Type, type);
            return needsReading && SqlTimestampText.IsOne((string)literal.Value!, type.Kind)
                ? new BoundCast(literal, type)
                : constants.Fail(BindingDiagnostics.LiteralNotOfType, syntax.Span, SyntaxPrinter.Print(syntax), type.ToString());
        }

        return Coercion.IsImplicit(bound.Type, type) || (bound.Type.Kind == SqlKind.Struct && Coercion.CanCast(bound.Type, type))
            ? Conversion.To(bound, type)
            : constants.Fail(BindingDiagnostics.LiteralNotOfType, syntax.Span, $"A value of type {bound.Type}", type.ToString());
    }

    private static ColumnSyntax? FirstColumn(ExpressionSyntax syntax) => syntax switch
    {
        ColumnSyntax column => column,
        SignSyntax sign => FirstColumn(sign.Operand),
        ArithmeticSyntax arithmetic => FirstColumn(arithmetic.Left) ?? FirstColumn(arithmetic.Right),
        ConcatenationSyntax concatenation => FirstColumn(concatenation.Left) ?? FirstColumn(concatenation.Right),
        CastSyntax cast => FirstColumn(cast.Operand),
        FunctionCallSyntax call => call.Arguments.Select(FirstColumn).FirstOrDefault(found => found is not null),
        ArrayConstructorSyntax array => array.Elements.Select(FirstColumn).FirstOrDefault(found => found is not null),
        MapConstructorSyntax map =>
            map.Entries.Select(entry => FirstColumn(entry.Key) ?? FirstColumn(entry.Value))
                .FirstOrDefault(found => found is not null),
        StructConstructorSyntax fields =>
            fields.Fields.Select(field => FirstColumn(field.Value)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private void CheckPrimaryKey(InsertValuesSyntax syntax, DataSource source, Dictionary<string, BoundExpression> values)
    {
        foreach (ColumnSchema key in source.Columns.Where(column => column.Role == ColumnRole.PrimaryKey))
        {
            if (!values.TryGetValue(key.Name, out BoundExpression? value) || value is BoundLiteral { Value: null })
            {
                _report.Report(BindingDiagnostics.InsertMissingKey, syntax.Target.Span, key.Name, source.Name);
            }
        }
    }
}
