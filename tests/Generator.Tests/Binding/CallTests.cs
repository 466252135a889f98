using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Overload resolution; language 2.8.</summary>
public sealed class CallTests
{
    [Theory]
    [InlineData("⟦UCASE(i)⟧", "(INTEGER)", "(STRING)")]
    [InlineData("⟦LEN()⟧", "()", "(BYTES)")]
    [InlineData("⟦SUBSTRING(t)⟧", "(STRING)", "[INTEGER]")]
    [InlineData("⟦COALESCE(t, 1)⟧", "(STRING, INTEGER)", "T")]
    [InlineData("⟦GREATEST(t, 1)⟧", "(STRING, INTEGER)", "…")]
    [InlineData("⟦ARRAY_LENGTH(m)⟧", "MAP", "ARRAY<T>")]
    [InlineData("⟦ARRAY_CONTAINS(a, 'x')⟧", "(ARRAY<INTEGER>, STRING)", "T")]
    [InlineData("⟦TIMESTAMPADD(1, 1, moment)⟧", "INTEGER", "time unit")]
    public void Arguments_that_do_not_fit_are_reported_with_what_fits(string item, string written, string taken) =>
        Sql.Value(item).Reports(BindingDiagnostics.NoOverload, written, taken);

    [Theory]
    [InlineData("⟦GREATEST(NULL, NULL)⟧")]
    [InlineData("⟦GREATEST(i, l)⟧")]
    [InlineData("⟦ABS(NULL)⟧")]
    public void Several_overloads_that_fit_are_reported(string item) =>
        Sql.Value(item).Reports(BindingDiagnostics.AmbiguousOverload);

    [Fact]
    public void Exact_types_come_before_conversions()
    {
        BoundCall call = Assert.IsType<BoundCall>(Sql.Value("ABS(i)").X());
        Assert.Equal(SqlType.Integer, call.Function.Result);
        Assert.Equal("global::QueryGen.Functions.MathFunctions.Abs", call.Function.Method);
    }

    [Fact]
    public void Arguments_are_converted_to_the_parameters()
    {
        BoundCall call = Assert.IsType<BoundCall>(Sql.Value("POWER(i, 2)").X());
        Assert.Equal(SqlType.Double, Assert.IsType<BoundCast>(call.Arguments[0]).Type);
        Assert.Equal(new BoundLiteral(SqlType.Double, 2.0), call.Arguments[1]);
    }

    [Fact]
    public void A_null_argument_takes_the_parameters_type()
    {
        BoundCall call = Assert.IsType<BoundCall>(Sql.Value("REPLACE(t, NULL, 'x')").X());
        Assert.Equal(new BoundLiteral(SqlType.String, null), call.Arguments[1]);
    }

    [Fact]
    public void Two_bars_are_a_call_of_concat() =>
        Assert.Equal("CONCAT", Assert.IsType<BoundCall>(Sql.Value("t || t").X()).Function.Name);

    [Fact]
    public void A_users_function_is_called_as_any_other()
    {
        ScalarFunction shout = new(
            "SHOUT", [new Parameter("times", SqlType.Integer)], SqlType.Integer, "global::Shop.Functions.Shout",
            IsUserDefined: true);
        Sql sql = Sql.Value("SHOUT(i)").Function(shout);
        Assert.Equal(shout, Assert.IsType<BoundCall>(sql.X()).Function);
        Sql.Value("⟦SHOUT(t)⟧").Function(shout).Reports(BindingDiagnostics.NoOverload, "INTEGER");
    }

    [Fact]
    public void An_argument_that_must_be_a_constant_is_checked()
    {
        Parameter literal = new("mode", SqlType.String, MustBeLiteral: true);
        ScalarFunction function = new("MODE", [literal], SqlType.String, "global::Shop.Functions.Mode", IsUserDefined: true);
        Sql.Value("MODE('a')").Function(function).Binds();
        Sql.Value("MODE(⟦t⟧)").Function(function).Reports(BindingDiagnostics.MustBeLiteral, "mode");
    }

    [Fact]
    public void An_error_inside_a_call_is_reported_alone() =>
        Sql.Value("UCASE(LCASE(⟦nope⟧))").Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Collections_have_no_order() =>
        Sql.Value("⟦ARRAY_MAX(ARRAY[a])⟧").Reports(BindingDiagnostics.NoOverload, "ARRAY_MAX", "(ARRAY<T>)");

    [Fact]
    public void Decimals_of_several_sizes_are_compared_as_one()
    {
        BoundCall call = (BoundCall)Sql.Value("GREATEST(CAST(1 AS DECIMAL(5,2)), CAST(1 AS DECIMAL(4,3)))").X();
        Assert.All(call.Arguments, argument => Assert.Equal(new DecimalType(6, 3), argument.Type));
        Assert.Equal(new DecimalType(6, 3), call.Type);
    }
}
