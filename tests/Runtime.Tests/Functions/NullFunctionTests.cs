using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

/// <summary>COALESCE, IFNULL, NULLIF, AS_VALUE, over values as rows hold them.</summary>
public sealed class NullFunctionTests : FunctionFixture
{
    [Fact]
    public void Coalesce_gives_the_first_that_is_there()
    {
        Assert.Equal(2, NullFunctions.Coalesce<int?>(null, null, 2, 3));
        Assert.Equal(1, NullFunctions.Coalesce<int?>(1, 2));
        Assert.Equal(0, NullFunctions.Coalesce<int?>(0, 2));
        Assert.Null(NullFunctions.Coalesce<int?>(null));
        Assert.Null(NullFunctions.Coalesce<int?>(null, null, null));
        Assert.Equal("b", NullFunctions.Coalesce(T(null), T("b")).ToString());
        Assert.Equal("", NullFunctions.Coalesce(T(""), T("b")).ToString());
    }

    [Fact]
    public void Coalesce_takes_an_empty_array_for_one_that_is_there()
    {
        Assert.Equal("", Print(NullFunctions.Coalesce(Texts(), Texts("b"))));
        Assert.Equal("b", Print(NullFunctions.Coalesce(Texts(null), Texts("b"))));
        Assert.Equal("", Print(NullFunctions.Coalesce(B(""), B("01"))));
    }

    [Fact]
    public void Ifnull_gives_the_other_for_NULL()
    {
        Assert.Equal(5L, NullFunctions.Ifnull<long?>(null, 5));
        Assert.Equal(0L, NullFunctions.Ifnull<long?>(0, 5));
        Assert.True(NullFunctions.Ifnull(T(null), T(null)).IsNull);
    }

    [Fact]
    public void Nullif_gives_NULL_for_equals()
    {
        Assert.Null(NullFunctions.Nullif<int?>(1, 1));
        Assert.Equal(1, NullFunctions.Nullif<int?>(1, 2));
        Assert.Equal(1, NullFunctions.Nullif<int?>(1, null));
        Assert.Null(NullFunctions.Nullif<int?>(null, 1));
        Assert.True(NullFunctions.Nullif(T("a"), T("a")).IsNull);
        Assert.Equal("a", NullFunctions.Nullif(T("a"), T("A")).ToString());
        Assert.True(NullFunctions.Nullif(Texts("a", null), Texts("a", null)).IsNull);
    }

    [Fact]
    public void As_value_changes_nothing()
    {
        Assert.Equal(1.5, NullFunctions.AsValue<double?>(1.5));
        Assert.True(NullFunctions.AsValue<Text>(default).IsNull);
    }
}
