using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Custom types: as sources, seen from above in their own script and from anywhere in another one.</summary>
internal sealed class TypeCatalog
{
    private readonly List<Entry> _entries = [];

    /// <param name="Type">Null for DROP TYPE.</param>
    private sealed record Entry(ScriptUnit Script, int Index, string Name, CreateTypeSyntax? Syntax)
    {
        public SqlType? Bound { get; set; }

        public bool IsRunning { get; set; }
    }

    public TypeCatalog(IEnumerable<ScriptUnit> scripts)
    {
        foreach (StatementUnit unit in scripts.SelectMany(script => script.Statements))
        {
            switch (unit.Syntax)
            {
                case CreateTypeSyntax create:
                    Declare(unit, create);
                    break;
                case DropTypeSyntax drop:
                    Drop(unit, drop);
                    break;
            }
        }
    }

    public TypeBinder BinderFor(StatementUnit unit) =>
        new(unit.Script.Report, name => Find(unit.Script, unit.Index, name), () => Names);

    /// <summary>Binds every declared type, so that one that is never used is checked too.</summary>
    public void BindAll()
    {
        foreach (Entry entry in _entries)
        {
            Bind(entry);
        }
    }

    private IEnumerable<string> Names => _entries.Select(entry => entry.Name).Distinct();

    private void Declare(StatementUnit unit, CreateTypeSyntax create)
    {
        string name = create.Name.Text;
        Entry? existing = FindEntry(unit.Script, unit.Index, name) ?? _entries.FirstOrDefault(
            entry => entry.Name == name && entry.Script != unit.Script);
        if (existing is { Syntax: not null } || TypeBinder.IsBuiltIn(name))
        {
            if (!create.IfNotExists)
            {
                unit.Script.Report.Report(BindingDiagnostics.DuplicateType, create.Name.Span, name);
            }

            return;
        }

        _entries.Add(new Entry(unit.Script, unit.Index, name, create));
    }

    private void Drop(StatementUnit unit, DropTypeSyntax drop)
    {
        string name = drop.Name.Text;
        if (FindEntry(unit.Script, unit.Index, name) is { Syntax: not null })
        {
            _entries.Add(new Entry(unit.Script, unit.Index, name, null));
        }
        else if (!drop.IfExists)
        {
            unit.Script.Report.Report(BindingDiagnostics.UnknownType, drop.Name.Span, name, Suggestion.For(name, Names));
        }
    }

    private Entry? FindEntry(ScriptUnit script, int index, string name) =>
        _entries.LastOrDefault(entry => entry.Script == script && entry.Index < index && entry.Name == name);

    private SqlType? Find(ScriptUnit script, int index, string name)
    {
        Entry? entry = FindEntry(script, index, name) ?? _entries.LastOrDefault(
            other => other.Script != script && other.Name == name);
        return entry?.Syntax is null ? null : Bind(entry);
    }

    private SqlType Bind(Entry entry)
    {
        if (entry.Bound is null && entry.Syntax is not null)
        {
            if (entry.IsRunning)
            {
                entry.Script.Report.Report(BindingDiagnostics.Cycle, entry.Syntax.Name.Span, entry.Name, entry.Name);
                return SqlType.Error;
            }

            entry.IsRunning = true;
            TypeBinder types = new(entry.Script.Report, name => Find(entry.Script, entry.Index, name), () => Names);
            entry.Bound = types.Bind(entry.Syntax.Type);
            entry.IsRunning = false;
        }

        return entry.Bound ?? SqlType.Error;
    }
}
