using QueryGen.Binding;

namespace QueryGen.Emit.Serdes;

/// <summary>A method that writes the key or the value of a record.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Format">The format of that side.</param>
/// <param name="Columns">The side's columns, in their order.</param>
/// <param name="Names">The source's names.</param>
/// <param name="End">The call that ends the side, on whichever writer.</param>
internal sealed record WriteMethod(string Name, FormatSpec Format, ColumnSchema[] Columns, SourceNames Names, string End);
