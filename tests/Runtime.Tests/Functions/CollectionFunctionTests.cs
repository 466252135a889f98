using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class CollectionFunctionTests : FunctionFixture
{
    private SqlArray<int?> Null => default;

    [Fact]
    public void Length_and_contains()
    {
        Assert.Equal(2, CollectionFunctions.ArrayLength(Array<int?>(1, null)));
        Assert.Null(CollectionFunctions.ArrayLength(Null));
        Assert.True(CollectionFunctions.ArrayContains(Array<int?>(1, null), null));
        Assert.False(CollectionFunctions.ArrayContains(Array<int?>(1), 2));
        Assert.False(CollectionFunctions.ArrayContains(Null, 1));
    }

    [Fact]
    public void Sets_keep_the_order_in_which_elements_first_come()
    {
        SqlArray<int?> left = Array<int?>(3, null, 1, 3, null, 2);
        SqlArray<int?> right = Array<int?>(null, 2, 4, 2);
        Assert.Equal("3,null,1,2", Print(CollectionFunctions.ArrayDistinct(Arena, left)));
        Assert.Equal("3,null,1,2,4", Print(CollectionFunctions.ArrayUnion(Arena, left, right)));
        Assert.Equal("null,2", Print(CollectionFunctions.ArrayIntersect(Arena, left, right)));
        Assert.Equal("3,1", Print(CollectionFunctions.ArrayExcept(Arena, left, right)));
        Assert.Equal("a,b", Print(CollectionFunctions.ArrayDistinct(Arena, Texts("a", "b", "a"))));
        Assert.Equal("", Print(CollectionFunctions.ArrayDistinct(Arena, Array<int?>())));
    }

    [Fact]
    public void Sets_of_NULL_are_NULL()
    {
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayDistinct(Arena, Null)));
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayUnion(Arena, Null, Array<int?>(1))));
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayIntersect(Arena, Array<int?>(1), Null)));
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayExcept(Arena, Null, Null)));
    }

    [Fact]
    public void A_thousand_elements_are_sets_too()
    {
        SqlArray<int?> many = Array<int?>([.. Enumerable.Range(0, 1000).Select(i => (int?)(i % 500))]);
        Assert.Equal(500, CollectionFunctions.ArrayDistinct(Arena, many).Count);
        Assert.Equal(0, CollectionFunctions.ArrayExcept(Arena, many, many).Count);
    }

    [Fact]
    public void Concat_leaves_one_NULL_side_out()
    {
        Assert.Equal("1,1,null", Print(CollectionFunctions.ArrayConcat(Arena, Array<int?>(1), Array<int?>(1, null))));
        Assert.Equal("1", Print(CollectionFunctions.ArrayConcat(Arena, Array<int?>(1), Null)));
        Assert.Equal("1", Print(CollectionFunctions.ArrayConcat(Arena, Null, Array<int?>(1))));
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayConcat(Arena, Null, Null)));
    }

    [Fact]
    public void Remove_takes_all_that_are_equal()
    {
        Assert.Equal("1,null", Print(CollectionFunctions.ArrayRemove(Arena, Array<int?>(2, 1, 2, null), 2)));
        Assert.Equal("2,1,2", Print(CollectionFunctions.ArrayRemove(Arena, Array<int?>(2, 1, 2, null), null)));
        Assert.Equal("NULL", Print(CollectionFunctions.ArrayRemove(Arena, Null, 1)));
    }

    [Fact]
    public void Extremes_leave_NULLs_out()
    {
        Assert.Equal(3, CollectionFunctions.ArrayMax(Array<int?>(null, 3, 1)));
        Assert.Equal(1, CollectionFunctions.ArrayMin(Array<int?>(null, 3, 1)));
        Assert.Null(CollectionFunctions.ArrayMax(Array<int?>(null, null)));
        Assert.Null(CollectionFunctions.ArrayMin(Array<int?>()));
        Assert.Null(CollectionFunctions.ArrayMin(Null));
        Assert.Equal("b", CollectionFunctions.ArrayMax(Texts("a", null, "b")).ToString());
        Assert.Equal(double.NaN, CollectionFunctions.ArrayMax(Array<double?>(1, double.NaN, double.PositiveInfinity)));
        Assert.Equal(1, CollectionFunctions.ArrayMin(Array<double?>(double.NaN, 1)));
    }

    [Theory]
    [InlineData("ASC", "1,2,3,null,null")]
    [InlineData("ascending", "1,2,3,null,null")]
    [InlineData("Desc", "3,2,1,null,null")]
    [InlineData("DESCENDING", "3,2,1,null,null")]
    [InlineData("up", "NULL")]
    [InlineData(null, "NULL")]
    public void Sort_puts_NULLs_last_both_ways(string? direction, string expected) =>
        Assert.Equal(expected, Print(CollectionFunctions.ArraySort(Arena, Array<int?>(2, null, 3, 1, null), T(direction))));

    [Fact]
    public void Sort_leaves_its_argument_alone_and_sorts_much()
    {
        SqlArray<int?> array = Array<int?>([.. Enumerable.Range(0, 999).Select(i => (int?)((i * 7919) % 1000))]);
        SqlArray<int?> sorted = CollectionFunctions.ArraySort(Arena, array);
        Assert.Equal(
            Enumerable.Range(0, 999).Select(i => (i * 7919) % 1000).Order(), Enumerable.Range(0, 999).Select(i => sorted[i]!.Value));
        Assert.Equal(7919 % 1000, array[1]);
        Assert.Equal("NULL", Print(CollectionFunctions.ArraySort(Arena, Null)));
    }

    [Fact]
    public void Join_prints_NULLs()
    {
        Assert.Equal("1,null,3", CollectionFunctions.ArrayJoin(Arena, Array<int?>(1, null, 3)).ToString());
        Assert.Equal("a-b", CollectionFunctions.ArrayJoin(Arena, Texts("a", "b"), T("-")).ToString());
        Assert.Equal("ab", CollectionFunctions.ArrayJoin(Arena, Texts("a", "b"), T(null)).ToString());
        Assert.Equal("1.0;1.50;true", string.Join(';', [
            CollectionFunctions.ArrayJoin(Arena, Array<double?>(1)),
            CollectionFunctions.ArrayJoin(Arena, Array<decimal?>(1.50M)),
            CollectionFunctions.ArrayJoin(Arena, Array<bool?>(true)),
        ]));
        Assert.Equal("", CollectionFunctions.ArrayJoin(Arena, Array<long?>()).ToString());
        Assert.True(CollectionFunctions.ArrayJoin(Arena, Null).IsNull);
    }

    [Theory]
    [InlineData(2, 3, "2,3")]
    [InlineData(null, 2, "1,2")]
    [InlineData(3, null, "3,4")]
    [InlineData(null, null, "1,2,3,4")]
    [InlineData(2, 1, "")]
    [InlineData(0, 2, "NULL")]
    [InlineData(1, 5, "NULL")]
    [InlineData(4, 2, "NULL")]
    public void Slice(int? from, int? to, string expected) =>
        Assert.Equal(expected, Print(CollectionFunctions.Slice(Arena, Array<int?>(1, 2, 3, 4), from, to)));

    [Fact]
    public void Series()
    {
        Assert.Equal("1,2,3", Print(CollectionFunctions.GenerateSeries(Arena, (int?)1, 3)));
        Assert.Equal("3,2,1", Print(CollectionFunctions.GenerateSeries(Arena, (int?)3, 1)));
        Assert.Equal("1,4", Print(CollectionFunctions.GenerateSeries(Arena, (int?)1, 6, 3)));
        Assert.Equal("1", Print(CollectionFunctions.GenerateSeries(Arena, (long?)1, 1L)));
        Assert.Equal("5,3,1", Print(CollectionFunctions.GenerateSeries(Arena, (long?)5, 0L, -2)));
        Assert.Equal("NULL", Print(CollectionFunctions.GenerateSeries(Arena, (int?)1, 3, 0)));
        Assert.Equal("NULL", Print(CollectionFunctions.GenerateSeries(Arena, (int?)1, 3, -1)));
        Assert.Equal("NULL", Print(CollectionFunctions.GenerateSeries(Arena, (int?)null, 3)));
        Assert.Equal("NULL", Print(CollectionFunctions.GenerateSeries(Arena, (long?)0, long.MaxValue)));
    }

    [Fact]
    public void Maps()
    {
        SqlMap<Text, int?> left = Map(("b", 1), ("a", null));
        SqlMap<Text, int?> right = Map(("a", 2), ("c", 3));
        Assert.Equal("b=1,a=2,c=3", Print(CollectionFunctions.MapUnion(Arena, left, right)));
        Assert.Equal("b=1,a=null", Print(CollectionFunctions.MapUnion(Arena, left, default)));
        Assert.Equal("NULL", Print(CollectionFunctions.MapUnion<Text, int?>(Arena, default, default)));
        Assert.Equal("b,a", Print(CollectionFunctions.MapKeys(Arena, left)));
        Assert.Equal("1,null", Print(CollectionFunctions.MapValues(Arena, left)));
        Assert.Equal("NULL", Print(CollectionFunctions.MapValues<Text, int?>(Arena, default)));
        Assert.Equal("a=null,b=1", Print(CollectionFunctions.Sorted(Arena, left)));
        Assert.Equal("x=1,y=null", Print(CollectionFunctions.AsMap(Arena, Texts("x", "y"), Array<int?>(1))));
        Assert.Equal("x=1", Print(CollectionFunctions.AsMap(Arena, Texts("x"), Array<int?>(1, 2))));
        Assert.Equal("NULL", Print(CollectionFunctions.AsMap(Arena, Texts("x"), Null)));
    }

    [Fact]
    public void NULLs()
    {
        Assert.Equal(2, NullFunctions.Coalesce<int?>(null, 2, 3));
        Assert.Null(NullFunctions.Coalesce<int?>(null, null));
        Assert.Equal("b", NullFunctions.Ifnull(T(null), T("b")).ToString());
        Assert.Null(NullFunctions.Nullif<int?>(1, 1));
        Assert.Equal(1, NullFunctions.Nullif<int?>(1, null));
        Assert.Equal("1", Print(NullFunctions.AsValue(Array<int?>(1))));
    }
}
