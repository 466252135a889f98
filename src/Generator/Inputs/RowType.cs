using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>A C# type that is the row of a stream or table.</summary>
/// <param name="Source">What it declares.</param>
/// <param name="IsPublic">Seen from outside of its assembly.</param>
/// <param name="IsValueType">A struct.</param>
/// <param name="Members">One a column, in the order of the columns.</param>
internal sealed record RowType(DataSource Source, bool IsPublic, bool IsValueType, EquatableArray<RowMember> Members);

/// <summary>A member of a row type.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Name">The member's name, as C# writes it.</param>
/// <param name="IsNullable">Null can be said; else NULL comes as the default.</param>
/// <param name="Parameter">The parameter of the constructor that makes it; null: none does.</param>
/// <param name="IsAssigned">It is set behind the constructor.</param>
internal sealed record RowMember(string Column, string Name, bool IsNullable, string? Parameter, bool IsAssigned);
