using Microsoft.CodeAnalysis;

namespace QueryGen.Inputs;

/// <summary>A member of a row type, with the constructor's parameter that makes it, if one does.</summary>
internal sealed record MemberSymbol(ISymbol Symbol, ITypeSymbol Type, bool IsSettable, bool IsRequired, IParameterSymbol? Parameter);

/// <summary>Which members of a C# type are columns, and how a row is made of them.</summary>
internal static class RowMembers
{
    /// <summary>The columns in the order of their declaration, those of base types first; null where no constructor fits them.</summary>
    public static IReadOnlyList<MemberSymbol>? Columns(INamedTypeSymbol type)
    {
        List<MemberSymbol> members = [.. Declared(type).Where(IsReadable).Select(member => Describe(member, type))];
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(each => IsUsable(each, type))
            .OrderByDescending(each => each.Parameters.Length))
        {
            if (TryFit(constructor, members) is { } fitted)
            {
                return [.. fitted.Where(member => member.IsSettable || member.Parameter is not null)];
            }
        }

        return null;
    }

    /// <summary>
    /// Fields and properties with a name of their own; one that a derived type declares anew stands at the first one's place.
    /// </summary>
    public static IReadOnlyList<ISymbol> Declared(INamedTypeSymbol type)
    {
        List<ISymbol> found = [];
        Stack<INamedTypeSymbol> types = [];
        for (INamedTypeSymbol? each = type; each is { SpecialType: SpecialType.None }; each = each.BaseType)
        {
            types.Push(each);
        }

        foreach (ISymbol member in types.SelectMany(each => each.GetMembers()))
        {
            if (member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false, IsImplicitlyDeclared: false }
                or IPropertySymbol { IsIndexer: false, DeclaringSyntaxReferences.Length: > 0 })
            {
                int hidden = found.FindIndex(other => other.Name == member.Name);
                if (hidden < 0)
                {
                    found.Add(member);
                }
                else
                {
                    found[hidden] = member;
                }
            }
        }

        return found;
    }

    /// <summary>Why a member is no column.</summary>
    public static string WhyNot(ISymbol member) => member switch
    {
        { IsStatic: true } => "it is static",
        { DeclaredAccessibility: not Accessibility.Public } => "it is not public",
        IPropertySymbol { GetMethod: null } => "it cannot be read",
        _ => "it cannot be set; give it a setter, or a parameter of the constructor",
    };

    private static bool IsReadable(ISymbol member) => !member.IsStatic && member.DeclaredAccessibility == Accessibility.Public
        && member is IFieldSymbol or IPropertySymbol { GetMethod.DeclaredAccessibility: Accessibility.Public };

    private static MemberSymbol Describe(ISymbol member, INamedTypeSymbol type) => member switch
    {
        IFieldSymbol field => new(field, field.Type, !field.IsReadOnly, field.IsRequired, null),
        IPropertySymbol property => new(
            property, property.Type, property.SetMethod is { } setter && IsReachable(setter, type), property.IsRequired, null),
        _ => throw new InvalidOperationException($"{member.Kind} is no member of a row."),
    };

    // What is internal in a base type of another assembly cannot be reached.
    private static bool IsReachable(IMethodSymbol method, INamedTypeSymbol type) => method.DeclaredAccessibility == Accessibility.Public
        || (Reach.IsReachable(method) && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, type.ContainingAssembly));

    // The copy constructor of a record makes no row.
    private static bool IsUsable(IMethodSymbol constructor, INamedTypeSymbol type) => Reach.IsReachable(constructor)
        && !(constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type));

    private static List<MemberSymbol>? TryFit(IMethodSymbol constructor, List<MemberSymbol> members)
    {
        List<MemberSymbol> fitted = [.. members];
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            int index = fitted.FindIndex(member => IsMadeBy(parameter, member, StringComparison.Ordinal));
            index = index >= 0 ? index : fitted.FindIndex(member => IsMadeBy(parameter, member, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                fitted[index] = fitted[index] with { Parameter = parameter };
            }
            else if (!parameter.IsOptional)
            {
                return null;
            }
        }

        return fitted;
    }

    private static bool IsMadeBy(IParameterSymbol parameter, MemberSymbol member, StringComparison comparison) =>
        parameter.RefKind is RefKind.None or RefKind.In
        && member.Parameter is null
        && string.Equals(parameter.Name, member.Symbol.Name, comparison)
        && SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type);
}
