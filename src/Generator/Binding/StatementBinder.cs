using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Binding;

/// <summary>Binds statements, each after those whose sources it needs, whatever file they stand in.</summary>
internal sealed class StatementBinder
{
    private readonly Catalog _catalog;
    private readonly TypeCatalog _types;
    private readonly FunctionCatalog _functions;
    private readonly List<ScriptUnit> _scripts;
    private readonly List<StatementUnit> _running = [];
    private readonly List<StatementUnit> _inOrder = [];
    private readonly List<BoundInsertValues> _inserts = [];
    private readonly List<BoundConnector> _connectors = [];
    private readonly InsertNames _insertNames;

    public StatementBinder(List<ScriptUnit> scripts, CSharpDeclarations declarations)
    {
        _scripts = scripts;
        _functions = new FunctionCatalog(declarations.Functions, declarations.Aggregates, declarations.BrokenFunctions);
        _catalog = new Catalog(scripts, declarations);
        _types = new TypeCatalog(scripts);
        _types.BindAll();
        _insertNames = new InsertNames(scripts, _catalog.Names);
    }

    /// <summary>Binds a statement once; a second call does nothing.</summary>
    public void Bind(StatementUnit unit)
    {
        if (unit.State != BindState.NotYet)
        {
            return;
        }

        unit.State = BindState.Running;
        _running.Add(unit);
        int before = unit.Script.Report.Errors;
        BindSyntax(unit);
        unit.IsBroken |= unit.Script.Report.Errors > before || unit.Script.Host is { IsBroken: true };
        _running.RemoveAt(_running.Count - 1);
        unit.State = BindState.Done;
        _inOrder.Add(unit);
    }

    public BoundProgram ToProgram(EquatableArray<DataSource> declaredInCSharp)
    {
        CheckDrops();
        Dictionary<string, DataSource> final = new(StringComparer.Ordinal);
        foreach (DataSource source in declaredInCSharp)
        {
            final[source.Name] = source;
        }

        foreach (StatementUnit unit in _inOrder)
        {
            if (unit is { IsEffective: true, IsBroken: false, IsEnded: false, Source: { } source, Syntax: not DropSourceSyntax })
            {
                final[source.Name] = source;
            }
        }

        // A CREATE … IF NOT EXISTS that finds its name taken changes nothing.
        List<BoundQuery> queries = [.. _inOrder
            .Where(unit => unit is { IsBroken: false, IsEnded: false, Query: not null }
                && unit is { IsEffective: true } or { Syntax: not CreateAsSelectSyntax })
            .Select(unit => WithFinalSources(unit.Query!, final))];
        return new BoundProgram(
            final.Values.ToEquatableArray(),
            Broken().Where(broken => !final.ContainsKey(broken.Source.Name)).ToEquatableArray(),
            queries.ToEquatableArray(),
            _inserts.Select(insert => insert with { Target = Final(insert.Target, final) }).Select(PadValues).ToEquatableArray(),
            _connectors.ToEquatableArray(),
            ProgramSettings.Last(_scripts.SelectMany(script => script.Statements).Select(unit => unit.Syntax)));
    }

    private IEnumerable<BrokenSource> Broken() => _inOrder
        .Where(unit => unit is { IsEffective: true, IsBroken: true, IsEnded: false, Source: not null, Syntax: not DropSourceSyntax }
            && unit.Script.Host is not { IsBroken: true })
        .Select(unit => new BrokenSource(unit.Source!, unit.Script.Host?.HostType));

    private void BindSyntax(StatementUnit unit)
    {
        BindingReport report = unit.Script.Report;
        switch (unit.Syntax)
        {
            case { IsBroken: true }:
                BindBroken(unit);
                break;
            case CreateSourceSyntax create:
                Publish(unit, new SourceBinder(ScopeOf(unit)).Declare(create));
                break;
            case CreateAsSelectSyntax create:
                BindQuery(unit, create.Name, create.Kind, create.With, create.Query);
                break;
            case SelectStatementSyntax select when unit.Script.Host is not null:
                BindQuery(unit, unit.Name!, null, null, select.Query);
                break;
            case SelectStatementSyntax select:
                SelectResult lone = new SelectBinder(select.Query with { Limit = null }, ScopeOf(unit)).Bind();
                string kind = lone.Kind == SourceKind.Table ? "TABLE" : "STREAM";
                report.Report(BindingDiagnostics.LoneSelect, FirstWord(select.Span), kind);
                break;
            case InsertIntoSyntax insert:
                BindInsert(unit, insert);
                break;
            case InsertValuesSyntax insert:
                if (new InsertBinder(ScopeOf(unit)).BindValues(insert, FindTarget(unit, insert.Target)) is { } values)
                {
                    _inserts.Add(values);
                }

                break;
            case AlterSourceSyntax alter:
                BindAlter(unit, alter);
                break;
            case DropSourceSyntax drop:
                BindDrop(unit, drop);
                break;
            case CreateConnectorSyntax connector:
                BindConnector(unit, connector);
                break;
            case AdministrativeSyntax statement:
                report.Report(BindingDiagnostics.AdministrativeStatement, statement.Span, statement.Verb, "; remove it");
                break;
            case AssertTopicSyntax or AssertSchemaSyntax:
                report.Report(BindingDiagnostics.AdministrativeStatement, unit.Syntax.Span, "ASSERT", "; remove it");
                break;
            case DropConnectorSyntax:
                report.Report(
                    BindingDiagnostics.AdministrativeStatement, unit.Syntax.Span, "DROP CONNECTOR",
                    "; remove the connector's CREATE instead");
                break;
            case SetSyntax set:
                ErrorPolicyBinder.Check(set, report);
                WindowBinder.Check(set, report);
                break;
            case UnsetSyntax or DefineSyntax or UndefineSyntax or CreateTypeSyntax or DropTypeSyntax:
                break; // taken in elsewhere: settings with the program, variables by the parser, types by their catalog
            default:
                throw new InvalidOperationException($"The binder has no rule for {unit.Syntax.GetType().Name}.");
        }
    }

    private static SourceSpan FirstWord(SourceSpan span) => new(span.Start, Math.Min(span.Length, "SELECT".Length));

    private void BindQuery(StatementUnit unit, IdentifierSyntax name, SourceKind? kind, WithSyntax? with, SelectSyntax query)
    {
        StatementScope scope = ScopeOf(unit);
        SelectResult result = new SelectBinder(query, scope).Bind();
        DataSource sink = new SourceBinder(scope).Derive(name, kind, with, result, unit.Syntax.Span);
        unit.IsBroken |= result.IsBroken;
        unit.Query = new BoundQuery(
            name.Text, unit.Script.Host?.HostType, sink, result.Select, Sql(unit.Syntax),
            unit.Script.Report.PlaceOf(unit.Syntax.Span));
        Publish(unit, sink);
    }

    private static string Sql(StatementSyntax syntax) => string.Join("\n", SyntaxPrinter.Lines(syntax));

    // The parser has reported it. What there is of the query tells the columns of its result.
    private void BindBroken(StatementUnit unit)
    {
        unit.IsBroken = true;
        if (unit.Syntax is CreateSourceSyntax source)
        {
            unit.Source = unit.Script.Report.Mute(() => new SourceBinder(ScopeOf(unit)).Declare(source));
        }

        CreateAsSelectSyntax? create = unit.Syntax as CreateAsSelectSyntax;
        if ((create?.Query ?? (unit.Syntax as SelectStatementSyntax)?.Query) is { } query && unit.Name is { } name)
        {
            // First, and aloud: its sources' statements have mistakes of their own.
            FindSource(unit, query.From.Name);
            query.Joins.ToList().ForEach(join => FindSource(unit, join.Right.Name));
            StatementScope scope = ScopeOf(unit);
            unit.Source = unit.Script.Report.Mute(() => new SourceBinder(scope).Derive(
                name, create?.Kind, create?.With, new SelectBinder(query, scope).Bind(), unit.Syntax.Span));
        }
    }

    private void Publish(StatementUnit unit, DataSource source)
    {
        unit.Source = source;
        if (unit.Previous is { } previous)
        {
            Bind(previous);
            if (previous is { IsBroken: false, Source: { } old })
            {
                new SourceBinder(ScopeOf(unit)).CheckReplacement(unit.Name!, old, source);
            }
        }
    }

    private void BindInsert(StatementUnit unit, InsertIntoSyntax insert)
    {
        StatementScope scope = ScopeOf(unit);
        FoundSource? target = FindTarget(unit, insert.Target);
        if (new InsertBinder(scope).BindSelect(insert, target) is { } select)
        {
            unit.Query = new BoundQuery(
                _insertNames.NameOf(unit), null, target!.Source, select, Sql(insert),
                unit.Script.Report.PlaceOf(insert.Span));
        }
    }

    private FoundSource? FindTarget(StatementUnit unit, IdentifierSyntax name) => FindSource(unit, name);

    private void BindAlter(StatementUnit unit, AlterSourceSyntax alter)
    {
        if (unit.Previous is null)
        {
            FindSource(unit, alter.Name);
            if (_catalog.Find(unit, alter.Name.Text) is { } elsewhere)
            {
                unit.Script.Report.Report(
                    BindingDiagnostics.DeclaredLater, alter.Name.Span, $"{alter.Name.Text} of {elsewhere.Script.Report.Path}");
            }

            return;
        }

        Bind(unit.Previous);
        unit.IsBroken |= unit.Previous.IsBroken;
        if (unit.Previous.Source is { } source)
        {
            unit.Source = new SourceBinder(ScopeOf(unit)).Alter(alter, source);
        }
    }

    private void BindDrop(StatementUnit unit, DropSourceSyntax drop)
    {
        if (unit.Previous is null)
        {
            if (!drop.IfExists)
            {
                ReportUnknown(unit, drop.Name);
            }

            return;
        }

        Bind(unit.Previous);
        if (unit.Previous.Source is not { } source)
        {
            return;
        }

        if (source.Kind != drop.Kind)
        {
            new SourceBinder(ScopeOf(unit)).ReportKind(drop.Name, source, drop.Kind, "DROP");
        }
        else if (drop.DeleteTopic && source.IsReadOnly)
        {
            unit.Script.Report.Report(
                BindingDiagnostics.ReadOnlySource, drop.Name.Span, source.Name, "its topic cannot be deleted");
        }
    }

    private void CheckDrops()
    {
        foreach (StatementUnit drop in _inOrder.Where(unit => unit is { Syntax: DropSourceSyntax, Previous: not null }))
        {
            HashSet<StatementUnit> dropped = [];
            for (StatementUnit? each = drop.Previous; each is not null; each = each.Previous)
            {
                dropped.Add(each);
            }

            StatementUnit? reader = _inOrder.FirstOrDefault(
                unit => !unit.IsEnded && !dropped.Contains(unit) && unit.Uses.Any(dropped.Contains));
            if (reader is not null)
            {
                drop.Script.Report.Report(
                    BindingDiagnostics.SourceInUse, drop.Name!.Span, drop.Name.Text, reader.Name is { } name
                        ? $"'{name.Text}'"
                        : "an INSERT");
            }
        }
    }

    private void BindConnector(StatementUnit unit, CreateConnectorSyntax syntax)
    {
        string name = syntax.Name.Text;
        StatementUnit? first = _scripts.SelectMany(script => script.Statements)
            .First(other => other.Syntax is CreateConnectorSyntax connector && connector.Name.Text == name);
        if (first != unit)
        {
            if (!syntax.IfNotExists)
            {
                unit.Script.Report.Report(BindingDiagnostics.DuplicateConnector, syntax.Name.Span, name);
            }

            return;
        }

        ConnectorBinder connectors = new(unit.Script.Report, FindDeclared, FindByTopic, _catalog.IsUnparsed);
        if (connectors.Bind(syntax) is { } bound)
        {
            _connectors.Add(bound);
        }
    }

    // A connector may stand above its source: it is no query.
    private FoundSource? FindDeclared(string name)
    {
        if (_catalog.FindRowType(name) is { } rowType)
        {
            return new FoundSource(rowType, IsBroken: false);
        }

        StatementUnit? unit = _catalog.Exported.FirstOrDefault(declared => declared.Name!.Text == name);
        if (unit is null)
        {
            return null;
        }

        Bind(unit);
        return unit.Source is { } source ? new FoundSource(source, unit.IsBroken) : null;
    }

    private DataSource? FindByTopic(string topic) => _catalog.Names.Select(FindDeclared)
        .OfType<FoundSource>().Select(found => found.Source).Where(source => source.Topic == topic)
        .OrderBy(source => source.IsDerived).FirstOrDefault();

    private StatementScope ScopeOf(StatementUnit unit) => new(
        unit.Script.Report, _types.BinderFor(unit), _functions, name => FindSource(unit, name), name => ProgramSettings.Above(unit, name));

    private FoundSource? FindSource(StatementUnit unit, IdentifierSyntax name)
    {
        if (_catalog.Find(unit, name.Text) is not { } found)
        {
            if (_catalog.FindRowType(name.Text) is { } rowType)
            {
                return new FoundSource(rowType, IsBroken: false);
            }

            ReportUnknown(unit, name);
            return null;
        }

        if (found.State == BindState.Running)
        {
            IEnumerable<string> path = _running.SkipWhile(each => each != found)
                .Select(each => each.Name?.Text ?? "INSERT").Append(name.Text);
            unit.Script.Report.Report(BindingDiagnostics.Cycle, name.Span, name.Text, string.Join(" reads ", path));
            return null;
        }

        Bind(found);
        unit.Uses.Add(found);
        return found.Source is { } source ? new FoundSource(source, found.IsBroken) : null;
    }

    private void ReportUnknown(StatementUnit unit, IdentifierSyntax name)
    {
        if (_catalog.IsUnparsed(name.Text))
        {
            unit.IsBroken = true;
        }
        else if (Catalog.IsDeclaredBelow(unit, name.Text))
        {
            unit.Script.Report.Report(BindingDiagnostics.DeclaredLater, name.Span, name.Text);
        }
        else
        {
            unit.Script.Report.Report(
                BindingDiagnostics.UnknownSource, name.Span, name.Text, Suggestion.Among(
                    name.Text, "there are", _catalog.Names.ToList()));
        }
    }

    private static DataSource Final(DataSource source, Dictionary<string, DataSource> final) =>
        final.TryGetValue(source.Name, out DataSource? last) ? last : source;

    // A source that was altered after a query read it is the same one: every query sees its last form.
    private static BoundQuery WithFinalSources(BoundQuery query, Dictionary<string, DataSource> final) => query with
    {
        Sink = Final(query.Sink, final),
        Select = query.Select with
        {
            Sources = query.Select.Sources.Select(source => source with { Source = Final(source.Source, final) }).ToEquatableArray(),
        },
    };

    private static BoundInsertValues PadValues(BoundInsertValues insert) => insert with
    {
        Values = [.. insert.Values, .. insert.Target.Columns.Skip(insert.Values.Count).Select(
            column => new BoundLiteral(column.Type, null))],
    };
}
