using QueryGen.Binding;
using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

public sealed class WindowTests
{
    private const long HourMs = 3_600_000;

    [Theory]
    [InlineData("TUMBLING (SIZE ⟦0 SECONDS⟧)", "more than zero")]
    [InlineData("TUMBLING (SIZE 1 HOUR, RETENTION ⟦1 HOUR⟧, GRACE PERIOD 1 MINUTE)", "at least the size and the grace period")]
    [InlineData("TUMBLING (SIZE 1 HOUR, RETENTION ⟦2 HOURS⟧)", "24 hours less the size")]
    [InlineData("HOPPING (SIZE 1 HOUR, ADVANCE BY ⟦0 HOURS⟧)", "ADVANCE BY must be more than zero")]
    [InlineData("HOPPING (SIZE 1 HOUR, ADVANCE BY ⟦61 MINUTES⟧)", "at most the size")]
    [InlineData("SESSION (⟦0 MINUTES⟧)", "The gap of a session")]
    [InlineData("SESSION (⟦1 MONTH⟧)", "DAYS or less")]
    [InlineData("SESSION (1 HOUR, RETENTION ⟦2 HOURS⟧)", "24 hours less the gap")]
    public void Impossible_windows_are_reported(string window, string words) =>
        Sql.With($"CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WINDOW {window} GROUP BY i;")
            .Reports(BindingDiagnostics.WindowSize, words);

    [Theory]
    [InlineData("TUMBLING (SIZE 1 HOUR)", "", "Tumbling", HourMs, 23 * HourMs)]
    [InlineData("TUMBLING (SIZE 2 DAYS)", "", "Tumbling", 48 * HourMs, 0)]
    [InlineData("TUMBLING (SIZE 1 HOUR)", "EMIT FINAL", "Tumbling", HourMs, 0)]
    [InlineData("HOPPING (SIZE 2 HOURS, ADVANCE BY 1 HOUR)", "", "Hopping", HourMs, 22 * HourMs)]
    [InlineData("HOPPING (SIZE 1 HOUR, ADVANCE BY 1 HOUR)", "EMIT CHANGES", "Tumbling", HourMs, 23 * HourMs)]
    [InlineData("SESSION (1 HOUR)", "", "Session", HourMs, 23 * HourMs)]
    [InlineData("SESSION (1 HOUR, GRACE PERIOD 1 HOUR)", "EMIT FINAL", "Session", HourMs, HourMs)]
    public void Advance_and_grace_have_defaults(string window, string emit, string shape, long advanceMs, long graceMs)
    {
        BoundWindow bound = Bind($"CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WINDOW {window} GROUP BY i {emit};");

        Assert.Equal((shape, advanceMs, graceMs), (bound.Shape.ToString(), bound.AdvanceMs, bound.GraceMs));
    }

    [Theory]
    [InlineData("", "Final")]
    [InlineData("SET 'querygen.final.windows' = 'keep';", "Final")]
    [InlineData("SET 'querygen.final.windows' = 'expire';", "FinalUnlessExpired")]
    [InlineData("SET 'querygen.final.windows' = 'expire'; UNSET 'querygen.final.windows';", "Final")]
    public void A_setting_says_what_becomes_of_windows_that_expire_before_they_are_final(string settings, string emit) => Assert.Equal(
        emit,
        Bind(settings + "CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WINDOW SESSION (1 HOUR) GROUP BY i EMIT FINAL;").Emit.ToString());

    [Fact]
    public void The_setting_has_two_values() =>
        Sql.With("SET 'querygen.final.windows' = ⟦'lose'⟧;").Reports(BindingDiagnostics.PropertyValue, "'keep' or 'expire'");

    private static BoundWindow Bind(string script) => Sql.With(script).Binds().Queries[0].Select.Aggregation!.Window!;
}
