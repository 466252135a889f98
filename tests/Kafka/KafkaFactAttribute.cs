using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A test on a real broker, which says what it needs where that is not there.</summary>
public sealed class KafkaFactAttribute : FactAttribute
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

    public KafkaFactAttribute() => Skip = Missing;

    /// <summary>What this machine lacks; null: nothing.</summary>
    internal static string? Missing =>
        Broker.Home is null ? "KAFKA_HOME names no Kafka with bin/broker"
        : !Kcat.IsThere ? "kcat is not installed"
        : LibRdKafka.Value;
}
