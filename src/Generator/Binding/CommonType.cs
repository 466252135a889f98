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

    /// <summary>A member as the common type: constants are converted here, constructors part by part, others by a cast.</summary>
    public static BoundExpression Convert(BoundExpression member, SqlType common) => (member, common) switch
    {
        _ when member.Type == common => member,
        (BoundLiteral literal, _) => Conversion.Lax(literal, common) ?? Conversion.To(member, common),
        (BoundArray array, ArrayType type) => new BoundArray(
            array.Elements.Select(element => Convert(element, type.Element)).ToEquatableArray(), type),
        (BoundMap map, MapType type) => new BoundMap(
            map.Entries.Select(entry => new BoundMapEntry(Convert(entry.Key, type.Key), Convert(entry.Value, type.Value)))
                .ToEquatableArray(),
            type),
        (BoundStruct fields, StructType type) => new BoundStruct(
            type.Fields.Select(field => new BoundStructEntry(field.Name, ConvertField(fields, field))).ToEquatableArray(), type),
        _ => Conversion.To(member, common),
    };

    private static BoundExpression ConvertField(BoundStruct fields, StructField target) =>
        fields.Fields.FirstOrDefault(field => field.Name == target.Name) is { } found
            ? Convert(found.Value, target.Type)
            : new BoundLiteral(target.Type, null);

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

            if (common.Kind is SqlKind.Date or SqlKind.Time or SqlKind.Timestamp or SqlKind.Bytes)
            {
                isLiteral = true;
                return SqlTimestampText.IsOne(text, common.Kind) ? common : null;
            }
        }

        if (member is BoundLiteral && common.Kind == SqlKind.String && !Coercion.IsContainer(member.Type))
        {
            return common;
        }

        return FoldParts(common, member, ref isLiteral) ?? Merge(common, member.Type);
    }

    // The parts of a constructor count one by one, so that its constants are converted as the list's own are.
    private static SqlType? FoldParts(SqlType common, BoundExpression member, ref bool isLiteral)
    {
        switch (common, member)
        {
            case (ArrayType type, BoundArray array):
                return FoldAll(type.Element, array.Elements, ref isLiteral) is { } element ? new ArrayType(element) : null;
            case (MapType type, BoundMap map):
                return FoldAll(type.Key, map.Entries.Select(entry => entry.Key), ref isLiteral) is { } key
                    && FoldAll(type.Value, map.Entries.Select(entry => entry.Value), ref isLiteral) is { } value
                    ? new MapType(key, value)
                    : null;
            case (StructType type, BoundStruct fields):
                List<StructField> folded = [];
                foreach (StructField field in type.Fields)
                {
                    IEnumerable<BoundExpression> values = fields.Fields.Where(other => other.Name == field.Name)
                        .Select(other => other.Value);
                    if (FoldAll(field.Type, values, ref isLiteral) is not { } merged)
                    {
                        return null;
                    }

                    folded.Add(field with { Type = merged });
                }

                return Union(new StructType(folded.ToEquatableArray()), (StructType)member.Type, keepsLeft: true);
            default:
                return null;
        }
    }

    private static SqlType? FoldAll(SqlType common, IEnumerable<BoundExpression> members, ref bool isLiteral)
    {
        SqlType? folded = common;
        foreach (BoundExpression member in members.Where(member => member is not BoundLiteral { Value: null }))
        {
            folded = folded is null ? null : Fold(folded, member, out isLiteral);
        }

        return folded;
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

    private static StructType? Union(StructType left, StructType right, bool keepsLeft = false)
    {
        List<StructField> fields = [];
        foreach (StructField field in left.Fields)
        {
            StructField? same = keepsLeft ? null : right.Fields.FirstOrDefault(other => other.Name == field.Name);
            SqlType? merged = same is null ? field.Type : Merge(field.Type, same.Type);
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
