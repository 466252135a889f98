using Microsoft.CodeAnalysis;
using QueryGen.Functions;

namespace QueryGen.Inputs;

/// <summary>Which of C#'s collections are arrays and maps of SQL.</summary>
internal static class UserCollections
{
    private const string Generic = "System.Collections.Generic.";

    /// <summary>The element of what is an ARRAY in SQL, and what it is made as; null where it is none.</summary>
    public static (UserTypeKind Kind, ITypeSymbol Type)? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => (UserTypeKind.Array, array.ElementType),
        INamedTypeSymbol { TypeArguments: [{ } element] } named => Name(named) switch
        {
            Generic + "List" => (UserTypeKind.List, element),
            Generic + "IEnumerable" or Generic + "IReadOnlyCollection" or Generic + "IReadOnlyList" or Generic + "ICollection"
                or Generic + "IList" => (UserTypeKind.Array, element),
            _ => null,
        },
        _ => null,
    };

    /// <summary>Key and value of what is a MAP in SQL; null where it is none.</summary>
    public static (ITypeSymbol Key, ITypeSymbol Value)? EntryOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments: [{ } key, { } value] } named
            && Name(named) is Generic + "Dictionary" or Generic + "IDictionary" or Generic + "IReadOnlyDictionary"
            ? (key, value) : null;

    private static string Name(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
}
