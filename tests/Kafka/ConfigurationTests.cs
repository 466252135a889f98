using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class ConfigurationTests
{
    [KafkaFact]
    public async Task A_property_that_librdkafka_does_not_know_is_named()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Worker.StartAsync("127.0.0.1:1", ("QueryGen:Kafka:sesion.timeout.ms", "1000")));
        Assert.Contains("QueryGen:Kafka:sesion.timeout.ms", error.Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public async Task A_property_that_exactly_once_rests_on_cannot_be_changed()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Worker.StartAsync("127.0.0.1:1", ("QueryGen:Kafka:isolation.level", "read_uncommitted")));
        Assert.Contains("QueryGen:Kafka:isolation.level is set by the worker", error.Message, StringComparison.Ordinal);
    }
}
