using QueryGen.Support;
using QueryGen.Binding;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>What a data source's types and members are called in emitted code.</summary>
internal sealed class SourceNames
{
    /// <summary>The member that has a row's offset, where a table's rows have one.</summary>
    public const string Version = "RowOffset";

    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);

    public SourceNames(DataSource source)
    {
        Class = source.ClassName;
        string[] bounds = source.Window.Kind == WindowKind.None ? [] : ["WindowStart", "WindowEnd", "WindowStartMs", "WindowEndMs"];
        string[] names = CSharpName.Members(
            source.Columns.Select(column => column.Name),
            [.. ReservedMembers.OfStruct, .. ReservedMembers.OfRecord, Row, Key, Version, "Write", "Read", .. bounds]);
        for (int i = 0; i < names.Length; i++)
        {
            _members[source.Columns[i].Name] = names[i];
        }
    }

    /// <summary>The static class that holds the public row: <c>PoorRatings</c>.</summary>
    public string Class { get; }

    /// <summary>The struct that operators work on.</summary>
    public string Row => Class + "Row";

    /// <summary>The struct of the key in a store.</summary>
    public string Key => Class + "Key";

    /// <summary>The struct of the columns beside the key in a store.</summary>
    public string Included => Class + "Included";

    public string Serde => Class + "Serde";

    public string RowSerde => Class + "RowSerde";

    /// <summary>The member of a column.</summary>
    public string this[string column] => _members[column];

    public static IEnumerable<ColumnSchema> Keys(DataSource source) =>
        source.Columns.Where(column => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey);

    /// <summary>A key whose columns are all NULL is one all the same, and not what a record without a key has.</summary>
    public static bool HasKeyOfNulls(DataSource source) => Keys(source).Count() switch
    {
        0 => false,
        1 => source.KeyFormat.Format == SerdeFormat.Delimited,
        _ => true,
    };

    public static IEnumerable<ColumnSchema> Values(DataSource source) =>
        source.Columns.Where(column => column.Role == ColumnRole.Value);

    public static IEnumerable<ColumnSchema> Headers(DataSource source) =>
        source.Columns.Where(column => column.Role is ColumnRole.Header or ColumnRole.Headers);

    /// <summary>The type of a key as a user's C# sees it, where it has one column.</summary>
    public static string FriendlyKey(SqlType type) => ClrTypes.Friendly(type).TrimEnd('?');
}
