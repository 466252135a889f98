using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>The result's columns, keys first, and where each one's SELECT item stands.</summary>
internal sealed record Projection(EquatableArray<BoundColumnDefinition> Columns, EquatableArray<SourceSpan> Places);

/// <summary>Binds a SELECT list: expands stars, names the columns, and finds the key among them.</summary>
internal sealed class ProjectionBinder(
    SelectSyntax query,
    StatementScope statement,
    Scope scope,
    ExpressionBinder expressions,
    Grouping? grouping,
    BoundJoins joins,
    BoundKeys? partitionBy)
{
    private readonly BindingReport _report = statement.Report;
    private readonly ColumnNames _names = new(scope.AllNames);
    private readonly List<Item> _items = [];

    /// <summary>A column of the SELECT list, stars expanded.</summary>
    private sealed record Item(string Name, BoundExpression Expression, SelectItemSyntax Syntax);

    public Projection Bind(BoundKeys? groupBy, bool hasErrors)
    {
        int before = _report.Errors;
        foreach (SelectItemSyntax item in query.Items)
        {
            switch (item)
            {
                case SelectStarSyntax star:
                    AddStar(star);
                    break;
                case SelectStructStarSyntax fields:
                    AddFields(fields);
                    break;
                case SelectExpressionSyntax expression:
                    AddExpression(expression);
                    break;
            }
        }

        // Where the parser took no item, it has said why.
        bool isBroken = hasErrors || query.Items.Count == 0
            || _report.Errors > before || _items.Any(item => Coercion.IsError(item.Expression.Type));
        return Arrange(groupBy, isBroken);
    }

    private void Add(string name, BoundExpression expression, SelectItemSyntax syntax) => _items.Add(new Item(name, expression, syntax));

    private void AddExpression(SelectExpressionSyntax syntax)
    {
        if (syntax.Alias is { } alias && Scope.IsSystemColumn(alias.Text))
        {
            _report.Report(BindingDiagnostics.ReservedName, alias.Span, alias.Text);
        }

        BoundExpression bound = expressions.Bind(syntax.Expression);
        if (bound.Type.Kind == SqlKind.Null)
        {
            bound = expressions.Fail(BindingDiagnostics.ColumnWithoutType, syntax.Expression.Span);
        }

        if (syntax.Alias is null && bound is not BoundError && syntax.Expression is ColumnSyntax { Name.Text: var system } column
            && Scope.IsSystemColumn(system) && (!scope.IsJoin || column.Qualifier is null))
        {
            bound = expressions.Fail(BindingDiagnostics.BareSystemColumn, column.Span, system);
        }

        Add(NameOf(syntax), bound, syntax);
    }

    private string NameOf(SelectExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case { Alias: { } alias }:
                return alias.Text;
            case { Expression: ColumnSyntax column }:
                return NameOfColumn(column);
            case { Expression: DereferenceSyntax dereference }:
                return _names.ForField(dereference.Field.Text);
            default:
                return _names.ForExpression();
        }
    }

    private string NameOfColumn(ColumnSyntax column)
    {
        string name = column.Name.Text;
        return scope.IsJoin && scope.IsShared(name) && scope.Find(column.Qualifier?.Text, name) is [var found]
            ? $"{scope.AliasOf(found.Source)}_{name}"
            : name;
    }

    private void AddStar(SelectStarSyntax syntax)
    {
        string? alias = syntax.Qualifier?.Text;
        if (alias is not null && !scope.HasAlias(alias))
        {
            if (!scope.IsOpen)
            {
                _report.Report(
                    BindingDiagnostics.UnknownAlias,
                    syntax.Qualifier!.Span,
                    alias,
                    Suggestion.Among(alias, "there are", scope.Sources.Select(source => source.Alias).ToList()));
            }

            return;
        }

        if (partitionBy is not null)
        {
            AddRepartitionedStar(syntax, alias, partitionBy);
            return;
        }

        foreach (ScopeColumn column in scope.Star(alias))
        {
            BoundExpression expression = column.ToExpression();
            if (grouping is not null)
            {
                if (grouping.IsOpen)
                {
                    return;
                }

                if (grouping.FindKey(expression) is not { } key)
                {
                    _report.Report(BindingDiagnostics.NotGrouped, syntax.Span, column.Name);
                    return;
                }

                expression = key;
            }

            bool isOwn = !scope.IsJoin || column.Source == BoundJoins.KeySource;
            Add(isOwn ? column.Name : $"{scope.AliasOf(column.Source)}_{column.Name}", expression, syntax);
        }
    }

    // The new key, then the values, then what was the key before.
    private void AddRepartitionedStar(SelectStarSyntax syntax, string? alias, BoundKeys keys)
    {
        string NameOf(BoundColumn column) => scope.IsJoin && column.Source != BoundJoins.KeySource
            ? $"{scope.AliasOf(column.Source)}_{column.Name}"
            : column.Name;
        foreach (BoundExpression part in keys.Parts)
        {
            string name = part switch
            {
                BoundColumn column => NameOf(column),
                BoundField field => _names.ForField(field.Field),
                _ => _names.ForExpression(),
            };
            Add(name, part, syntax);
        }

        // Over a join, as in ksqlDB, the rows have what its sources know of their records, too.
        IEnumerable<ScopeColumn> columns = scope.IsJoin ? scope.WithRecords(alias) : scope.Star(alias);
        foreach (ScopeColumn column in columns.OrderBy(column => column.Source).ThenBy(column => column.IsKey ? 1 : 0))
        {
            BoundColumn expression = column.ToExpression();
            if (!keys.Parts.Contains(expression))
            {
                Add(NameOf(expression), expression, syntax);
            }
        }
    }

    private void AddFields(SelectStructStarSyntax syntax)
    {
        BoundExpression operand = expressions.Bind(syntax.Operand);
        if (Coercion.IsError(operand.Type))
        {
            Add(_names.ForExpression(), operand, syntax);
            return;
        }

        if (operand.Type is not StructType type)
        {
            expressions.Fail(BindingDiagnostics.FieldOfNonStruct, syntax.Operand.Span, operand.Type.ToString());
            return;
        }

        foreach (StructField field in type.Fields)
        {
            Add(field.Name, new BoundField(operand, field.Name, field.Type), syntax);
        }
    }

    private Projection Arrange(BoundKeys? groupBy, bool isBroken)
    {
        List<KeyPart> keys = KeyParts(groupBy);
        foreach (Item item in _items)
        {
            int index = keys.FindIndex(key => key.Matches.Contains(item.Expression));
            if (index < 0)
            {
                continue;
            }

            KeyPart key = keys[index];
            bool isOther = key.Selected is not null && key.Selected.Expression != item.Expression;
            if (key.Selected is null
                || (isOther && key.Matches.IndexOf(item.Expression) < key.Matches.IndexOf(key.Selected.Expression)))
            {
                key.Selected = item;
            }
            else if (!isOther && !isBroken)
            {
                _report.Report(BindingDiagnostics.KeySelectedTwice, item.Syntax.Span, key.Name);
                isBroken = true;
            }
        }

        if (!isBroken)
        {
            CheckKeys(keys);
        }

        List<Item> values = _items.Where(item => keys.All(key => !ReferenceEquals(key.Selected, item))).ToList();
        if (!isBroken)
        {
            CheckValues(keys, values);
        }

        List<(Item Item, BoundExpression Expression, bool IsKey)> columns =
        [
            .. keys.Where(key => key.Selected is not null).Select(key => (key.Selected!, key.Expression, true)),
            .. values.Select(item => (item, item.Expression, false)),
        ];
        return new Projection(
            columns.Select(column => new BoundColumnDefinition(
                column.Item.Name, column.Item.Expression.Type, column.IsKey, column.Expression,
                _report.ClauseOf(SyntaxPrinter.Print(column.Item.Syntax), column.Item.Syntax.Span)))
                .ToEquatableArray(),
            columns.Select(column => column.Item.Syntax.Span).ToEquatableArray());
    }

    /// <summary>A part of the result's key.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="expression">What gives its value.</param>
    /// <param name="matches">The SELECT expressions that are it, best first.</param>
    private sealed class KeyPart(string name, BoundExpression expression, List<BoundExpression> matches)
    {
        public string Name => name;

        public BoundExpression Expression => expression;

        public List<BoundExpression> Matches => matches;

        public Item? Selected { get; set; }
    }

    private List<KeyPart> KeyParts(BoundKeys? groupBy)
    {
        if (groupBy is not null)
        {
            return groupBy.Parts.Select((part, i) =>
            {
                BoundKeyPart key = new(i, part.Type);
                return new KeyPart(Describe(part, query.GroupBy!, i), key, [key]);
            }).ToList();
        }

        if (partitionBy is not null)
        {
            return partitionBy.Parts.Select((part, i) =>
                new KeyPart(Describe(part, query.PartitionBy!, i), new BoundKeyPart(i, part.Type), [part])).ToList();
        }

        if (joins.IsByForeignKey)
        {
            return joins.KeyColumns.Select(column => new KeyPart(Describe(column), column, [column])).ToList();
        }

        if (joins.Joins.Count > 0)
        {
            BoundColumn key = new(BoundJoins.KeySource, "ROWKEY", joins.Joins[joins.Joins.Count - 1].Right.Type);
            List<BoundExpression> viable = joins.KeyColumns.Count > 0 ? [.. joins.KeyColumns] : [scope.Star(null).First().ToExpression()];
            return [new KeyPart(string.Join(" or ", viable.Cast<BoundColumn>().Select(Describe)), key, viable)];
        }

        return scope.IsJoin ? [] : scope.Star(null).Where(column => column.IsKey)
            .Select(column => new KeyPart(column.Name, column.ToExpression(), [column.ToExpression()])).ToList();
    }

    private string Describe(BoundColumn column) =>
        column.Source == BoundJoins.KeySource ? column.Name : $"{scope.AliasOf(column.Source)}.{column.Name}";

    private static string Describe(BoundExpression part, KeysSyntax clause, int index) =>
        part is BoundColumn column
            ? column.Name
            : index < clause.Keys.Count ? SyntaxPrinter.Print(clause.Keys[index]) : "an expression";

    private void CheckKeys(List<KeyPart> keys)
    {
        List<string> missing = keys.Where(key => key.Selected is null).Select(key => key.Name).ToList();
        if (missing.Count > 0)
        {
            SourceSpan list = query.Items[0].Span.To(query.Items[query.Items.Count - 1].Span);
            _report.Report(BindingDiagnostics.KeyNotSelected, list, string.Join(", ", missing));
        }
    }

    private void CheckValues(List<KeyPart> keys, List<Item> values)
    {
        SourceSpan list = query.Items[0].Span.To(query.Items[query.Items.Count - 1].Span);
        if (values.Count == 0)
        {
            _report.Report(BindingDiagnostics.NoValueColumns, list);
            return;
        }

        HashSet<string> seen = new(
            keys.Where(key => key.Selected is not null).Select(key => key.Selected!.Name), StringComparer.Ordinal);
        foreach (Item item in values)
        {
            if (!seen.Add(item.Name))
            {
                _report.Report(BindingDiagnostics.DuplicateResultColumn, item.Syntax.Span, item.Name);
                return;
            }
        }
    }
}
