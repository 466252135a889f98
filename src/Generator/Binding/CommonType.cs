using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>The type that the members of a list take: IN, ARRAY, the keys and the values of MAP.</summary>
internal static class CommonType
{
    /// <summary>Why a list has no common type.</summary>
    /// <param name="Member">The member that does not fit.</param>
    /// <param name="IsLiteral">Its text is not one of the type so far.</param>
    public sealed record Conflict(int Member, SqlType Type, bool IsLiteral);

    /// <summary>Folds from left to right; NULLs do not count. Null where every member is NULL.</summary>
    public static SqlType? Of(IReadOnlyList<BoundExpression> members, out Conflict? conflict)
    {
        SqlType? common = null;
        conflict = null;
        for (int i = 0; i < members.Count; i++)
        {
            BoundExpression member = members[i];
            if (Coercion.IsError(member.Type))
            {
                return SqlType.Error;
            }

            if (member.Type.Kind == SqlKind.Null)
            {
                continue;
            }

            if (common is null)
            {
                common = member.Type;
                continue;
            }

            if (Fold(common, member, out bool isLiteral) is not { } wider)
            {
                conflict = new Conflict(i, common, isLiteral);
                return null;
            }

            common = wider;
        }

        return common;
    }

    /// <summary>A member as the common type: constants are converted here, others by a cast.</summary>
    public static BoundExpression Convert(BoundExpression member, SqlType common) =>
        member is BoundLiteral literal && Conversion.Lax(literal, common) is { } constant
            ? constant
            : Conversion.To(member, common);

    private static SqlType? Fold(SqlType common, BoundExpression member, out bool isLiteral)
    {
        isLiteral = false;
        if (member is BoundLiteral { Value: string text, Type.Kind: SqlKind.String })
        {
            if (Coercion.IsNumeric(common))
            {
                isLiteral = true;
                return Conversion.ParseNumber(text) is { } number ? Coercion.Widen(common, number.Type) : null;
            }

            if (common.Kind == SqlKind.Boolean)
            {
                isLiteral = true;
                return Conversion.ParseBoolean(text) is null ? null : common;
            }
        }

        if (member is BoundLiteral && common.Kind == SqlKind.String && !Coercion.IsContainer(member.Type))
        {
            return common;
        }

        return Merge(common, member.Type);
    }

    private static SqlType? Merge(SqlType left, SqlType right)
    {
        if (left == right || Coercion.IsError(right) || right.Kind == SqlKind.Null)
        {
            return left;
        }

        if (Coercion.IsNumeric(left) && Coercion.IsNumeric(right))
        {
            return Coercion.Widen(left, right);
        }

        switch (left, right)
        {
            case (ArrayType first, ArrayType second):
                return Merge(first.Element, second.Element) is { } element ? new ArrayType(element) : null;
            case (MapType first, MapType second):
                return Merge(first.Key, second.Key) is { } key && Merge(first.Value, second.Value) is { } value
                    ? new MapType(key, value)
                    : null;
            case (StructType first, StructType second):
                return Union(first, second);
        }

        return Coercion.IsImplicit(right, left) ? left : Coercion.IsImplicit(left, right) ? right : null;
    }

    private static StructType? Union(StructType left, StructType right)
    {
        List<StructField> fields = [];
        foreach (StructField field in left.Fields)
        {
            SqlType? merged = right.Fields.FirstOrDefault(other => other.Name == field.Name) is { } same
                ? Merge(field.Type, same.Type)
                : field.Type;
            if (merged is null)
            {
                return null;
            }

            fields.Add(field with { Type = merged });
        }

        fields.AddRange(right.Fields.Where(field => left.Fields.All(other => other.Name != field.Name)));
        return new StructType(fields.ToEquatableArray());
    }
}
