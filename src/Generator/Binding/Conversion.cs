using System.Globalization;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Converts bound expressions: constants at once, others by a cast.</summary>
internal static class Conversion
{
    /// <summary>The same value as the target type. The caller knows that the conversion exists.</summary>
    public static BoundExpression To(BoundExpression value, SqlType target)
    {
        if (value.Type == target || Coercion.IsError(value.Type) || Coercion.IsError(target))
        {
            return value;
        }

        return value is BoundLiteral literal && Widen(literal, target) is { } constant ? constant : new BoundCast(value, target);
    }

    /// <summary>
    /// A constant as another type, with everything that INSERT … VALUES and the members of a list allow: text to numbers and
    /// back, numbers to wider ones. Null where the value is not one of that type.
    /// </summary>
    public static BoundLiteral? Lax(BoundLiteral literal, SqlType target)
    {
        if (literal.Value is null)
        {
            return new BoundLiteral(target, null);
        }

        if (literal.Type == target)
        {
            return literal;
        }

        return literal.Value switch
        {
            string text when literal.Type.Kind == SqlKind.String => Parse(text, target),
            bool flag when target.Kind == SqlKind.String => new BoundLiteral(target, flag ? "true" : "false"),
            double number when target.Kind == SqlKind.String =>
                new BoundLiteral(target, number.ToString("R", CultureInfo.InvariantCulture)),
            IFormattable number when target.Kind == SqlKind.String =>
                new BoundLiteral(target, number.ToString(null, CultureInfo.InvariantCulture)),
            string digits when target.Kind == SqlKind.String => new BoundLiteral(target, digits),
            _ => Widen(literal, target),
        };
    }

    /// <summary>The words that text may spell a BOOLEAN with: a prefix of true, yes, false or no.</summary>
    public static bool? ParseBoolean(string text)
    {
        string word = text.Trim();
        if (word.Length == 0)
        {
            return null;
        }

        bool isTrue = IsPrefix(word, "true") || IsPrefix(word, "yes");
        return isTrue ? true : IsPrefix(word, "false") || IsPrefix(word, "no") ? false : null;
    }

    private static bool IsPrefix(string word, string of) => of.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>INTEGER, BIGINT, or the DECIMAL of the digits; null where the text is no number.</summary>
    public static BoundLiteral? ParseNumber(string text)
    {
        string digits = text.Trim();
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return Integer(whole);
        }

        if (IsDecimal(digits))
        {
            return Decimal(digits);
        }

        bool isFloat = decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value);
        return isFloat ? Decimal(value.ToString(CultureInfo.InvariantCulture)) : null;
    }

    public static BoundLiteral Integer(long value) => value is >= int.MinValue and <= int.MaxValue
        ? new BoundLiteral(SqlType.Integer, (int)value)
        : new BoundLiteral(SqlType.BigInt, value);

    /// <summary>The digits of a decimal literal as one: <c>1.50</c> is DECIMAL(3, 2), <c>.5</c> is DECIMAL(2, 1).</summary>
    public static BoundLiteral Decimal(string digits)
    {
        bool isNegative = digits.StartsWith("-", StringComparison.Ordinal);
        string[] parts = digits.TrimStart('+', '-').Split('.');
        string whole = parts[0].TrimStart('0');
        string fraction = parts.Length > 1 ? parts[1] : "";
        string text = (isNegative ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
        int precision = Math.Max(1, whole.Length) + fraction.Length;
        return new BoundLiteral(new DecimalType(precision, fraction.Length), text);
    }

    private static bool IsDecimal(string digits)
    {
        string plain = digits.TrimStart('+', '-');
        return plain.Any(c => c is >= '0' and <= '9') && plain.All(c => c is (>= '0' and <= '9') or '.')
            && plain.Count(c => c == '.') <= 1;
    }

    private static BoundLiteral? Parse(string text, SqlType target)
    {
        switch (target.Kind)
        {
            case SqlKind.Boolean:
                return ParseBoolean(text) is { } flag ? new BoundLiteral(target, flag) : null;
            case SqlKind.Integer or SqlKind.BigInt or SqlKind.Decimal:
                return ParseNumber(text) is { } number ? number.Type == target ? number : Widen(number, target) : null;
            case SqlKind.Double:
                return double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    ? new BoundLiteral(target, value)
                    : null;
            default:
                return null;
        }
    }

    private static BoundLiteral? Widen(BoundLiteral literal, SqlType target) => (literal.Value, target) switch
    {
        (null, _) => new BoundLiteral(target, null),
        (int value, { Kind: SqlKind.BigInt }) => new BoundLiteral(target, (long)value),
        (int value, { Kind: SqlKind.Double }) => new BoundLiteral(target, (double)value),
        (long value, { Kind: SqlKind.Double }) => new BoundLiteral(target, (double)value),
        (int value, DecimalType decimals) => Scale(value.ToString(CultureInfo.InvariantCulture), decimals),
        (long value, DecimalType decimals) => Scale(value.ToString(CultureInfo.InvariantCulture), decimals),
        (string digits, DecimalType decimals) when literal.Type is DecimalType => Scale(digits, decimals),
        (string digits, { Kind: SqlKind.Double }) when literal.Type is DecimalType =>
            new BoundLiteral(target, double.Parse(digits, CultureInfo.InvariantCulture)),
        _ => null,
    };

    // The digits with exactly the scale's places; null where that would round, or where they do not fit.
    private static BoundLiteral? Scale(string digits, DecimalType target)
    {
        string[] parts = digits.Split('.');
        string fraction = parts.Length > 1 ? parts[1].TrimEnd('0') : "";
        string whole = parts[0].TrimStart('-').TrimStart('0');
        if (fraction.Length > target.Scale || whole.Length > target.Precision - target.Scale)
        {
            return null;
        }

        string text = parts[0] + (target.Scale == 0 ? "" : "." + fraction.PadRight(target.Scale, '0'));
        return new BoundLiteral(target, text);
    }
}
