using System;
using System.Collections.Generic;

namespace QueryGen.Conformance.Functions;

// ksqlDB's cases call functions that only its tests have. Here they are as any user would write them.

/// <summary>STRUCT&lt;A STRING&gt;.</summary>
public sealed record Named(string? A);

/// <summary>Functions of one value.</summary>
public static class TestFunctions
{
    // BAD_UDF of a text gives NULL every other time.
    private static bool _isNull = true;

    /// <summary>What a query counts begins anew with it.</summary>
    public static void Reset() => _isNull = true;

    [SqlFunction("TEST_UDF")]
    public static string IntString(int number, string? text) => "doStuffIntString";

    [SqlFunction("TEST_UDF")]
    public static string LongString(long number, string? text) => "doStuffLongString";

    [SqlFunction("TEST_UDF")]
    public static string LongLongString(long one, long two, string? text) => "doStuffLongLongString";

    [SqlFunction("TEST_UDF")]
    public static string Longs(params long[] numbers) => "doStuffLongVarargs";

    [SqlFunction("TEST_UDF")]
    public static string? Extract(Named named) => named.A;

    [SqlFunction("TEST_UDF")]
    public static Named Foo() => new("foo");

    [SqlFunction("BAD_UDF")]
    public static int Bad(int number) => throw new InvalidOperationException("boom!");

    [SqlFunction("BAD_UDF")]
    public static int Bad(bool fails) => fails ? throw new InvalidOperationException("You asked me to throw...") : 0;

    [SqlFunction("BAD_UDF")]
    public static string? Bad(string? text)
    {
        bool isNull = _isNull;
        _isNull = !isNull;
        return isNull ? null : text;
    }

    [SqlFunction("WHENCONDITION")]
    public static bool Condition(bool value, bool mayBeCalled) =>
        mayBeCalled ? value : throw new InvalidOperationException("This condition must not be evaluated.");

    [SqlFunction("WHENRESULT")]
    public static int Result(int value, bool mayBeCalled) =>
        mayBeCalled ? value : throw new InvalidOperationException("This result must not be evaluated.");

    [SqlFunction("TOSTRUCT")]
    public static Named ToStruct(string? text) => new(text);
}

/// <summary>Functions that give many values.</summary>
public static class TestTableFunctions
{
    [SqlTableFunction("TEST_UDTF")]
    public static IEnumerable<string> Values(int i, long l, double d, bool b, string s, decimal dec, Named named) =>
        [Text(i), Text(l), Text(d), Text(b), s, Text(dec), Text(named)];

    [SqlTableFunction("TEST_UDTF")]
    public static IEnumerable<string> Firsts(
        int?[] i, long?[] l, double?[] d, bool?[] b, string?[] s, decimal?[] dec, Named?[] named) =>
        [Text(i[0]), Text(l[0]), Text(d[0]), Text(b[0]), Text(s[0]), Text(dec[0]), Text(named[0])];

    [SqlTableFunction("TEST_UDTF")]
    public static IEnumerable<string> FirstValues(
        IReadOnlyDictionary<string, int?> i, IReadOnlyDictionary<string, long?> l, IReadOnlyDictionary<string, double?> d,
        IReadOnlyDictionary<string, bool?> b, IReadOnlyDictionary<string, string?> s, IReadOnlyDictionary<string, decimal?> dec,
        IReadOnlyDictionary<string, Named?> named) =>
        [First(i), First(l), First(d), First(b), First(s), First(dec), First(named)];

    [SqlTableFunction("TEST_UDTF")]
    public static int[] One(int value) => [value];

    [SqlTableFunction("TEST_UDTF")]
    public static long[] One(long value) => [value];

    [SqlTableFunction("TEST_UDTF")]
    public static double[] One(double value) => [value];

    [SqlTableFunction("TEST_UDTF")]
    public static bool[] One(bool value) => [value];

    [SqlTableFunction("TEST_UDTF")]
    public static string[] One(string value) => [value];

    [SqlTableFunction("TEST_UDTF", Precision = 30, Scale = 10)]
    public static decimal[] One(decimal value) => [value];

    [SqlTableFunction("TEST_UDTF")]
    public static Named[] One(Named value) => [value];

    [SqlTableFunction("THROWING_UDTF")]
    public static bool[] Throwing(bool fails) => fails ? throw new InvalidOperationException("You asked me to throw...") : [fails];

    private static string First<T>(IReadOnlyDictionary<string, T> values)
    {
        foreach (T value in values.Values)
        {
            return Text(value);
        }

        throw new InvalidOperationException("The map is empty.");
    }

    // As Java prints it.
    private static string Text<T>(T value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        Named named => $"Struct{{A={named.A}}}",
        double number when Math.Floor(number) == number && Math.Abs(number) < 1e7 => number.ToString("F1", Culture),
        IFormattable number => number.ToString(null, Culture),
        _ => value.ToString()!,
    };

    private static IFormatProvider Culture => System.Globalization.CultureInfo.InvariantCulture;
}
