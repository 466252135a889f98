using QueryGen.Functions;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>A source as a statement finds it.</summary>
/// <param name="IsBroken">Its own declaration has an error: its columns may not be all there are.</param>
internal sealed record FoundSource(DataSource Source, bool IsBroken);

/// <summary>What a statement can see where it stands: sources, types, functions and settings.</summary>
/// <param name="FindSource">Null where there is none; that is reported at the name.</param>
/// <param name="Setting">The value that SET gave above, if any.</param>
internal sealed record StatementScope(
    BindingReport Report,
    TypeBinder Types,
    FunctionCatalog Functions,
    Func<IdentifierSyntax, FoundSource?> FindSource,
    Func<string, string?> Setting);
