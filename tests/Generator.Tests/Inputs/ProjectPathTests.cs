using QueryGen.Inputs;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>How <c>#line</c> names a file.</summary>
public sealed class ProjectPathTests
{
    [Theory]
    [InlineData("/work/shop/Queries/a.sql", "/work/shop", "Queries/a.sql")]
    [InlineData("/work/shop/Queries/a.sql", "/work/shop/", "Queries/a.sql")]
    [InlineData("/work/shared/a.sql", "/work/shop", "../shared/a.sql")]
    [InlineData("/work/shop/Queries/a.sql", "/work/shop/obj/Release", "../../Queries/a.sql")]
    [InlineData("/work/shop2/a.sql", "/work/shop", "../shop2/a.sql")]
    [InlineData("/work/Shop/a.sql", "/work/shop", "../Shop/a.sql")]
    [InlineData(@"C:\work\shop\Queries\a.sql", @"c:\Work\Shop\", "Queries/a.sql")]
    [InlineData(@"D:\shared\a.sql", @"C:\work\shop", "D:/shared/a.sql")]
    [InlineData("/elsewhere/a.sql", "/work/shop", "/elsewhere/a.sql")]
    [InlineData("/shop/a.sql", "/", "shop/a.sql")]
    [InlineData("Queries/a.sql", "", "Queries/a.sql")]
    [InlineData("a.sql", "/work/shop", "a.sql")]
    public void A_path_is_the_way_from_the_folder_to_the_file(string path, string folder, string expected) =>
        Assert.Equal(expected, ProjectPath.Relative(path, folder));
}
