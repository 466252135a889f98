using QueryGen.Diagnostics;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>
/// Names the queries of INSERT INTO … SELECT: by their QUERY_ID, else <c>INSERT_n_INTO_target</c>. A query's name is unique in the
/// program, and that of a CREATE … AS SELECT is its source's.
/// </summary>
internal sealed class InsertNames
{
    private readonly Dictionary<StatementUnit, string> _numbered = [];
    private readonly HashSet<string> _taken;

    public InsertNames(IEnumerable<ScriptUnit> scripts, IEnumerable<string> sources)
    {
        _taken = new HashSet<string>(sources, StringComparer.Ordinal);
        foreach (IGrouping<string, StatementUnit> target in scripts.SelectMany(script => script.Statements)
            .Where(unit => unit.Syntax is InsertIntoSyntax).GroupBy(unit => ((InsertIntoSyntax)unit.Syntax).Target.Text))
        {
            int number = 0;
            foreach (StatementUnit unit in target)
            {
                string name = $"INSERT_{++number}_INTO_{target.Key}";
                while (IdOf(unit) is null && !_taken.Add(name))
                {
                    name += "_";
                }

                _numbered.Add(unit, name);
            }
        }
    }

    public string NameOf(StatementUnit unit)
    {
        if (IdOf(unit) is not { } id)
        {
            return _numbered[unit];
        }

        string name = id.Value.ToUpperInvariant();
        if (!_taken.Add(name))
        {
            unit.Script.Report.Report(BindingDiagnostics.PropertyValue, id.Span, "QUERY_ID", "a name that no other query or source has");
        }

        return name;
    }

    private static StringLiteralSyntax? IdOf(StatementUnit unit) =>
        unit.Syntax is InsertIntoSyntax { With.Properties: [{ Value: StringLiteralSyntax { Value.Length: > 0 } id }] } ? id : null;
}
