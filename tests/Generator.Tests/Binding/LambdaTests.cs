using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Lambdas: names, shapes and types.</summary>
public sealed class LambdaTests
{
    [Theory]
    [InlineData("TRANSFORM(ARRAY[1], x => x * 2.5)", "ARRAY<DECIMAL(13, 1)>")]
    [InlineData("TRANSFORM(MAP('a' := 1), (k, v) => UCASE(k), (k, v) => v > 0)", "MAP<STRING, BOOLEAN>")]
    [InlineData("FILTER(MAP('a' := 1), (k, v) => v > 0)", "MAP<STRING, INTEGER>")]
    [InlineData("REDUCE(ARRAY['a'], 0, (s, x) => s + LEN(x))", "INTEGER")]
    public void A_call_has_the_type_that_its_lambda_gives(string call, string type) =>
        Assert.Equal(type, Sql.Value(call).X().Type.ToString());

    [Theory]
    [InlineData("TRANSFORM(ARRAY[1], ⟦i⟧ => 1)", "I", "a column")]
    [InlineData("REDUCE(ARRAY[1], 0, (x, ⟦x⟧) => 1)", "X", "another parameter of this lambda")]
    [InlineData("TRANSFORM(ARRAY[1], x => REDUCE(ARRAY[x], 0, (s, ⟦x⟧) => 1))", "X", "a parameter of the lambda around it")]
    public void A_name_stands_for_one_thing(string call, string name, string taken) =>
        Sql.Value(call).Reports(LambdaDiagnostics.ParameterName, name, taken);

    [Theory]
    [InlineData("⟦TRANSFORM(ARRAY[1], (x, y) => 1)⟧")]
    [InlineData("⟦TRANSFORM(MAP('a' := 1), (k, v) => k)⟧")]
    [InlineData("⟦TRANSFORM(i, x => x)⟧")]
    [InlineData("⟦FILTER(ARRAY[1], 2, x => TRUE)⟧")]
    [InlineData("⟦FILTER(ARRAY[1])⟧")]
    [InlineData("⟦REDUCE(ARRAY[1], (s, x) => s)⟧")]
    [InlineData("⟦REDUCE(ARRAY[1], NULL, (s, x) => s)⟧")]
    [InlineData("ABS(i, ⟦x => 1⟧)")]
    public void Lambdas_and_parameters_are_counted(string call) => Sql.Value(call).Reports(LambdaDiagnostics.Call);

    [Theory]
    [InlineData("FILTER(ARRAY[1], x => ⟦x + 1⟧)")]
    [InlineData("REDUCE(ARRAY[1], 0, (s, x) => ⟦s + 0.5⟧)")]
    [InlineData("TRANSFORM(ARRAY[1], x => ⟦NULL⟧)")]
    public void A_lambda_gives_what_is_asked_for(string call) => Sql.Value(call).Reports(LambdaDiagnostics.Result);

    [Fact]
    public void A_parameter_is_known_in_its_lambda_only() =>
        Sql.Value("TRANSFORM(ARRAY[1], x => 1)[⟦x⟧]").Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void No_aggregate_stands_in_a_lambda() => Sql.Value("TRANSFORM(ARRAY[1], x => ⟦SUM(x)⟧)")
        .Reports(BindingDiagnostics.AggregateNotHere, "SUM", "a lambda");
}
