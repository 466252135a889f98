using QueryGen.Values;

namespace QueryGen.Operators;

/// <content>To and from DECIMALs that a System.Decimal does not hold.</content>
public static unsafe partial class Cast
{
    /// <summary>The same number.</summary>
    public static WideDecimal? ToWide(decimal? value) => value is { } number ? WideDecimal.FromDecimal(number) : null;

    /// <summary>To DECIMAL.</summary>
    public static WideDecimal? ToWide(int? value, int precision, int scale) => ToWide((decimal?)value, precision, scale);

    /// <summary>To DECIMAL.</summary>
    public static WideDecimal? ToWide(long? value, int precision, int scale) => ToWide((decimal?)value, precision, scale);

    /// <summary>To DECIMAL: half up; NULL where it does not fit.</summary>
    public static WideDecimal? ToWide(decimal? value, int precision, int scale) => ToWide(ToWide(value), precision, scale);

    /// <summary>To DECIMAL: the exact value, half up to the precision, then half up to the scale; NULL where it does not fit.</summary>
    public static WideDecimal? ToWide(double? value, int precision, int scale) =>
        value is { } number && WideDecimalText.TryRound(number, precision, out WideDecimal rounded)
            ? ToWide(rounded, precision, scale) : null;

    /// <summary>To DECIMAL: half up; NULL where it does not fit.</summary>
    public static WideDecimal? ToWide(WideDecimal? value, int precision, int scale) =>
        value is { } number && number.TryFit(precision, scale, rounds: true, out WideDecimal fitted) ? fitted : null;

    /// <summary>To DECIMAL: half up; NULL where it is no number or does not fit.</summary>
    public static WideDecimal? ToWide(Text value, int precision, int scale) =>
        !value.IsNull && WideDecimalText.TryParse(Trim(value), out WideDecimal number, out _) ? ToWide(number, precision, scale) : null;

    /// <summary>To DECIMAL: half up; NULL where it does not fit.</summary>
    public static decimal? ToDecimal(WideDecimal? value, int precision, int scale) =>
        ToWide(value, precision, scale) is { } fitted ? fitted.ToNarrow() : null;

    /// <summary>To INTEGER: towards zero, the low 32 bits.</summary>
    public static int? ToInteger(WideDecimal? value) => unchecked((int?)ToBigInt(value));

    /// <summary>To BIGINT: towards zero, the low 64 bits.</summary>
    public static long? ToBigInt(WideDecimal? value)
    {
        if (value is not { } number)
        {
            return null;
        }

        long bits = unchecked((long)number.Digits.Divide(Magnitude.PowerOfTen(number.Scale), out _).Low);
        return unchecked(number.Sign < 0 ? -bits : bits);
    }

    /// <summary>To DOUBLE.</summary>
    public static double? ToDouble(WideDecimal? value) => (double?)value;

    /// <summary>To VARCHAR: plain, with all digits of the scale.</summary>
    public static Text ToText(RecordArena arena, WideDecimal? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value is not { } number)
        {
            return default;
        }

        byte* to = arena.Allocate(WideDecimal.MostBytes);
        return new Text(to, (int)(number.Write(to) - to), isPlain: true);
    }
}
