using System.Text.Json;
using QueryGen.Connectors;
using Xunit;

namespace QueryGen.Tests.Connectors;

public sealed class DatagenConnectorTests
{
    [Fact]
    public async Task Ratings_have_the_columns_and_ranges_of_the_quickstart()
    {
        using ConnectorFixture fixture = new(ConnectorFixture.Ratings);
        string[] values = await Generate(fixture, ("quickstart", "ratings"), ("rate", "100"), ("iterations", "50"));

        Assert.Equal(50, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            JsonElement rating = JsonDocument.Parse(values[i]).RootElement;
            Assert.Equal(
                ["RATING_ID", "USER_ID", "STARS", "ROUTE_ID", "RATING_TIME", "CHANNEL", "MESSAGE"],
                rating.EnumerateObject().Select(member => member.Name));
            Assert.Equal(i + 1, rating.GetProperty("RATING_ID").GetInt64());
            Assert.InRange(rating.GetProperty("STARS").GetInt32(), 1, 5);
            Assert.InRange(rating.GetProperty("USER_ID").GetInt32(), 1, 20);
            Assert.NotEmpty(rating.GetProperty("MESSAGE").GetString()!);
        }

        Assert.Equal(5, values.Select(value => JsonDocument.Parse(value).RootElement.GetProperty("STARS").GetInt32()).Distinct().Count());
    }

    [Fact]
    public async Task One_seed_gives_one_sequence_also_over_a_restart()
    {
        using ConnectorFixture whole = new(ConnectorFixture.Ratings);
        string[] expected = await Generate(whole, ("quickstart", "ratings"), ("rate", "100"), ("iterations", "30"), ("seed", "7"));

        using ConnectorFixture parts = new(ConnectorFixture.Ratings);
        await Generate(parts, ("quickstart", "ratings"), ("rate", "100"), ("iterations", "12"), ("seed", "7"));
        string[] actual = await Generate(parts, ("quickstart", "ratings"), ("rate", "100"), ("iterations", "30"), ("seed", "7"));
        Assert.Equal(expected.Select(WithoutTime), actual.Select(WithoutTime));

        using ConnectorFixture other = new(ConnectorFixture.Ratings);
        string[] different = await Generate(other, ("quickstart", "ratings"), ("rate", "100"), ("iterations", "30"), ("seed", "8"));
        Assert.NotEqual(expected.Select(WithoutTime), different.Select(WithoutTime));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(30_000)]
    public async Task The_rate_is_kept_by_the_clock(int rate)
    {
        using ConnectorFixture fixture = new(ConnectorFixture.Ratings);
        using ConnectorOutput output = fixture.Output();
        ConnectorSettings settings = ConnectorFixture.Settings(("quickstart", "ratings"), ("rate", $"{rate}"));
        using DatagenConnector connector = new(fixture.Target, settings, null);
        await ConnectorFixture.DrainAsync(connector, output);
        for (int i = 0; i < 20; i++)
        {
            fixture.Clock.Move(TimeSpan.FromMilliseconds(50));
            await ConnectorFixture.DrainAsync(connector, output);
        }

        Assert.InRange(fixture.Values.Count(), rate - 1, rate + 2);
    }

    [Fact]
    public async Task Columns_can_be_described()
    {
        ConnectorTarget target = new(
            "t",
            [new("ID", ColumnType.BigInt)],
            [
                new("COLOUR", ColumnType.Varchar),
                new("PRICE", ColumnType.Decimal, 2),
                new("MAYBE", ColumnType.Integer),
                new("AT", ColumnType.Timestamp),
            ],
            RecordFormat.Kafka,
            RecordFormat.Delimited);
        using ConnectorFixture fixture = new(target);
        string[] values = await Generate(
            fixture,
            ("interval.ms", "1"),
            ("iterations", "200"),
            ("fields.colour.options", "red, blue"),
            ("fields.price.min", "10"),
            ("fields.price.max", "11"),
            ("fields.maybe.null.rate", "0.5"));

        string[][] rows = [.. values.Select(value => value.Split(','))];
        Assert.Equal(["blue", "red"], rows.Select(row => row[0]).Distinct().Order());
        Assert.All(rows, row => Assert.Matches(@"^1[01]\.\d\d$", row[1]));
        Assert.InRange(rows.Count(row => row[2].Length == 0), 60, 140);
        Assert.All(rows, row => Assert.Matches(@"^\d{13}$", row[3]));
    }

    [Theory]
    [InlineData("quickstart", "pageviews", "property 'quickstart': 'pageviews' is not known")]
    [InlineData("rate", "fast", "property 'rate': 'fast' is no number")]
    [InlineData("rate", "0", "property 'rate': it must be more than 0")]
    [InlineData("iterations", "-2", "property 'iterations': '-2' is no whole number from -1 on")]
    public void A_wrong_property_is_named(string name, string value, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ConnectorException>(
            () => new DatagenConnector(ConnectorFixture.Ratings, ConnectorFixture.Settings((name, value)), null)).Message,
        StringComparison.Ordinal);

    private static async Task<string[]> Generate(ConnectorFixture fixture, params (string Name, string Value)[] properties)
    {
        using ConnectorOutput output = fixture.Output();
        using DatagenConnector connector = new(fixture.Target, ConnectorFixture.Settings(properties), output.Position);
        while (await ConnectorFixture.DrainAsync(connector, output) is not null)
        {
            fixture.Clock.Move(TimeSpan.FromMilliseconds(100));
        }

        return [.. fixture.Values.Select(value => value!)];
    }

    private static string WithoutTime(string rating)
    {
        JsonElement json = JsonDocument.Parse(rating).RootElement;
        return string.Join(
            "|", json.EnumerateObject().Where(member => member.Name != "RATING_TIME").Select(member => member.Value.ToString()));
    }
}
