using QueryGen.Syntax;

namespace QueryGen.Types;

/// <summary>How SQL's types go together: what is widened, what may be compared, what may be cast.</summary>
internal static class Coercion
{
    public static bool IsNumeric(SqlType type) =>
        type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Decimal or SqlKind.Double;

    public static bool IsTime(SqlType type) => type.Kind is SqlKind.Date or SqlKind.Time or SqlKind.Timestamp;

    public static bool IsContainer(SqlType type) => type.Kind is SqlKind.Array or SqlKind.Map or SqlKind.Struct;

    /// <summary>Whether it is unknown for a reason that is already reported.</summary>
    public static bool IsError(SqlType type) => type is PrimitiveType { Primitive: SqlKind.Error };

    /// <summary>The decimal that an integer is taken for beside decimals.</summary>
    public static SqlType AsDecimal(SqlType type) => type.Kind switch
    {
        SqlKind.Integer => new DecimalType(10, 0),
        SqlKind.BigInt => new DecimalType(19, 0),
        _ => type,
    };

    /// <summary>The wider of two numeric types: INTEGER, BIGINT, DECIMAL, DOUBLE; two decimals keep every digit of both.</summary>
    public static SqlType Widen(SqlType left, SqlType right)
    {
        if (left.Kind == SqlKind.Double || right.Kind == SqlKind.Double)
        {
            return SqlType.Double;
        }

        if (left.Kind != SqlKind.Decimal && right.Kind != SqlKind.Decimal)
        {
            return left.Kind == SqlKind.BigInt ? left : right;
        }

        DecimalType first = (DecimalType)AsDecimal(left);
        DecimalType second = (DecimalType)AsDecimal(right);
        int scale = Math.Max(first.Scale, second.Scale);
        return new DecimalType(scale + Math.Max(first.Precision - first.Scale, second.Precision - second.Scale), scale);
    }

    /// <summary>The type of <c>left operator right</c>; null where there is none. STRING + STRING is not arithmetic.</summary>
    public static SqlType? Arithmetic(ArithmeticOperator sign, SqlType left, SqlType right)
    {
        if (!IsNumeric(left) || !IsNumeric(right))
        {
            return null;
        }

        bool isDecimal = left.Kind == SqlKind.Decimal || right.Kind == SqlKind.Decimal;
        return isDecimal && left.Kind != SqlKind.Double && right.Kind != SqlKind.Double
            ? Decimal(sign, (DecimalType)AsDecimal(left), (DecimalType)AsDecimal(right))
            : Widen(left, right);
    }

    private static DecimalType Decimal(ArithmeticOperator sign, DecimalType left, DecimalType right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        int leftDigits = left.Precision - left.Scale;
        int rightDigits = right.Precision - right.Scale;
        switch (sign)
        {
            case ArithmeticOperator.Multiply:
                return new DecimalType(left.Precision + right.Precision + 1, left.Scale + right.Scale);
            case ArithmeticOperator.Divide:
                int quotientScale = Math.Max(6, left.Scale + right.Precision + 1);
                return new DecimalType(leftDigits + right.Scale + quotientScale, quotientScale);
            case ArithmeticOperator.Modulus:
                return new DecimalType(Math.Min(leftDigits, rightDigits) + scale, scale);
            default:
                return new DecimalType(scale + Math.Max(leftDigits, rightDigits) + 1, scale);
        }
    }

    /// <summary>
    /// The type in which two values are compared; null where they cannot be. DECIMAL beside DOUBLE is compared as DOUBLE,
    /// which gives ksqlDB's answer for decimals of up to 15 digits.
    /// </summary>
    public static SqlType? Comparison(SqlType left, SqlType right, bool isEqualityOnly)
    {
        if (IsNumeric(left) && IsNumeric(right))
        {
            return left.Kind == SqlKind.Decimal && right.Kind == SqlKind.Decimal && left == right ? left : Widen(left, right);
        }

        if (left.Kind == SqlKind.String && IsTime(right))
        {
            return right;
        }

        if (right.Kind == SqlKind.String && IsTime(left))
        {
            return left;
        }

        return (left.Kind, right.Kind) switch
        {
            (SqlKind.Date, SqlKind.Timestamp) or (SqlKind.Timestamp, SqlKind.Date) => SqlType.Timestamp,
            (SqlKind.Boolean, SqlKind.Boolean) => isEqualityOnly ? left : null,
            (SqlKind.Array, SqlKind.Array) or (SqlKind.Map, SqlKind.Map) or (SqlKind.Struct, SqlKind.Struct) =>
                isEqualityOnly && left == right ? left : null,
            _ => left == right && !IsContainer(left) ? left : null,
        };
    }

    /// <summary>Conversions that need no CAST: numbers widen, text becomes a time or bytes, containers member by member.</summary>
    public static bool IsImplicit(SqlType from, SqlType to)
    {
        if (from == to || from.Kind == SqlKind.Null || IsError(from) || IsError(to))
        {
            return true;
        }

        return (from, to) switch
        {
            ({ Kind: SqlKind.Integer }, { Kind: SqlKind.BigInt or SqlKind.Double }) => true,
            ({ Kind: SqlKind.BigInt or SqlKind.Decimal }, { Kind: SqlKind.Double }) => true,
            ({ Kind: SqlKind.Integer or SqlKind.BigInt }, DecimalType decimals) => Fits((DecimalType)AsDecimal(from), decimals),
            (DecimalType narrow, DecimalType wide) => Fits(narrow, wide),
            ({ Kind: SqlKind.String }, { Kind: SqlKind.Date or SqlKind.Time or SqlKind.Timestamp or SqlKind.Bytes }) => true,
            (ArrayType source, ArrayType target) => IsImplicit(source.Element, target.Element),
            (MapType source, MapType target) => IsImplicit(source.Key, target.Key) && IsImplicit(source.Value, target.Value),
            _ => false,
        };
    }

    private static bool Fits(DecimalType narrow, DecimalType wide) =>
        narrow.Scale <= wide.Scale && narrow.Precision - narrow.Scale <= wide.Precision - wide.Scale;

    /// <summary>Whether <c>CAST(from AS to)</c> exists.</summary>
    public static bool CanCast(SqlType from, SqlType to)
    {
        if (from == to || from.Kind == SqlKind.Null || IsError(from) || IsError(to))
        {
            return true;
        }

        switch (from, to)
        {
            case (ArrayType source, ArrayType target):
                return CanCast(source.Element, target.Element);
            case (MapType source, MapType target):
                return CanCast(source.Key, target.Key) && CanCast(source.Value, target.Value);
            case (StructType source, StructType target):
                return target.Fields.All(
                    field => source.Fields.All(other => other.Name != field.Name || CanCast(other.Type, field.Type)));
        }

        if (to.Kind == SqlKind.String)
        {
            return from.Kind != SqlKind.Bytes;
        }

        return from.Kind switch
        {
            SqlKind.Integer or SqlKind.BigInt or SqlKind.Decimal or SqlKind.Double => IsNumeric(to),
            SqlKind.String => !IsContainer(to),
            SqlKind.Date => to.Kind == SqlKind.Timestamp,
            SqlKind.Timestamp => to.Kind is SqlKind.Date or SqlKind.Time,
            _ => false,
        };
    }

    /// <summary>Whether a map stands anywhere in a type: no key may hold one.</summary>
    public static bool HoldsMap(SqlType type) => type switch
    {
        MapType => true,
        ArrayType array => HoldsMap(array.Element),
        StructType fields => fields.Fields.Any(field => HoldsMap(field.Type)),
        _ => false,
    };
}
