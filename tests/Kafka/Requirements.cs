namespace QueryGen.Kafka.Tests;

/// <summary>What tests on a real broker need of the machine.</summary>
internal static class Requirements
{
    private static readonly Lazy<string?> LibRdKafka = new(() =>
    {
        try
        {
            Native.LibRdKafka.Load();
            return null;
        }
        catch (KafkaException missing)
        {
            return missing.Message;
        }
    });

    /// <summary>What this machine lacks; null: nothing.</summary>
    public static string? Missing =>
        Broker.Home is null ? "KAFKA_HOME names no distribution of Kafka"
        : !Kcat.IsThere ? "kcat is not installed"
        : LibRdKafka.Value;
}
