using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <content>Functions of DECIMALs that a System.Decimal does not hold.</content>
public static partial class MathFunctions
{
    private enum Towards
    {
        Zero,
        NegativeInfinity,
        PositiveInfinity,
        Nearest,
    }

    /// <summary>ABS.</summary>
    public static WideDecimal? Abs(WideDecimal? value) => value is { Sign: < 0 } ? -value : value;

    /// <summary>CEIL; the scale stays.</summary>
    public static WideDecimal? Ceil(WideDecimal? value) => ToUnit(value, 0, Towards.PositiveInfinity);

    /// <summary>FLOOR; the scale stays.</summary>
    public static WideDecimal? Floor(WideDecimal? value) => ToUnit(value, 0, Towards.NegativeInfinity);

    /// <summary>ROUND to a whole number: a half goes up.</summary>
    public static WideDecimal? Round(WideDecimal? value) => Whole(ToUnit(value, 0, Towards.Nearest));

    /// <summary>ROUND to places; the scale stays.</summary>
    public static WideDecimal? Round(WideDecimal? value, int? places) => ToUnit(value, places, Towards.Nearest);

    /// <summary>TRUNC to a whole number.</summary>
    public static WideDecimal? Trunc(WideDecimal? value) => Whole(ToUnit(value, 0, Towards.Zero));

    /// <summary>TRUNC to places; the scale stays.</summary>
    public static WideDecimal? Trunc(WideDecimal? value, int? places) => ToUnit(value, places, Towards.Zero);

    private static WideDecimal? Whole(WideDecimal? value) => Cast.ToWide(value, WideDecimal.MostDigits, 0);

    // A number of whole units of 10^-places, in the scale of the value; NULL where it has more digits than there is room for.
    private static WideDecimal? ToUnit(WideDecimal? value, int? places, Towards towards)
    {
        if (value is not { } number || places is not { } count || count >= number.Scale)
        {
            return places is null ? null : value;
        }

        long dropped = (long)number.Scale - count;
        if (dropped > WideDecimal.MostDigits)
        {
            return new WideDecimal(default, number.Scale, isNegative: false);
        }

        Magnitude unit = Magnitude.PowerOfTen((int)dropped);
        Magnitude units = number.Digits.Divide(unit, out Magnitude rest);
        if (IsFarther(towards, number.Sign, rest, unit) && !units.TryAdd(new Magnitude(1), out units))
        {
            return null;
        }

        return units.TryMultiply(unit, out Magnitude digits) ? new WideDecimal(digits, number.Scale, number.Sign < 0) : null;
    }

    // Whether the unit that is farther from zero is meant. Of two that are equally near it is the upper one.
    private static bool IsFarther(Towards towards, int sign, in Magnitude rest, in Magnitude unit) => !rest.IsZero && towards switch
    {
        Towards.NegativeInfinity => sign < 0,
        Towards.PositiveInfinity => sign > 0,
        Towards.Nearest => rest.CompareTo(unit.Minus(rest)) is var order && (order > 0 || (order == 0 && sign > 0)),
        _ => false,
    };
}
