namespace QueryGen.Build;

/// <summary>The distribution of Kafka that tests and benchmarks start brokers from.</summary>
internal static class Kafka
{
    private const string Variable = "KAFKA_HOME";
    private const string Neighbour = "../shared/kafka";

    /// <summary>Takes the one beside the repository where the environment names none.</summary>
    public static void Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null && Directory.Exists(Neighbour))
        {
            Environment.SetEnvironmentVariable(Variable, Path.GetFullPath(Neighbour));
        }
    }
}
