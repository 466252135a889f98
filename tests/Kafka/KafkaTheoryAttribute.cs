using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>As <see cref="KafkaFactAttribute"/>, with cases.</summary>
public sealed class KafkaTheoryAttribute : TheoryAttribute
{
    public KafkaTheoryAttribute() => Skip = Requirements.Missing;
}
