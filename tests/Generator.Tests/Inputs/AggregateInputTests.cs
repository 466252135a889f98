using QueryGen.Functions;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>What a struct with [SqlAggregate] declares.</summary>
public sealed class AggregateInputTests
{
    private const string Stream = "CREATE STREAM s (k INT KEY, t STRING, i INT, l BIGINT) WITH (kafka_topic='s', format='JSON');\n";

    [Fact]
    public void A_struct_is_an_aggregate_of_its_name_and_types()
    {
        UserAggregate aggregate = CSharp.File("""
            [SqlAggregate] public struct WordCount(int from, params string[] words)
            {
                private long _n = from + words.Length;
                public void Add(string text, long? weight) { }
                public void Undo(string text, long? weight) { }
                public void Merge(in WordCount other) => _n += other._n;
                public readonly long? Result() => _n;
            }
            """).Aggregate();
        Assert.Equal("WORD_COUNT", aggregate.Name);
        Assert.Equal("global::Shop.WordCount", aggregate.Type);
        Assert.Equal("STRING, BIGINT, INTEGER, STRING…", aggregate.Shown);
        Assert.Equal(SqlType.BigInt, aggregate.Result.Type);
        Assert.Equal("_n long", aggregate.Layout);
        Assert.Equal([false, true], aggregate.Row.Select(parameter => parameter.TakesNull));
        Assert.True(aggregate is { CanUndo: true, CanMerge: true });
    }

    [Fact]
    public void What_is_not_there_cannot_be_done()
    {
        UserAggregate aggregate = CSharp.File(
            "[SqlAggregate(\"other\")] public struct A { public void Add(int i) { } public int Result() => 1; }").Aggregate();
        Assert.True(aggregate is { Name: "OTHER", CanUndo: false, CanMerge: false, Constants.Count: 0 });
    }

    [Theory]
    [InlineData("public struct ⟦A⟧ { public int Result() => 1; }", "no method Add")]
    [InlineData("public struct ⟦A⟧ { public void Add() { } public int Result() => 1; }", "takes nothing")]
    [InlineData(
        "public struct ⟦A⟧ { public void Add(int i) { } public void Add(long i) { } public int Result() => 1; }",
        "several methods Add")]
    [InlineData("public struct ⟦A⟧ { public void Add(int i) { } }", "Result()")]
    [InlineData("public struct ⟦A⟧ { public void Add(int i) { } public void Result() { } }", "Result()")]
    [InlineData("public struct ⟦A⟧ { string? _t; public void Add(int i) { } public string? Result() => _t; }", "no class")]
    [InlineData("public struct ⟦A⟧<T> { public void Add(int i) { } public int Result() => 1; }", "generic")]
    [InlineData("public ref struct ⟦A⟧ { public void Add(int i) { } public int Result() => 1; }", "ref struct")]
    [InlineData("public struct ⟦A⟧ { public void Add(ref int i) { } public int Result() => 1; }", "passed by reference")]
    [InlineData("public struct ⟦A⟧ { public void Add(int i = 1) { } public int Result() => 1; }", "may be left out")]
    [InlineData(
        "public struct ⟦A⟧ { public A(int i) { } public A(long i) { } public void Add(int i) { } public int Result() => 1; }",
        "constructors")]
    [InlineData(
        "public struct ⟦A⟧(params int[] c) { readonly int _n = c.Length; public void Add(params int[] i) { } public int Result() => _n; }",
        "params")]
    [InlineData("public struct A { public void Add(int i) { } public void ⟦Undo⟧(long i) { } public int Result() => 1; }", "Undo")]
    [InlineData("public struct A { public void Add(int i) { } public void ⟦Merge⟧(int i) { } public int Result() => 1; }", "Merge")]
    public void A_struct_that_cannot_be_an_aggregate_is_reported_once_where_it_is_wrong(string type, string words) =>
        CSharp.File("[SqlAggregate] " + type).Reports(Descriptors.Of("QG4020"), words);

    [Theory]
    [InlineData("[SqlAggregate] public static class ⟦A⟧ { }", "QG4020", "no method Add")]
    [InlineData("[SqlAggregate] public static class ⟦A⟧ { public static int? Add(int? s) => s; }", "QG4020", "nothing of a row")]
    [InlineData("[SqlAggregate] public static class ⟦A⟧ { public static int? Add(string? s, int i) => i; }", "QG4020", "the state")]
    [InlineData("[SqlAggregate] public static class ⟦A⟧ { public static int Add(int s, int i) => i; }", "QG4020", "'?'")]
    [InlineData("[SqlAggregate] public class ⟦A⟧ { public static int? Add(int? s, int i) => i; }", "QG4020", "class")]
    [InlineData("[SqlAggregate] public struct A { public void Add(short ⟦i⟧) { } public int Result() => 1; }", "QG4004", "'i' is short")]
    [InlineData(
        "[SqlAggregate] public struct A { public void Add(int i) { } public decimal ⟦Result⟧() => 1; }",
        "QG4011", "[SqlAggregate(")]
    [InlineData("[SqlAggregate] public struct ⟦Sum⟧ { public void Add(int i) { } public int Result() => 1; }", "QG4010", "SQL's own")]
    [InlineData(
        "[SqlAggregate(⟦\"a b\"⟧)] public struct A { public void Add(int i) { } public int Result() => 1; }",
        "QG4006", "aggregate")]
    public void Its_types_and_its_name_are_checked(string type, string id, string words) =>
        CSharp.File(type).Reports(Descriptors.Of(id), words);

    [Theory]
    [InlineData("SUM_FROM(i, l)", "QG2214")]
    [InlineData("SUM_FROM(t, 1)", "QG2212")]
    [InlineData("SUM_FROM(i)", "QG2212")]
    public void Calls_are_checked_as_those_of_sql_s_own(string call, string id) => Assert.Equal(
        [id],
        CSharp.File("""
            [SqlAggregate] public struct SumFrom(long from)
            {
                private long _sum = from;
                public void Add(int i) => _sum += i;
                public readonly long Result() => _sum;
            }
            """).With(Stream + $"CREATE TABLE o AS SELECT k, {call} AS x FROM s GROUP BY k;").Run().Diagnostics.Select(found => found.Id));

    [Fact]
    public void One_that_cannot_undo_follows_no_table() => Assert.Equal(
        ["QG2414"],
        CSharp.File("[SqlAggregate] public struct A { public void Add(int i) { } public int Result() => 1; }").With("""
            CREATE TABLE c (k INT PRIMARY KEY, g INT) WITH (kafka_topic='c', format='JSON');
            CREATE TABLE o AS SELECT g, A(k) AS x FROM c GROUP BY g;
            """).Run().Diagnostics.Select(found => found.Id));

    [Fact]
    public void One_that_cannot_merge_stands_in_no_session() => Assert.Equal(
        ["QG2416"],
        CSharp.File("[SqlAggregate] public struct A { public void Add(int i) { } public int Result() => 1; }")
            .With(Stream + "CREATE TABLE o AS SELECT k, A(i) AS x FROM s WINDOW SESSION (1 HOUR) GROUP BY k;")
            .Run().Diagnostics.Select(found => found.Id));

    [Theory]
    [InlineData(28)]
    [InlineData(29, "QG2212")]
    public void A_decimal_of_csharp_takes_no_more_digits_than_it_has(int precision, params string[] ids) => Assert.Equal(
        ids,
        CSharp.File("[SqlAggregate] public struct A { public void Add(decimal d) { } public int Result() => 1; }")
            .With($"CREATE STREAM s (k INT KEY, d DECIMAL({precision}, 2)) WITH (kafka_topic='s', format='JSON');"
                + "CREATE TABLE o AS SELECT k, A(d) AS x FROM s GROUP BY k;")
            .Run().Diagnostics.Select(found => found.Id));

    [Fact]
    public void A_broken_one_makes_no_second_mistake() => Assert.Equal(
        ["QG4020"],
        CSharp.File("[SqlAggregate] public struct A { public void Add(int i) { } }")
            .With(Stream + "CREATE TABLE o AS SELECT k, A(i) AS x FROM s GROUP BY k;").Run().Diagnostics.Select(found => found.Id));
}
