using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A test on a real broker, which says what it needs where that is not there.</summary>
public sealed class KafkaFactAttribute : FactAttribute
{
    // Skips every test alike, so it is tried once.
    private static readonly Lazy<string?> Missing = new(() =>
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

    public KafkaFactAttribute()
    {
        if (Broker.Home is null)
        {
            Skip = "KAFKA_HOME names no Kafka with bin/broker";
        }
        else if (!Kcat.IsThere)
        {
            Skip = "kcat is not installed";
        }
        else
        {
            Skip = Missing.Value;
        }
    }
}
