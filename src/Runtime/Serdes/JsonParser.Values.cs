using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <content>Values of SQL's types. <c>null</c> is NULL for each.</content>
internal unsafe ref partial struct JsonParser
{
    /// <summary>Whether the next value is <c>null</c>; if so it is read.</summary>
    public bool TryReadNull()
    {
        SkipSpace();
        if (_end - _at < 4 || Unsafe.ReadUnaligned<uint>(_at) != JsonString.Null)
        {
            return false;
        }

        _at += 4;
        return true;
    }

    /// <summary>A BOOLEAN: true or false.</summary>
    public bool Read(out bool? value)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TakeScalar(out ReadOnlySpan<byte> token, out bool isString) || isString)
        {
            return Fail("true or false is expected");
        }

        value = token.SequenceEqual("true"u8) ? true : token.SequenceEqual("false"u8) ? false : null;
        return value is not null || Fail("true or false is expected");
    }

    /// <summary>An INTEGER: a number, whose fraction is cut off and which wraps, or a string of digits.</summary>
    public bool Read(out int? value)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TryReadInteger(out long number, out bool isString) || (isString && number != (int)number))
        {
            return Fail("an INTEGER is expected");
        }

        value = unchecked((int)number);
        return true;
    }

    /// <summary>A BIGINT: a number, whose fraction is cut off and which wraps, or a string of digits.</summary>
    public bool Read(out long? value)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TryReadInteger(out long number, out _))
        {
            return Fail("a BIGINT is expected");
        }

        value = number;
        return true;
    }

    /// <summary>A DOUBLE: a number, or a string that is one.</summary>
    public bool Read(out double? value)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TakeScalar(out ReadOnlySpan<byte> token, out bool isString) || !(isString || IsNumber(token))
            || !JavaDouble.TryParse(token, out double number))
        {
            return Fail("a DOUBLE is expected");
        }

        value = number;
        return true;
    }

    /// <summary>A DECIMAL: a number, or a string that is one, that fits without rounding.</summary>
    public bool Read(out decimal? value, int precision, int scale)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TakeScalar(out ReadOnlySpan<byte> token, out bool isString) || !(isString || IsNumber(token))
            || !DecimalText.TryParse(token, precision, scale, out decimal number))
        {
            return Fail($"a DECIMAL({precision}, {scale}) is expected");
        }

        value = number;
        return true;
    }

    /// <inheritdoc cref="Read(out decimal?, int, int)"/>
    public bool Read(out WideDecimal? value, int precision, int scale)
    {
        value = null;
        if (TryReadNull())
        {
            return true;
        }

        if (!TakeScalar(out ReadOnlySpan<byte> token, out bool isString) || !(isString || IsNumber(token))
            || !WideDecimalText.TryParse(token, precision, scale, out WideDecimal number))
        {
            return Fail($"a DECIMAL({precision}, {scale}) is expected");
        }

        value = number;
        return true;
    }

    /// <summary>A DATE: days since 1970-01-01.</summary>
    public bool Read(out SqlDate? value)
    {
        bool isRead = Read(out int? days);
        value = days is { } number ? new SqlDate(number) : null;
        return isRead;
    }

    /// <summary>A TIME: milliseconds of a day.</summary>
    public bool Read(out SqlTime? value)
    {
        bool isRead = Read(out int? ms);
        value = ms is { } number ? new SqlTime(number) : null;
        return isRead && (ms is null or (>= 0 and < 86_400_000) || Fail("a TIME is expected, in milliseconds of a day"));
    }

    /// <summary>A TIMESTAMP: milliseconds since 1970-01-01 UTC.</summary>
    public bool Read(out SqlTimestamp? value)
    {
        bool isRead = Read(out long? ms);
        value = ms is { } number ? new SqlTimestamp(number) : null;
        return isRead;
    }

    /// <summary>BYTES: a Base64 string.</summary>
    public bool Read(out Bytes value)
    {
        value = default;
        if (TryReadNull())
        {
            return true;
        }

        if (!Expect((byte)'"', "a Base64 string is expected") || !ReadStringBody(out Text base64))
        {
            return false;
        }

        byte* to = _arena.Allocate(base64.Length);
        System.Buffers.OperationStatus status =
            Base64.DecodeFromUtf8(base64.Span, new Span<byte>(to, base64.Length), out _, out int written);
        value = new Bytes(to, written);
        return status == System.Buffers.OperationStatus.Done || Fail("a Base64 string is expected");
    }

    /// <summary>A VARCHAR: a string; a number or boolean as its text; an object as compact JSON; an array as <c>[a, b]</c>.</summary>
    public bool Read(out Text value)
    {
        value = default;
        if (TryReadNull())
        {
            return true;
        }

        if (_at < _end && *_at == '"')
        {
            _at++;
            return ReadStringBody(out value);
        }

        if (_at < _end && *_at is (byte)'{' or (byte)'[')
        {
            return ReadAsText(out value);
        }

        if (!TakeScalar(out ReadOnlySpan<byte> token, out _)
            || !(IsNumber(token) || token.SequenceEqual("true"u8) || token.SequenceEqual("false"u8)))
        {
            return Fail("a VARCHAR is expected");
        }

        fixed (byte* start = token)
        {
            value = new Text(start, token.Length, isPlain: true);
        }

        return true;
    }

    private bool TryReadInteger(out long number, out bool isString)
    {
        number = 0;
        if (!TakeScalar(out ReadOnlySpan<byte> token, out isString) || token.IsEmpty)
        {
            return false;
        }

        if (Utf8Parser.TryParse(token, out number, out int used) && used == token.Length && (isString || IsNumber(token)))
        {
            return true;
        }

        // 3.9 is 3, 1e3 is 1000, of more than 64 bits the low ones are taken; a string must be an integer as it stands.
        if (isString || !IsNumber(token))
        {
            return false;
        }

        number = LowBits(token);
        return true;
    }

    // The whole part of a number of any size, modulo 2^64: its digits, cut or filled with zeros where the exponent says.
    private static long LowBits(ReadOnlySpan<byte> token)
    {
        int exponentAt = token.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> digits = exponentAt < 0 ? token : token[..exponentAt];
        bool isNegative = digits[0] == '-';
        digits = digits[(isNegative ? 1 : 0)..];
        int point = digits.IndexOf((byte)'.');
        int whole = (point < 0 ? digits.Length : point) + (exponentAt < 0 ? 0 : Exponent(token[(exponentAt + 1)..]));
        ulong bits = 0;
        int taken = 0;
        for (int i = 0; i < digits.Length && taken < whole; i++)
        {
            if (i != point)
            {
                bits = unchecked((bits * 10) + (uint)(digits[i] - '0'));
                taken++;
            }
        }

        // Ten to the power of 64 has no bit below the 64th.
        for (int missing = Math.Min(whole - taken, 64); missing > 0; missing--)
        {
            bits = unchecked(bits * 10);
        }

        return unchecked(isNegative ? -(long)bits : (long)bits);
    }

    // One that nobody can mean is as good as a very large one.
    private static int Exponent(ReadOnlySpan<byte> token)
    {
        bool isNegative = token[0] == '-';
        ReadOnlySpan<byte> digits = token[(token[0] is (byte)'-' or (byte)'+' ? 1 : 0)..];
        int size = Utf8Parser.TryParse(digits, out int value, out int used) && used == digits.Length ? Math.Min(value, 1 << 20) : 1 << 20;
        return isNegative ? -size : size;
    }

    // A number, literal or string; of a string without escapes, what stands between its quotes.
    private bool TakeScalar(out ReadOnlySpan<byte> token, out bool isString)
    {
        SkipSpace();
        isString = _at < _end && *_at == '"';
        if (isString)
        {
            _at++;
            bool isRead = ReadStringBody(out Text text);
            token = text.Span;
            return isRead;
        }

        byte* start = _at;
        while (_at < _end && *_at is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            if (*_at is (byte)'"' or (byte)'{' or (byte)'[' or (byte)':')
            {
                token = default;
                return Fail("a value is expected");
            }

            _at++;
        }

        token = new ReadOnlySpan<byte>(start, (int)(_at - start));
        return IsNumber(token) || token.SequenceEqual("true"u8) || token.SequenceEqual("false"u8) || token.SequenceEqual("null"u8)
            || Fail("a value is expected");
    }

    // JSON's grammar of numbers: no leading zero, digits around the point, digits in the exponent.
    private static bool IsNumber(ReadOnlySpan<byte> token)
    {
        int at = !token.IsEmpty && token[0] == '-' ? 1 : 0;
        int digits = CountDigits(token, at);
        if (digits == 0 || (digits > 1 && token[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < token.Length && token[at] == '.')
        {
            int fraction = CountDigits(token, at + 1);
            if (fraction == 0)
            {
                return false;
            }

            at += fraction + 1;
        }

        if (at < token.Length && token[at] is (byte)'e' or (byte)'E')
        {
            at += at + 1 < token.Length && token[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            int exponent = CountDigits(token, at);
            at += exponent;
            return exponent > 0 && at == token.Length;
        }

        return at == token.Length;
    }

    private static int CountDigits(ReadOnlySpan<byte> token, int from)
    {
        int at = from;
        while (at < token.Length && token[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - from;
    }
}
