using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>What a method with [SqlFunction] declares.</summary>
public sealed class FunctionInputTests
{
    private const string Stream = "CREATE STREAM s (t STRING, i INT) WITH (kafka_topic='s', value_format='JSON');";

    [Fact]
    public void A_method_is_a_function_of_its_name_and_types()
    {
        UserFunction function = CSharp.Function(
            "[SqlFunction] public static string? GeoHash(double lat, double? lon, string text, byte[]? raw, decimal d) => null;").Method();
        Assert.Equal("GEO_HASH", function.Function.Name);
        Assert.Equal(SqlType.String, function.Function.Result);
        Assert.Equal(
            [SqlType.Double, SqlType.Double, SqlType.String, SqlType.Bytes, SignatureBuilder.AnyDecimal],
            function.Function.Parameters.Select(parameter => parameter.Type));
        Assert.Equal([false, true, false, true, false], function.Parameters.Select(parameter => parameter.IsNullable));
        Assert.Equal("global::Shop.Functions.GeoHash", function.Method);
    }

    [Fact]
    public void A_function_may_have_a_name_of_its_own() => Assert.Equal(
        "SHOUT_LOUD", CSharp.Function("[SqlFunction(\"shout_loud\")] internal static int F(int i) => i;").Method().Function.Name);

    [Fact]
    public void A_decimal_result_has_its_digits() => Assert.Equal(
        new DecimalType(10, 2),
        CSharp.Function("[SqlFunction(Precision = 10, Scale = 2)] public static decimal F(decimal d) => d;").Method().Function.Result);

    [Theory]
    [InlineData("[SqlFunction] public int ⟦F⟧() => 1;", "QG4009", "not static")]
    [InlineData("[SqlFunction] public static void ⟦F⟧(int i) { }", "QG4009", "returns nothing")]
    [InlineData("[SqlFunction] public static int ⟦F⟧<T>(int i) => i;", "QG4009", "'T' is in no parameter")]
    [InlineData("[SqlFunction] public static int ⟦F⟧<T>(T i) where T : struct => 1;", "QG4009", "'T' has a constraint")]
    [InlineData("[SqlFunction] private static int ⟦F⟧(int i) => i;", "QG4009", "private")]
    [InlineData("static int _x; [SqlFunction] public static ref int ⟦F⟧(int i) => ref _x;", "QG4009", "reference")]
    [InlineData("[SqlFunction] public static int ⟦F⟧(ref int i) => i;", "QG4009", "'i' is passed by reference")]
    [InlineData("private class P { [SqlFunction] public static int ⟦F⟧(int i) => i; }", "QG4009", "P cannot be reached")]
    [InlineData("static int G() { [SqlFunction] static int ⟦F⟧(int i) => i; return F(1); }", "QG4009", "local")]
    [InlineData("[SqlFunction] public static int F(short ⟦i⟧) => i;", "QG4004", "'i' is short")]
    [InlineData("[SqlFunction] public static int F(short[]? ⟦i⟧) => 1;", "QG4004", "'i' is short")]
    [InlineData("[SqlFunction] public static int F(int[] ⟦i⟧) => 1;", "QG4013", "'i'", "INTEGER")]
    [InlineData("[SqlFunction] public static int F(System.Collections.Generic.List<int> ⟦i⟧) => 1;", "QG4013", "'i'")]
    [InlineData("public record P(int A); [SqlFunction] public static int F(P ⟦p⟧) => 1;", "QG4013", "'p'")]
    [InlineData("public record P(int? A, P? ⟦Inner⟧); [SqlFunction] public static int F(P p) => 1;", "QG4004", "'Inner'")]
    [InlineData("public record P([property: Column(⟦\"a b\"⟧)] int? A); [SqlFunction] public static int F(P p) => 1;", "QG4006")]
    [InlineData("public record P(decimal? ⟦A⟧); [SqlFunction] public static int F(P p) => 1;", "QG4011", "[Column(Precision")]
    [InlineData("[SqlTableFunction] public static ⟦int⟧ F(int i) => i;", "QG4009", "gives one INTEGER")]
    [InlineData("[SqlTableFunction] public static ⟦string⟧ F(int i) => \"\";", "QG4009", "gives one STRING")]
    [InlineData("[SqlTableFunction] public int[] ⟦F⟧(int i) => [i];", "QG4009", "not static")]
    [InlineData("[SqlTableFunction] public static ⟦decimal[]⟧ F(int i) => [i];", "QG4011", "[SqlTableFunction(Precision")]
    [InlineData("[SqlTableFunction] public static int[] ⟦Explode⟧(int i) => [i];", "QG4010", "SQL's own")]
    [InlineData("[SqlFunction] public static ⟦System.Threading.Tasks.Task<int>⟧ F(int i) => null!;", "QG4004", "The result")]
    [InlineData("[SqlFunction] public static ⟦decimal⟧ F(int i) => i;", "QG4011", "[SqlFunction(Precision = 10, Scale = 2)]")]
    [InlineData("[SqlFunction(Precision = ⟦3⟧)] public static int F(int i) => i;", "QG4011", "no decimal")]
    [InlineData("[SqlFunction(⟦\"a b\"⟧)] public static int F(int i) => i;", "QG4006", "function")]
    [InlineData("[SqlFunction] public static int ⟦Select⟧(int i) => i;", "QG4006", "reserved")]
    [InlineData("[SqlFunction] public static int ⟦Len⟧(string t) => 1;", "QG4010", "SQL's own")]
    [InlineData("[SqlFunction(⟦\"count\"⟧)] public static int F(int i) => i;", "QG4010", "COUNT")]
    public void A_method_that_cannot_be_a_function_is_reported_once_where_it_is_wrong(string method, string id, params string[] words) =>
        CSharp.Function(method).Reports(Descriptors.Of(id), words);

    [Theory]
    [InlineData("int?[]? a, string?[] b", "ARRAY<INTEGER>", "ARRAY<STRING>")]
    [InlineData("System.Collections.Generic.List<System.Collections.Generic.IReadOnlyList<long?>?> a", "ARRAY<ARRAY<BIGINT>>")]
    [InlineData("System.Collections.Generic.IReadOnlyDictionary<string, double?> a", "MAP<STRING, DOUBLE>")]
    [InlineData("Point a, Spot? b", "STRUCT<X INTEGER, NAME STRING>", "STRUCT<Y DECIMAL(5, 2)>")]
    [InlineData("params bool[] a", "BOOLEAN")]
    [InlineData("params System.Collections.Generic.IEnumerable<bool?[]> a", "ARRAY<BOOLEAN>")]
    public void Collections_and_types_of_the_users_are_types_of_sql(string parameters, params string[] types)
    {
        UserFunction function = CSharp.Function($$"""
            public record Point(int? X, [property: Column("name")] string? Label);
            public struct Spot { [Column(Precision = 5, Scale = 2)] public decimal? Y { get; set; } }
            [SqlFunction] public static bool F({{parameters}}) => true;
            """).Method();
        Assert.Equal(types, function.Function.Parameters.Select(parameter => parameter.Type!.ToString()));
    }

    [Fact]
    public void A_result_may_be_a_collection_of_what_cannot_be_null() => Assert.Equal(
        "MAP<STRING, ARRAY<DECIMAL(40, 3)>>",
        CSharp.Function("""
            [SqlFunction(Precision = 40, Scale = 3)]
            public static System.Collections.Generic.Dictionary<string, decimal[]> F(int i) => [];
            """).Method().Function.Result!.ToString());

    [Fact]
    public void Overloads_differ_in_their_types() => CSharp.Function("""
        [SqlFunction] public static string Shout(string t) => t;
        [SqlFunction] public static string Shout(string t, int times) => t;
        """)
        .With(Stream + "CREATE STREAM o AS SELECT SHOUT(t) AS a, shout(t, i) AS b FROM s;").IsRight();

    [Fact]
    public void Two_methods_of_one_signature_are_reported_at_the_second() => CSharp.Function("""
        [SqlFunction] public static string Shout(string t) => t;
        [SqlFunction("shout")] public static string? ⟦Whisper⟧(string? t) => t;
        """)
        .Reports(RowTypeDiagnostics.DuplicateFunction, "SHOUT(STRING)", "Shop.Functions.Shout");

    [Fact]
    public void A_call_is_checked_where_sql_makes_it()
    {
        Microsoft.CodeAnalysis.Diagnostic found = Assert.Single(CSharp.Function("[SqlFunction] public static int F(int i) => i;")
            .With(Stream + "CREATE STREAM o AS SELECT F(t) AS a FROM s;").Run().Diagnostics);
        Assert.Equal((BindingDiagnostics.NoOverload.Id, "/project/Queries/test.ksql"), (found.Id, found.Location.GetLineSpan().Path));
    }

    [Theory]
    [InlineData(28)]
    [InlineData(29, "QG2212")]
    public void A_decimal_of_csharp_takes_no_more_digits_than_it_has(int precision, params string[] ids) => Assert.Equal(
        ids,
        CSharp.Function("[SqlFunction(Precision = 28, Scale = 2)] public static decimal F(decimal d) => d;")
            .With($"CREATE STREAM s (d DECIMAL({precision}, 2)) WITH (kafka_topic='s', value_format='JSON');"
                + "CREATE STREAM o AS SELECT F(d) AS a FROM s;")
            .Run().Diagnostics.Select(found => found.Id));

    [Fact]
    public void A_call_of_a_wrong_function_is_no_second_mistake() => CSharp.Function("[SqlFunction] public static void ⟦F⟧(int i) { }")
        .With(Stream + "CREATE STREAM o AS SELECT F(t) AS a FROM s;").Reports(RowTypeDiagnostics.FunctionMethod);
}
