using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>A column that a clause can name.</summary>
internal sealed record ScopeColumn(int Source, string Name, SqlType Type, bool IsKey, bool IsSystem)
{
    public BoundColumn ToExpression() => new(Source, Name, Type);
}

/// <summary>What a clause can name: the columns of the sources of its query.</summary>
internal sealed class Scope
{
    public static readonly EquatableArray<string> SystemColumns =
        ["ROWTIME", "ROWPARTITION", "ROWOFFSET", "WINDOWSTART", "WINDOWEND"];

    private readonly List<ScopeColumn> _columns = [];
    private readonly EquatableArray<BoundSource> _sources;

    /// <param name="sources">FROM, then each JOIN.</param>
    /// <param name="isOpen">A source could not be bound: a name that is not found may well be one of its columns.</param>
    public Scope(EquatableArray<BoundSource> sources, bool isOpen)
    {
        _sources = sources;
        IsOpen = isOpen;
        for (int i = 0; i < sources.Count; i++)
        {
            AddColumns(i, sources[i].Source);
        }
    }

    public bool IsOpen { get; }

    /// <summary>The query has a WINDOW clause: its bounds have names, which only SELECT may use.</summary>
    public bool HasWindow { get; init; }

    public bool IsJoin => _sources.Count > 1;

    public EquatableArray<BoundSource> Sources => _sources;

    public static bool IsSystemColumn(string name) => SystemColumns.Contains(name, StringComparer.Ordinal);

    public string AliasOf(int source) => _sources[source].Alias;

    /// <summary>Adds the key of a join that is no source's column; <c>*</c> has it first.</summary>
    public void AddJoinKey(SqlType type) => _columns.Insert(0, new ScopeColumn(
        BoundJoins.KeySource, new ColumnNames(AllNames).ForField("ROWKEY"), type, IsKey: true, IsSystem: false));

    public bool HasAlias(string alias) => _sources.Any(source => source.Alias == alias);

    public List<ScopeColumn> Find(string? alias, string name) =>
        _columns.Where(column => column.Name == name && IsOf(column, alias)).ToList();

    /// <summary>
    /// What <c>*</c> stands for: keys, values, headers of each source; in a join also the bounds of its window, behind its keys. Other
    /// system columns never.
    /// </summary>
    public IEnumerable<ScopeColumn> Star(string? alias) => _columns
        .Where(column => (!column.IsSystem || (IsJoin && IsWindowBound(column))) && IsOf(column, alias))
        .OrderBy(column => column.Source).ThenBy(column => column.IsKey ? 0 : column.IsSystem ? 1 : 2);

    /// <summary>All columns, those of the system behind the values.</summary>
    public IEnumerable<ScopeColumn> WithRecords(string? alias) =>
        _columns.Where(column => column.Source != BoundJoins.KeySource && IsOf(column, alias));

    private static bool IsWindowBound(ScopeColumn column) => column.Name is "WINDOWSTART" or "WINDOWEND";

    /// <summary>Whether several sources have a column of this name, so that the result names it with its source.</summary>
    public bool IsShared(string name) =>
        _columns.Where(column => column.Name == name).Select(column => column.Source).Distinct().Count() > 1;

    public IReadOnlyCollection<string> Names(string? alias) => Star(alias).Select(column => column.Name).Distinct().ToList();

    public IEnumerable<string> AllNames => _columns.Select(column => column.Name);

    private bool IsOf(ScopeColumn column, string? alias) =>
        alias is null || (column.Source != BoundJoins.KeySource && AliasOf(column.Source) == alias);

    private void AddColumns(int index, DataSource source)
    {
        foreach (ColumnSchema column in source.Columns)
        {
            bool isKey = column.Role is ColumnRole.Key or ColumnRole.PrimaryKey;
            _columns.Add(new ScopeColumn(index, column.Name, column.Type, isKey, IsSystem: false));
        }

        foreach (string name in SystemColumns)
        {
            bool isBound = name is "WINDOWSTART" or "WINDOWEND";
            if (!isBound || source.Window.Kind != WindowKind.None)
            {
                SqlType type = name == "ROWPARTITION" ? SqlType.Integer : SqlType.BigInt;
                _columns.Add(new ScopeColumn(index, name, type, IsKey: false, IsSystem: true));
            }
        }
    }
}
