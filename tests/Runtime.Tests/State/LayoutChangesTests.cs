using QueryGen.State;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class LayoutChangesTests
{
    [Theory]
    [InlineData("A INTEGER, B VARCHAR", "A INTEGER, B BIGINT", "B VARCHAR is now B BIGINT")]
    [InlineData("A INTEGER, B VARCHAR", "A INTEGER", "B VARCHAR is gone")]
    [InlineData("A INTEGER", "A INTEGER, `B, C` DECIMAL(4, 2)", "`B, C` DECIMAL(4, 2) is new")]
    [InlineData("A INTEGER, B VARCHAR", "B VARCHAR, A INTEGER", "its fields have another order")]
    [InlineData("A STRUCT<X INTEGER, Y INTEGER>", "A STRUCT<X INTEGER>", "A STRUCT<X INTEGER, Y INTEGER> is now A STRUCT<X INTEGER>")]
    [InlineData(
        "INTEGER NOT NULL KEY, Sum(BIGINT) BIGINT, TUMBLING 60000", "INTEGER NOT NULL KEY, Sum(BIGINT) BIGINT, TUMBLING 30000",
        "TUMBLING 60000 is now TUMBLING 30000")]
    [InlineData("`a b` INTEGER, C BIGINT", "`a c` INTEGER, C BIGINT", "`a b` INTEGER is gone, `a c` INTEGER is new")]
    public void What_has_changed_is_told_field_by_field(string written, string expected, string changes) =>
        Assert.Equal(changes, LayoutChanges.Tell(written, expected));

    [Fact]
    public void The_message_says_what_changed_and_what_to_do() => Assert.Equal(
        "Store COUNTS-Aggregate was written by another version of its query: TUMBLING 60000 is now TUMBLING 30000. "
        + "It was written as [VARCHAR NOT NULL KEY, TUMBLING 60000], this program keeps [VARCHAR NOT NULL KEY, TUMBLING 30000]. "
        + "To build the state anew from its sources, set QueryGen:OnIncompatible to 'rebuild'; or give the program a new application id, "
        + "or delete its state folder; or go back to the query that wrote it.",
        new StateLayoutException(
            "COUNTS-Aggregate", "VARCHAR NOT NULL KEY, TUMBLING 60000", "VARCHAR NOT NULL KEY, TUMBLING 30000").Message);
}
