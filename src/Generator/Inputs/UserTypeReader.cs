using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>C# types of parameters and results → the types of SQL that they hold.</summary>
/// <param name="attribute">How a result's digits are said: <c>[SqlFunction(Precision = 10, Scale = 2)]</c>.</param>
internal sealed class UserTypeReader(Mistakes mistakes, string attribute, CancellationToken stop)
{
    private const string MemberExample = "[Column(Precision = 10, Scale = 2)]";

    // A type in itself has no end.
    private const int Deepest = 16;

    /// <summary>What a method takes; fewer where something is reported.</summary>
    public UserParameter[] Parameters(IMethodSymbol method, SqlLocation place)
    {
        List<UserParameter> parameters = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ITypeSymbol type = parameter.IsParams ? ElementOfMany(parameter.Type) : parameter.Type;
            if (Parameter(type, parameter.Name, CSharpPlace.Of(parameter, place)) is { } read)
            {
                parameters.Add(new UserParameter(parameter.Name, read, parameter.IsParams));
            }
        }

        return [.. parameters];
    }

    // What a parameter takes. What lies in a collection or a struct can be NULL, so its C# type must be able to say so.
    private UserType? Parameter(ITypeSymbol type, string name, SqlLocation place)
    {
        if (type.SpecialType == SpecialType.System_Object)
        {
            return UserType.Any;
        }

        if (Read(type, name, place, 0) is not { } found)
        {
            return null;
        }

        if (Inner(found).Select(Strict).FirstOrDefault(strict => strict is not null) is { } inner)
        {
            mistakes.Report(
                RowTypeDiagnostics.NullInside, place, name, inner.Kind == UserTypeKind.Struct ? inner.Name : inner.Type.ToString());
            return null;
        }

        return found;
    }

    /// <summary>What a result gives; a decimal has the digits that the attribute says.</summary>
    public UserType? Result(ITypeSymbol type, AttributeArguments digits, string subject, SqlLocation place)
    {
        if (Read(type, subject, place, 0) is not { } found)
        {
            return null;
        }

        SqlType asked = found.HasOpenDecimal ? SignatureBuilder.AnyDecimal : found.Type;
        return DecimalDigits.Apply(asked, digits, subject, place, attribute, mistakes, DecimalType.MostDigits) switch
        {
            null => null,
            DecimalType decimals when found.HasOpenDecimal => found.With(decimals),
            _ => found,
        };
    }

    // The element of a params parameter: of an array, a span or a list.
    private static ITypeSymbol ElementOfMany(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [{ } element] } => element,
        _ => type,
    };

    // The first type in a parameter's collection or struct that cannot be null.
    private static UserType? Strict(UserType type) =>
        !type.IsNullable ? type : Inner(type).Select(Strict).FirstOrDefault(strict => strict is not null);

    private static IEnumerable<UserType> Inner(UserType type) => type.Parts.Skip(type.Kind == UserTypeKind.Map ? 1 : 0);

    private UserType? Read(ITypeSymbol type, string subject, SqlLocation place, int depth)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return UserType.Variable(parameter.Name);
        }

        (SqlType? plain, bool isNullable) = MemberType.Of(type);
        if (plain is not null)
        {
            return UserType.Plain(plain, isNullable);
        }

        ITypeSymbol inner = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0] : type;
        UserType? found = depth > Deepest ? null
            : UserCollections.ElementOf(inner) is { } element
                ? Read(element.Type, subject, place, depth + 1) is { } read ? UserType.Array(element.Kind, read, isNullable) : null
            : UserCollections.EntryOf(inner) is { } entry ? ReadMap(entry.Key, entry.Value, isNullable, subject, place, depth)
            : inner is INamedTypeSymbol named && IsOwn(named) ? ReadStruct(named, isNullable, place, depth)
            : null;
        if (found is null && !mistakes.IsBroken)
        {
            mistakes.ReportType(subject, type, place);
        }

        return found;
    }

    private UserType? ReadMap(ITypeSymbol key, ITypeSymbol value, bool isNullable, string subject, SqlLocation place, int depth)
    {
        UserType? keys = Read(key, subject, place, depth + 1);
        UserType? values = Read(value, subject, place, depth + 1);

        // A dictionary has no NULL for a key: such an entry is left out.
        return keys is null || values is null ? null : UserType.Map(keys with { IsNullable = false }, values, isNullable);
    }

    private static bool IsOwn(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsRefLikeType: false, IsTupleType: false }
        && type.SpecialType == SpecialType.None && !type.DeclaringSyntaxReferences.IsEmpty && Reach.Obstacle(type) is null;

    private UserType? ReadStruct(INamedTypeSymbol type, bool isNullable, SqlLocation place, int depth)
    {
        if (RowMembers.Columns(type) is not { Count: > 0 } members)
        {
            return null;
        }

        List<StructField> fields = [];
        List<UserType> types = [];
        List<UserMember> names = [];
        foreach (MemberSymbol member in members)
        {
            if (ReadMember(member, place, depth) is not { } read)
            {
                return null;
            }

            fields.Add(new StructField(read.Field, read.Type.Type));
            types.Add(read.Type);
            names.Add(new UserMember(
                RowColumns.Escaped(member.Symbol), member.Parameter is { } made ? RowColumns.Escaped(made) : null,
                IsAssigned: member.Parameter is null || member.IsRequired));
        }

        return new UserType(
            new StructType(fields.ToEquatableArray()), UserTypeKind.Struct, isNullable,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), type.IsValueType, types.ToEquatableArray(),
            names.ToEquatableArray());
    }

    private (string Field, UserType Type)? ReadMember(MemberSymbol member, SqlLocation place, int depth)
    {
        SqlLocation here = CSharpPlace.Of(member.Symbol, place);
        AttributeArguments? column = RowColumns.Find(member, here, stop);
        if (Read(member.Type, member.Symbol.Name, here, depth + 1) is not { } type)
        {
            return null;
        }

        SqlType asked = type.HasOpenDecimal ? SignatureBuilder.AnyDecimal : type.Type;
        if (DecimalDigits.Apply(asked, column, member.Symbol.Name, here, MemberExample, mistakes) is not { } sized)
        {
            return null;
        }

        string? name = column?.Text is { } written ? SqlName.Read(written) : SqlName.FromCSharp(member.Symbol.Name);
        if (name is null)
        {
            mistakes.Report(
                RowTypeDiagnostics.IllegalName, column!.TextPlace, column.Text!, "field",
                "write letters, digits and '_', or quote it: `…`");
            return null;
        }

        return (name, type.HasOpenDecimal ? type.With((DecimalType)sized) : type);
    }
}
