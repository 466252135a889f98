using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds what declares a source: CREATE with columns, CREATE … AS SELECT, ALTER.</summary>
internal sealed class SourceBinder(StatementScope scope)
{
    private static readonly SqlType HeadersType =
        new ArrayType(new StructType([new StructField("KEY", SqlType.String), new StructField("VALUE", SqlType.Bytes)]));

    private readonly BindingReport _report = scope.Report;

    /// <summary><c>CREATE (STREAM | TABLE) name (columns) WITH (…)</c></summary>
    public DataSource Declare(CreateSourceSyntax syntax)
    {
        List<PlacedColumn> columns = BindColumns(syntax.Columns, []);
        if (syntax is { OrReplace: true, IsSource: true })
        {
            _report.Report(BindingDiagnostics.ReadOnlySource, syntax.Name.Span, syntax.Name.Text, "it cannot be replaced");
        }

        if (syntax.Columns.Count > 0 && syntax.Kind == SourceKind.Table
            && syntax.Columns.All(column => column.Role != ColumnRole.PrimaryKey))
        {
            _report.Report(BindingDiagnostics.MissingPrimaryKey, syntax.Name.Span, syntax.Name.Text);
        }

        int before = _report.Errors;
        WithClauseBinder with = new(scope, syntax.With, syntax.Name, syntax.Kind);
        DataSource source = with.Declare(columns, syntax.IsSource, syntax.Span);
        if (syntax.Columns.Count == 0 && _report.Errors == before)
        {
            _report.Report(BindingDiagnostics.NoColumns, syntax.Name.Span, syntax.Name.Text);
        }

        return source;
    }

    /// <summary>The sink of a query.</summary>
    /// <param name="kind">What CREATE says; null for an attributed class, which takes the query's.</param>
    public DataSource Derive(IdentifierSyntax name, SourceKind? kind, WithSyntax? with, SelectResult result, SourceSpan statement)
    {
        if (kind is { } written && written != result.Kind && !result.IsBroken)
        {
            bool isTable = result.Kind == SourceKind.Table;
            string what = isTable ? "This query" : "A query over a stream without GROUP BY";
            _report.Report(BindingDiagnostics.ResultKind, name.Span, what, isTable ? "TABLE" : "STREAM", name.Text);
        }

        ColumnRole keyRole = (kind ?? result.Kind) == SourceKind.Table ? ColumnRole.PrimaryKey : ColumnRole.Key;
        List<PlacedColumn> columns = result.Select.Columns.Select((column, i) => new PlacedColumn(
            new ColumnSchema(column.Name, column.Type, column.IsKey ? keyRole : ColumnRole.Value), result.Places[i])).ToList();
        return new WithClauseBinder(scope, with, name, kind ?? result.Kind).Derive(
            columns, result.Select.Sources[0].Source, result.Window, result.IsKeyRemoved, statement);
    }

    /// <summary>The source with the columns that ALTER adds.</summary>
    public DataSource Alter(AlterSourceSyntax syntax, DataSource source)
    {
        if (source.Kind != syntax.Kind)
        {
            ReportKind(syntax.Name, source, syntax.Kind, "ALTER");
            return source;
        }

        if (source.IsReadOnly || source.IsDerived || source.RowTypeName is not null)
        {
            _report.Report(
                source.IsReadOnly ? BindingDiagnostics.ReadOnlySource : BindingDiagnostics.AlterOfDerived,
                syntax.Name.Span,
                source.IsReadOnly ? [source.Name, "it cannot be altered"] : [source.Name]);
            return source;
        }

        List<PlacedColumn> added = BindColumns(syntax.Added, source.Columns);
        IEnumerable<ColumnSchema> headers = source.Columns.Where(
            column => column.Role is ColumnRole.Header or ColumnRole.Headers);
        return source with
        {
            Columns = [.. source.Columns.Except(headers), .. added.Select(placed => placed.Column), .. headers],
        };
    }

    /// <summary>Checks that a replacement keeps what readers of the old source rely on.</summary>
    public void CheckReplacement(IdentifierSyntax name, DataSource old, DataSource replacement)
    {
        if (old.IsReadOnly)
        {
            // That one SOURCE cannot replace another is told where it is declared.
            if (!replacement.IsReadOnly)
            {
                _report.Report(BindingDiagnostics.ReadOnlySource, name.Span, name.Text, "it cannot be replaced");
            }

            return;
        }

        List<ColumnSchema> values = replacement.Columns.Where(column => column.Role == ColumnRole.Value).ToList();
        List<ColumnSchema> oldValues = old.Columns.Where(column => column.Role == ColumnRole.Value).ToList();
        bool keepsColumns = values.Take(oldValues.Count).SequenceEqual(oldValues);
        string? changed =
            old.Kind != replacement.Kind ? "a stream stays a stream, a table a table"
            : old.Topic != replacement.Topic ? $"its topic is '{old.Topic}' and stays so"
            : old.KeyFormat.Format != replacement.KeyFormat.Format ? "its key format must stay"
            : !KeysOf(old).SequenceEqual(KeysOf(replacement)) ? "its key columns must stay"
            : !keepsColumns ? "its columns must stay in order; new ones follow them"
            : null;
        if (changed is not null)
        {
            _report.Report(BindingDiagnostics.IncompatibleReplacement, name.Span, name.Text, changed);
        }
    }

    public void ReportKind(IdentifierSyntax name, DataSource source, SourceKind written, string verb) => _report.Report(
        BindingDiagnostics.WrongSourceKind,
        name.Span,
        source.Name,
        source.Kind == SourceKind.Stream ? "stream" : "table",
        written == SourceKind.Stream ? "stream" : "table",
        verb,
        source.Kind == SourceKind.Stream ? "STREAM" : "TABLE");

    private static IEnumerable<ColumnSchema> KeysOf(DataSource source) =>
        source.Columns.Where(column => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey);

    private List<PlacedColumn> BindColumns(
        EquatableArray<ColumnDefinitionSyntax> definitions, EquatableArray<ColumnSchema> present)
    {
        List<PlacedColumn> columns = [];
        foreach (ColumnDefinitionSyntax definition in definitions)
        {
            SqlType type = scope.Types.Bind(definition.Type);
            string name = definition.Name.Text;
            if (Scope.IsSystemColumn(name))
            {
                _report.Report(BindingDiagnostics.ReservedName, definition.Name.Span, name);
                continue;
            }

            if (columns.Any(other => other.Column.Name == name) || present.Any(other => other.Name == name))
            {
                _report.Report(BindingDiagnostics.DuplicateColumn, definition.Name.Span, name);
                continue;
            }

            ColumnSchema column = new(name, type, definition.Role, definition.HeaderKey);
            CheckHeader(column, definition, columns);
            columns.Add(new PlacedColumn(column, definition.Span));
        }

        return columns;
    }

    private void CheckHeader(ColumnSchema column, ColumnDefinitionSyntax definition, List<PlacedColumn> before)
    {
        if (column.Role is not (ColumnRole.Header or ColumnRole.Headers) || Coercion.IsError(column.Type))
        {
            return;
        }

        bool isAll = column.Role == ColumnRole.Headers;
        SqlType expected = isAll ? HeadersType : SqlType.Bytes;
        if (column.Type != expected)
        {
            _report.Report(
                BindingDiagnostics.HeadersType, definition.Type.Span, isAll
                    ? "HEADERS"
                    : "HEADER", expected.ToString());
        }

        ColumnSchema? same = before.Select(placed => placed.Column).FirstOrDefault(other =>
            (isAll && other.Role is ColumnRole.Headers or ColumnRole.Header)
            || (
                !isAll && (
                    other.Role == ColumnRole.Headers
                        || (other.Role == ColumnRole.Header && other.HeaderKey == column.HeaderKey))));
        if (same is not null)
        {
            _report.Report(
                BindingDiagnostics.HeadersTwice, definition.Span, isAll || column.HeaderKey is null
                    ? "Every header"
                    : $"Header '{column.HeaderKey}'", same.Name);
        }
    }
}
