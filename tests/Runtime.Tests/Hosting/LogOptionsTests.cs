using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QueryGen.Hosting;
using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>The configuration section <c>QueryGen:Log</c>.</summary>
public sealed class LogOptionsTests
{
    [Fact]
    public void What_is_not_said_is_the_default() => Assert.Equal(new EmbeddedLogOptions(), Read().Log);

    [Fact]
    public void Every_key_is_read()
    {
        EmbeddedLogOptions expected = new()
        {
            SegmentBytes = 1_048_576,
            CommitFileBytes = 65_536,
            FlushInterval = TimeSpan.Zero,
            Retention = TimeSpan.FromDays(60),
            RetentionBytes = 5_000_000_000,
            DeleteRetention = TimeSpan.FromMinutes(90),
            CleanInterval = Timeout.InfiniteTimeSpan,
            OnCorruption = CorruptionPolicy.Skip,
        };
        QueryGenOptions options = Read(
            ("SegmentBytes", "1048576"),
            ("CommitFileBytes", "65536"),
            ("FlushInterval", "0"),
            ("Retention", "5184000000"),
            ("RetentionBytes", "5000000000"),
            ("DeleteRetention", "01:30:00"),
            ("CleanInterval", "-1"),
            ("OnCorruption", "skip"));
        Assert.Equal(expected, options.Log);
        Assert.Empty(options.UnknownKeys);
    }

    [Fact]
    public void A_key_that_nothing_reads_is_told() =>
        Assert.Equal(["QueryGen:Log:FlushIntreval"], Read(("FlushIntreval", "5")).UnknownKeys);

    [Theory]
    [InlineData("SegmentBytes", "64 MiB", "QueryGen:Log:SegmentBytes is '64 MiB'; write a whole number.")]
    [InlineData("SegmentBytes", "10", "QueryGen:Log:SegmentBytes must be 1024 to 2^40.")]
    [InlineData("CommitFileBytes", "1", "QueryGen:Log:CommitFileBytes must be 1024 to 2^30.")]
    [InlineData("FlushInterval", "soon", "QueryGen:Log:FlushInterval is 'soon'; write a time as hh:mm:ss.fff, or milliseconds.")]
    [InlineData("FlushInterval", "7200000", "QueryGen:Log:FlushInterval must be 0 to 1 hour, or -1.")]
    [InlineData("Retention", "-00:00:01", "QueryGen:Log:Retention must be 0 or longer, or -1.")]
    [InlineData("RetentionBytes", "-5", "QueryGen:Log:RetentionBytes must be 0 or more.")]
    [InlineData("DeleteRetention", "-00:00:01", "QueryGen:Log:DeleteRetention must be 0 or longer.")]
    [InlineData("CleanInterval", "0", "QueryGen:Log:CleanInterval must be 1 ms to 1 day, or -1.")]
    [InlineData("OnCorruption", "truncate", "QueryGen:Log:OnCorruption is 'truncate'; write fail or skip.")]
    public void A_value_that_cannot_be_is_told_with_its_key(string key, string value, string expected)
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Read((key, value)));
        Assert.Equal([expected], error.Failures);
    }

    private static QueryGenOptions Read(params (string Key, string Value)[] values)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("QueryGen:Log:" + pair.Key, (string?)pair.Value))).Build();
        ServiceCollection services = new();
        services.AddLogging();
        services.AddQueryGen(configuration.GetSection("QueryGen"));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<QueryGenOptions>>().Value;
    }
}
