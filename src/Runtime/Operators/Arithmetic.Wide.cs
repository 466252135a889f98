using QueryGen.Values;

namespace QueryGen.Operators;

/// <content>Arithmetic of DECIMALs that a System.Decimal does not hold.</content>
public static partial class Arithmetic
{
    /// <summary>A sum in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static WideDecimal? Add(WideDecimal? left, WideDecimal? right, int precision, int scale) =>
        left is { } l && right is { } r && TryAdd(l, r, out WideDecimal sum) ? Fit(sum, precision, scale) : null;

    /// <summary>A difference in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static WideDecimal? Subtract(WideDecimal? left, WideDecimal? right, int precision, int scale) =>
        Add(left, -right, precision, scale);

    /// <summary>A product in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static WideDecimal? Multiply(WideDecimal? left, WideDecimal? right, int precision, int scale) =>
        left is { } l && right is { } r && l.Digits.TryMultiply(r.Digits, out Magnitude product)
            ? Fit(new WideDecimal(product, l.Scale + r.Scale, l.Sign != r.Sign), precision, scale)
            : null;

    /// <summary>A quotient in DECIMAL(precision, scale); NULL by zero, and where it is not exact within the scale.</summary>
    public static WideDecimal? Divide(WideDecimal? left, WideDecimal? right, int precision, int scale)
    {
        if (left is not { } l || right is not { } r || r.Sign == 0
            || !l.TryFit(WideDecimal.MostDigits, scale + r.Scale, rounds: false, out WideDecimal dividend))
        {
            return null;
        }

        Magnitude quotient = dividend.Digits.Divide(r.Digits, out Magnitude rest);
        return rest.IsZero ? Fit(new WideDecimal(quotient, scale, l.Sign != r.Sign), precision, scale) : null;
    }

    /// <summary>A remainder in DECIMAL(precision, scale); NULL by zero.</summary>
    public static WideDecimal? Modulus(WideDecimal? left, WideDecimal? right, int precision, int scale)
    {
        if (left is not { } l || right is not { } r || r.Sign == 0 || !TryAlign(ref l, ref r))
        {
            return null;
        }

        l.Digits.Divide(r.Digits, out Magnitude rest);
        return Fit(new WideDecimal(rest, l.Scale, l.Sign < 0), precision, scale);
    }

    /// <summary>The exact sum; false where it has too many digits.</summary>
    internal static bool TryAdd(WideDecimal left, WideDecimal right, out WideDecimal sum)
    {
        sum = default;
        if (!TryAlign(ref left, ref right))
        {
            return false;
        }

        if (left.Sign * right.Sign >= 0)
        {
            bool fits = left.Digits.TryAdd(right.Digits, out Magnitude digits);
            sum = new WideDecimal(digits, left.Scale, left.Sign + right.Sign < 0);
            return fits;
        }

        bool isLeftLarger = left.Digits.CompareTo(right.Digits) >= 0;
        sum = isLeftLarger
            ? new WideDecimal(left.Digits.Minus(right.Digits), left.Scale, left.Sign < 0)
            : new WideDecimal(right.Digits.Minus(left.Digits), left.Scale, right.Sign < 0);
        return true;
    }

    private static bool TryAlign(ref WideDecimal left, ref WideDecimal right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return left.TryFit(WideDecimal.MostDigits, scale, rounds: false, out left)
            && right.TryFit(WideDecimal.MostDigits, scale, rounds: false, out right);
    }

    private static WideDecimal? Fit(WideDecimal value, int precision, int scale) =>
        value.TryFit(precision, scale, rounds: false, out WideDecimal fitted) ? fitted : null;
}
