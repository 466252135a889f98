using Microsoft.CodeAnalysis;

namespace QueryGen.Inputs;

/// <summary>What emitted code can reach: it stands in the same assembly, in files of its own.</summary>
internal static class Reach
{
    /// <summary>Why emitted code cannot name a type; null where it can.</summary>
    public static string? Obstacle(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            string subject = SymbolEqualityComparer.Default.Equals(each, type) ? "it is" : $"{each.Name}, in which it stands, is";
            if (each.Arity > 0)
            {
                return $"{subject} generic";
            }

            if (!IsReachable(each.DeclaredAccessibility))
            {
                return $"{subject} {(each.DeclaredAccessibility == Accessibility.Private ? "private" : "protected")}; "
                    + "write internal or public";
            }

            if (each.IsFileLocal)
            {
                return $"{subject} visible in its file alone; write internal instead of file";
            }
        }

        return null;
    }

    public static bool IsReachable(ISymbol member) => IsReachable(member.DeclaredAccessibility);

    /// <summary>Whether a type and all that it stands in are public.</summary>
    public static bool IsPublic(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (each.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReachable(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
