using System;
using System.Collections.Generic;

namespace QueryGen.Conformance.Functions;

// ksqlDB's cases call aggregates that only its tests have. Here they are as any user would write them.

/// <summary>A sum of BIGINT.</summary>
[SqlAggregate("TEST_UDAF")]
public struct LongSum
{
    private long _sum;

    public void Add(long? value) => _sum += value ?? 0;

    public void Undo(long? value) => _sum -= value ?? 0;

    public void Merge(in LongSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>A sum of INTEGER.</summary>
[SqlAggregate("TEST_UDAF")]
public struct IntegerSum
{
    private long _sum;

    public void Add(int? value) => _sum += value ?? 0;

    public void Undo(int? value) => _sum -= value ?? 0;

    public void Merge(in IntegerSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>A sum of DOUBLE.</summary>
[SqlAggregate("TEST_UDAF")]
public struct DoubleSum
{
    private double _sum;

    public void Add(double? value) => _sum += value ?? 0;

    public void Merge(in DoubleSum other) => _sum += other._sum;

    public readonly double Result() => _sum;
}

/// <summary>The lengths of texts, on top of that of a constant.</summary>
[SqlAggregate("TEST_UDAF")]
public struct LengthSum(string first)
{
    private long _sum = first.Length;

    public void Add(string? text) => _sum += text?.Length ?? 0;

    public void Merge(in LengthSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>A number and the lengths of any number of texts.</summary>
[SqlAggregate("VAR_ARG")]
public struct VariadicSum
{
    private long _sum;

    public void Add(long? first, params ReadOnlySpan<string?> texts) => _sum += (first ?? 0) + Lengths.Of(texts);

    public void Merge(in VariadicSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>The same between a row's values and two constants.</summary>
[SqlAggregate("MID_VAR_ARG")]
public struct MiddleVariadicSum(int one, int two)
{
    private long _sum = one + two;

    public void Add(long? first, params ReadOnlySpan<string?> texts) => _sum += (first ?? 0) + Lengths.Of(texts);

    public void Merge(in MiddleVariadicSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>A number and the length of a text, on top of any number of constants.</summary>
[SqlAggregate("MULTI_ARG")]
public struct TwoColumnSum(int first, params string[] others)
{
    private long _sum = first + Lengths.Of(others);

    public void Add(long? number, string? text) => _sum += (number ?? 0) + (text?.Length ?? 0);

    public void Merge(in TwoColumnSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>A number and the lengths of three texts, on top of any number of constants.</summary>
[SqlAggregate("FOUR_ARG")]
public struct FourColumnSum(int first, params string[] others)
{
    private long _sum = first + Lengths.Of(others);

    public void Add(long? number, string? one, string? two, string? three) =>
        _sum += (number ?? 0) + (one?.Length ?? 0) + (two?.Length ?? 0) + (three?.Length ?? 0);

    public void Merge(in FourColumnSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

/// <summary>Two numbers and the lengths of three texts, on top of any number of constants.</summary>
[SqlAggregate("FIVE_ARG")]
public struct FiveColumnSum(int first, params string[] others)
{
    private long _sum = first + Lengths.Of(others);

    public void Add(long? number, string? one, string? two, string? three, int? last) =>
        _sum += (number ?? 0) + (one?.Length ?? 0) + (two?.Length ?? 0) + (three?.Length ?? 0) + (last ?? 0);

    public void Merge(in FiveColumnSum other) => _sum += other._sum;

    public readonly long Result() => _sum;
}

internal static class Lengths
{
    /// <summary>All characters together; NULL has none.</summary>
    public static long Of(ReadOnlySpan<string?> texts)
    {
        long length = 0;
        foreach (string? text in texts)
        {
            length += text?.Length ?? 0;
        }

        return length;
    }
}

/// <summary>STRUCT&lt;A INTEGER, B INTEGER&gt;.</summary>
public readonly record struct Pair(int? A, int? B);

/// <summary>A sum of pairs, member by member.</summary>
[SqlAggregate("TEST_UDAF")]
public struct PairSum
{
    private int _a;
    private int _b;

    public void Add(Pair? pair)
    {
        _a += pair?.A ?? 0;
        _b += pair?.B ?? 0;
    }

    public void Merge(in PairSum other)
    {
        _a += other._a;
        _b += other._b;
    }

    public readonly Pair Result() => new(_a, _b);
}

/// <summary>The first argument of each row in which no argument is NULL.</summary>
[SqlAggregate("GENERIC_VAR_ARG")]
public static class CompleteRows
{
    public static IEnumerable<TA> Add<TA, TB, TC>(IEnumerable<TA>? state, TA first, TB second, params TC[] others) =>
        first is null || second is null || Array.Exists(others, other => other is null) ? state ?? [] : [.. state ?? [], first];
}

/// <summary>The same with arguments of any types.</summary>
[SqlAggregate("OBJ_COL_ARG")]
public static class CompleteObjects
{
    public static int[] Add(IEnumerable<int?>? state, int? first, params object?[] others)
    {
        List<int> values = [];
        foreach (int? value in state ?? [])
        {
            values.Add(value!.Value);
        }

        if (first is { } number && !Array.Exists(others, other => other is null))
        {
            values.Add(number);
        }

        return [.. values];
    }
}
