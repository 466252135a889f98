using QueryGen.Inputs;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>How <c>#line</c> names a file.</summary>
public sealed class ProjectPathTests
{
    [Theory]
    [InlineData("/home/shop/Queries/a.sql", "/home/shop", "Queries/a.sql")]
    [InlineData("/home/shop/Queries/a.sql", "/home/shop/", "Queries/a.sql")]
    [InlineData("/home/shared/a.sql", "/home/shop", "../shared/a.sql")]
    [InlineData("/home/shop/Queries/a.sql", "/home/shop/obj/Release", "../../Queries/a.sql")]
    [InlineData("/home/shop2/a.sql", "/home/shop", "../shop2/a.sql")]
    [InlineData("/home/Shop/a.sql", "/home/shop", "../Shop/a.sql")]
    [InlineData(@"C:\work\shop\Queries\a.sql", @"c:\Work\Shop\", "Queries/a.sql")]
    [InlineData(@"D:\shared\a.sql", @"C:\work\shop", "D:/shared/a.sql")]
    [InlineData("/elsewhere/a.sql", "/home/shop", "/elsewhere/a.sql")]
    [InlineData("/shop/a.sql", "/", "shop/a.sql")]
    [InlineData("Queries/a.sql", "", "Queries/a.sql")]
    [InlineData("a.sql", "/home/shop", "a.sql")]
    public void A_path_is_the_way_from_the_folder_to_the_file(string path, string folder, string expected) =>
        Assert.Equal(expected, ProjectPath.Relative(path, folder));
}
