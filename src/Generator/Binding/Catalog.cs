using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Binding;

internal enum BindState
{
    NotYet,
    Running,
    Done,
}

/// <summary>A statement and what binding makes of it.</summary>
internal sealed class StatementUnit(ScriptUnit script, int index, StatementSyntax syntax, IdentifierSyntax? name)
{
    public ScriptUnit Script => script;

    /// <summary>Its place among its script's statements.</summary>
    public int Index => index;

    public StatementSyntax Syntax => syntax;

    /// <summary>The source that it creates, alters or drops; null for other statements.</summary>
    public IdentifierSyntax? Name => name;

    /// <summary>The declaration of the same name before it, which it alters, replaces or drops.</summary>
    public StatementUnit? Previous { get; set; }

    /// <summary>It changes what its name stands for: no duplicate, no CREATE IF NOT EXISTS of what exists.</summary>
    public bool IsEffective { get; set; }

    /// <summary>A later OR REPLACE or DROP ends it.</summary>
    public bool IsEnded { get; set; }

    public BindState State { get; set; }

    public DataSource? Source { get; set; }

    public BoundQuery? Query { get; set; }

    public bool IsBroken { get; set; }

    /// <summary>The statements whose sources it reads or writes.</summary>
    public List<StatementUnit> Uses { get; } = [];
}

/// <summary>A script, or the query of an attributed class, with its statements.</summary>
internal sealed class ScriptUnit
{
    public ScriptUnit(ScriptSyntax syntax, HostedQuerySyntax? host)
    {
        Host = host;
        Report = new BindingReport(syntax.Script);
        Statements = syntax.Statements.Select(
            (statement, i) => new StatementUnit(this, i, statement, NameOf(statement))).ToList();
        Unparsed = new HashSet<string>(syntax.Unparsed, StringComparer.Ordinal);
        if (host is not null && syntax.Statements.Count == 0)
        {
            Unparsed.Add(host.SourceName);
        }
    }

    public HostedQuerySyntax? Host { get; }

    public BindingReport Report { get; }

    public List<StatementUnit> Statements { get; }

    /// <summary>Sources whose CREATE did not parse: naming one is no second mistake.</summary>
    public HashSet<string> Unparsed { get; }

    private IdentifierSyntax? NameOf(StatementSyntax statement) => statement switch
    {
        CreateSourceSyntax create => create.Name,
        CreateAsSelectSyntax create => create.Name,
        AlterSourceSyntax alter => alter.Name,
        DropSourceSyntax drop => drop.Name,
        SelectStatementSyntax select when Host is not null => new IdentifierSyntax(Host.SourceName, IsQuoted: false, select.Span),
        _ => null,
    };
}

/// <summary>Who declares what: over all scripts, and step by step inside each one.</summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, StatementUnit> _exported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataSource> _rowTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unparsed = new(StringComparer.Ordinal);

    public Catalog(IReadOnlyList<ScriptUnit> scripts, CSharpDeclarations declarations)
    {
        foreach (DataSource source in declarations.Sources)
        {
            _rowTypes[source.Name] = source;
        }

        _unparsed.UnionWith(declarations.BrokenSources);

        foreach (ScriptUnit script in scripts)
        {
            _unparsed.UnionWith(script.Unparsed);
            Declare(script);
        }
    }

    public IEnumerable<string> Names => _exported.Keys.Concat(_rowTypes.Keys).OrderBy(name => name, StringComparer.Ordinal);

    /// <summary>The last declaration of each name.</summary>
    public IEnumerable<StatementUnit> Exported => _exported.Values;

    public DataSource? FindRowType(string name) => _rowTypes.TryGetValue(name, out DataSource? source) ? source : null;

    public bool IsUnparsed(string name) => _unparsed.Contains(name);

    /// <summary>What a name stands for where a statement is: declared above it in its script, or anywhere in another one.</summary>
    public StatementUnit? Find(StatementUnit from, string name)
    {
        if (FindAbove(from.Script, from.Index, name) is { } above)
        {
            return above.Syntax is DropSourceSyntax ? null : above;
        }

        return _exported.TryGetValue(name, out StatementUnit? other) && other.Script != from.Script ? other : null;
    }

    public static bool IsDeclaredBelow(StatementUnit from, string name) =>
        from.Script.Statements.Skip(from.Index + 1)
            .Any(unit => unit.Name?.Text == name && unit.IsEffective && unit.Syntax is not DropSourceSyntax);

    private static StatementUnit? FindAbove(ScriptUnit script, int index, string name) =>
        script.Statements.Take(index).LastOrDefault(unit => unit.IsEffective && unit.Name?.Text == name);

    private void Declare(ScriptUnit script)
    {
        Dictionary<string, StatementUnit> final = new(StringComparer.Ordinal);
        foreach (StatementUnit unit in script.Statements.Where(unit => unit.Name is not null))
        {
            string name = unit.Name!.Text;
            final.TryGetValue(name, out StatementUnit? before);
            switch (unit.Syntax)
            {
                case DropSourceSyntax or AlterSourceSyntax:
                    unit.Previous = before;
                    unit.IsEffective = before is not null;
                    break;
                default:
                    DeclareCreation(unit, before, name);
                    break;
            }

            if (unit.IsEffective && unit.Syntax is DropSourceSyntax)
            {
                final.Remove(name);
                End(unit.Previous);
            }
            else if (unit.IsEffective)
            {
                final[name] = unit;
            }
        }

        foreach (KeyValuePair<string, StatementUnit> declared in final)
        {
            _exported[declared.Key] = declared.Value;
        }
    }

    private void DeclareCreation(StatementUnit unit, StatementUnit? before, string name)
    {
        (bool orReplace, bool ifNotExists, SourceKind? kind) = unit.Syntax switch
        {
            CreateSourceSyntax create => (create.OrReplace, create.IfNotExists, create.Kind),
            CreateAsSelectSyntax create => (create.OrReplace, create.IfNotExists, create.Kind),
            _ => (false, false, (SourceKind?)null),
        };
        bool isElsewhere = before is null && (_exported.ContainsKey(name) || _rowTypes.ContainsKey(name));
        if (before is null && !isElsewhere)
        {
            unit.IsEffective = true;
        }
        else if (before is not null && orReplace)
        {
            unit.Previous = before;
            unit.IsEffective = true;
            End(before);
        }
        else if (unit.Syntax is SelectStatementSyntax)
        {
            unit.Script.Report.Report(RowTypeDiagnostics.DuplicateName, unit.Name!.Span, name, WhereIs(name, before));
            unit.IsBroken = true;
        }
        else if (!ifNotExists)
        {
            unit.Script.Report.Report(
                BindingDiagnostics.DuplicateSource,
                unit.Name!.Span,
                kind == SourceKind.Table ? "table" : "stream",
                name,
                WhereIs(name, before));
            unit.IsBroken = true;
        }
    }

    private string WhereIs(string name, StatementUnit? before)
    {
        StatementUnit? other = before ?? (_exported.TryGetValue(name, out StatementUnit? exported) ? exported : null);
        if (other is null)
        {
            return $"by the C# type {_rowTypes[name].RowTypeName!.Replace("global::", "")}";
        }

        SqlPlace place = other.Script.Report.PlaceOf(other.Name!.Span);
        string file = place.Path.Substring(place.Path.LastIndexOfAny(['/', '\\']) + 1);
        return $"{file}, line {place.StartLine}";
    }

    private static void End(StatementUnit? unit)
    {
        for (StatementUnit? each = unit; each is not null; each = each.Previous)
        {
            each.IsEnded = true;
        }
    }
}
