using Microsoft.CodeAnalysis;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>A C# type as SQL has it.</summary>
/// <param name="Type">Null where SQL has none for it. A decimal is DECIMAL of any size.</param>
/// <param name="IsNullable">Null can be said; of a reference type also where nobody has said that it cannot.</param>
internal readonly record struct MemberType(SqlType? Type, bool IsNullable)
{
    public static MemberType Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return new MemberType(Find(nullable.TypeArguments[0]), IsNullable: true);
        }

        return new MemberType(Find(type), type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);
    }

    /// <summary>What to write where SQL has no type for a C# one.</summary>
    public static string WayOut(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 => "use int",
        SpecialType.System_UInt32 => "use long",
        SpecialType.System_UInt64 => "use decimal",
        SpecialType.System_Single => "use double",
        SpecialType.System_Char => "use string",
        SpecialType.System_DateTime => "use DateTimeOffset, DateOnly or TimeOnly",
        _ when type.TypeKind == TypeKind.Enum || FullName(type) == "System.Guid" => "use string",
        _ => "there are bool, int, long, double, decimal, string, byte[], DateOnly, TimeOnly and DateTimeOffset; "
            + "in functions and aggregates also arrays, lists, dictionaries, and classes and structs of your own",
    };

    private static SqlType? Find(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => SqlType.Boolean,
        SpecialType.System_Int32 => SqlType.Integer,
        SpecialType.System_Int64 => SqlType.BigInt,
        SpecialType.System_Double => SqlType.Double,
        SpecialType.System_Decimal => SignatureBuilder.AnyDecimal,
        SpecialType.System_String => SqlType.String,
        _ when type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => SqlType.Bytes,
        _ => FullName(type) switch
        {
            "System.DateOnly" => SqlType.Date,
            "System.TimeOnly" => SqlType.Time,
            "System.DateTimeOffset" => SqlType.Timestamp,
            _ => null,
        },
    };

    private static string FullName(ITypeSymbol type) => type.ToDisplayString();
}
