using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>A value of SQL in an aggregate's state: how it is set, read, and told from none.</summary>
internal readonly struct StateValue(SqlType type)
{
    private bool IsText => type.Kind == SqlKind.String;

    // What the store must copy, but for text, which has a form of its own.
    private bool IsKept => !IsText && ClrTypes.HoldsSlices(type);

    public IEnumerable<SqlType> Kept() => IsKept ? [type] : [];

    public string Set(string field, string value, string memory) =>
        IsText ? $"{memory}.Keep(ref {field}, {value});"
        : IsKept ? $"{field}.Set({value}, {memory});"
        : $"{field} = {value};";

    public string Read(string field) => IsText ? $"{field}.ToText()" : IsKept ? $"{field}.Value" : field;

    public string IsUnset(string field) => IsText ? $"{field}.IsNull"
        : ClrTypes.HasIsNull(type) ? $"{Read(field)}.IsNull"
        : $"{field} is null";
}
