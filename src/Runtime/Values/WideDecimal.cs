using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace QueryGen.Values;

/// <summary>A DECIMAL of more than 28 digits, which a <see cref="decimal"/> does not hold: exact, up to 77 digits.</summary>
/// <remarks>It owns no memory. Two of them are equal where their values are: 1.0 and 1.00.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct WideDecimal : IEquatable<WideDecimal>, IComparable<WideDecimal>
{
    /// <summary>How many digits one may have.</summary>
    public const int MostDigits = Magnitude.MostDigits;

    /// <summary>What one takes as text at most, in bytes: digits, sign, point and a zero before it.</summary>
    internal const int MostBytes = MostDigits + 3;

    // Digits of a number that a System.Decimal holds whatever they are.
    private const int NarrowDigits = 28;

    private readonly Magnitude _digits;
    private readonly int _scale;
    private readonly int _sign;

    internal WideDecimal(in Magnitude digits, int scale, bool isNegative)
    {
        _digits = digits;
        _scale = scale;
        _sign = digits.IsZero ? 0 : isNegative ? -1 : 1;
    }

    /// <summary>A number by its digits without the point.</summary>
    /// <param name="low">Bits 0 to 63 of the digits as a whole number.</param>
    /// <param name="middle">Bits 64 to 127.</param>
    /// <param name="high">Bits 128 to 191.</param>
    /// <param name="highest">Bits 192 to 255.</param>
    /// <param name="scale">How many of the digits stand behind the point.</param>
    /// <param name="isNegative">Below zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostDigits"/> digits, or a negative scale.</exception>
    public WideDecimal(ulong low, ulong middle, ulong high, ulong highest, int scale, bool isNegative)
        : this(new Magnitude(low, middle, high, highest), scale, isNegative)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MostDigits);
        if (_digits.CompareTo(Magnitude.PowerOfTen(MostDigits)) >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(highest), highest, $"There are more than {MostDigits} digits.");
        }
    }

    /// <summary>How many digits stand behind the point.</summary>
    public int Scale => _scale;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _sign;

    /// <summary>The digits as a whole number, without sign and point.</summary>
    internal Magnitude Digits => _digits;

    /// <summary>Whether the values are equal.</summary>
    public static bool operator ==(WideDecimal left, WideDecimal right) => left.Equals(right);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(WideDecimal left, WideDecimal right) => !left.Equals(right);

    /// <summary>By value.</summary>
    public static bool operator <(WideDecimal left, WideDecimal right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(WideDecimal left, WideDecimal right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(WideDecimal left, WideDecimal right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(WideDecimal left, WideDecimal right) => left.CompareTo(right) >= 0;

    /// <summary>The number with the other sign.</summary>
    public static WideDecimal operator -(WideDecimal value) => new(value._digits, value._scale, value._sign > 0);

    /// <summary>The number with the other sign.</summary>
    public static WideDecimal Negate(WideDecimal value) => -value;

    /// <summary>The nearest DOUBLE.</summary>
    public static explicit operator double(WideDecimal value) => value.ToDouble();

    /// <summary>The same number.</summary>
    public static implicit operator WideDecimal(decimal value) => FromDecimal(value);

    /// <summary>The same number.</summary>
    public static WideDecimal FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        ulong low = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        return new WideDecimal(new Magnitude(low, (uint)bits[2]), value.Scale, decimal.IsNegative(value));
    }

    /// <summary>The nearest DOUBLE.</summary>
    public unsafe double ToDouble()
    {
        byte* text = stackalloc byte[MostBytes];
        byte* after = Write(text);
        return double.Parse(new ReadOnlySpan<byte>(text, (int)(after - text)), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads digits with or without a sign, a point and an exponent.</summary>
    /// <exception cref="FormatException">It is no number, or has more than <see cref="MostDigits"/> digits.</exception>
    public static WideDecimal Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return WideDecimalText.TryParse(utf8, out WideDecimal value, out bool isCut) && !isCut && value._scale <= MostDigits
            ? value : throw new FormatException($"'{text}' is no number of at most {MostDigits} digits.");
    }

    /// <inheritdoc/>
    public int CompareTo(WideDecimal other)
    {
        if (_sign != other._sign)
        {
            return _sign.CompareTo(other._sign);
        }

        int order = _scale <= other._scale
            ? CompareDigits(_digits, other._digits, other._scale - _scale)
            : -CompareDigits(other._digits, _digits, _scale - other._scale);
        return _sign < 0 ? -order : order;
    }

    /// <inheritdoc/>
    public bool Equals(WideDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WideDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Zeros at the end do not count.
        Magnitude digits = _digits;
        int scale = _scale;
        while (!digits.IsZero && digits.Divide(new Magnitude(10), out Magnitude rest) is var shorter && rest.IsZero)
        {
            digits = shorter;
            scale--;
        }

        return digits.IsZero ? 0 : HashCode.Combine(digits, scale, _sign);
    }

    /// <summary>The number with all digits of its scale.</summary>
    public override unsafe string ToString()
    {
        byte* text = stackalloc byte[MostBytes];
        return Encoding.ASCII.GetString(text, (int)(Write(text) - text));
    }

    /// <summary>Writes it as <see cref="ToString"/> says, and gives the place behind it; at most <see cref="MostBytes"/>.</summary>
    internal unsafe byte* Write(byte* to)
    {
        if (_sign < 0)
        {
            *to++ = (byte)'-';
        }

        byte* after = _digits.Write(to, _scale + 1);
        if (_scale == 0)
        {
            return after;
        }

        byte* point = after - _scale;
        new ReadOnlySpan<byte>(point, _scale).CopyTo(new Span<byte>(point + 1, _scale));
        *point = (byte)'.';
        return after + 1;
    }

    /// <summary>Gives the number its type; false where it has no room, or where digits would be lost that must not be.</summary>
    /// <param name="precision">At most <see cref="MostDigits"/>.</param>
    /// <param name="scale">At most the precision.</param>
    /// <param name="rounds">Digits beyond the scale are rounded half up.</param>
    /// <param name="fitted">The number with exactly that scale.</param>
    internal bool TryFit(int precision, int scale, bool rounds, out WideDecimal fitted)
    {
        int missing = scale - _scale;
        Magnitude digits = _digits;
        bool fits = missing >= 0
            ? digits.IsZero || (missing <= MostDigits && digits.TryMultiply(Magnitude.PowerOfTen(missing), out digits))
            : TryDrop(ref digits, -missing, rounds);
        fitted = new WideDecimal(digits, scale, _sign < 0);
        return fits && digits.CompareTo(Magnitude.PowerOfTen(precision)) < 0;
    }

    /// <summary>The same number as a System.Decimal; its digits are 28 at most.</summary>
    internal decimal ToNarrow() =>
        new((int)_digits.Low, (int)(_digits.Low >> 32), (int)_digits.Middle, _sign < 0, (byte)Math.Min(_scale, NarrowDigits));

    // Without the last digits.
    private static bool TryDrop(ref Magnitude digits, int count, bool rounds)
    {
        if (count > MostDigits)
        {
            bool isKept = rounds || digits.IsZero;
            digits = default;
            return isKept;
        }

        Magnitude unit = Magnitude.PowerOfTen(count);
        digits = digits.Divide(unit, out Magnitude rest);
        if (!rounds)
        {
            return rest.IsZero;
        }

        // Half up: what is missing to the next one is not more than the rest.
        return rest.CompareTo(unit.Minus(rest)) < 0 || digits.TryAdd(new Magnitude(1), out digits);
    }

    // The first number's digits stand for more by a power of ten.
    private static int CompareDigits(in Magnitude left, in Magnitude right, int power) =>
        left.IsZero || right.IsZero ? left.CompareTo(right)
        : power <= MostDigits && left.TryMultiply(Magnitude.PowerOfTen(power), out Magnitude scaled) ? scaled.CompareTo(right)
        : 1;
}
