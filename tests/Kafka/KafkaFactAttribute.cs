using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A test on a real broker, which says what it needs where that is not there.</summary>
public sealed class KafkaFactAttribute : FactAttribute
{
    public KafkaFactAttribute() => Skip = Requirements.Missing;
}
