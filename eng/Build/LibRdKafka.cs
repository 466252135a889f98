namespace QueryGen.Build;

/// <summary>Where the native library of the Kafka transport comes from: the system, or a package of Confluent.Kafka's.</summary>
internal static class LibRdKafka
{
    private const string FromSystem = "LibRdKafkaFromSystem";

    private static readonly string[] SystemLibraries =
        ["/usr/lib/x86_64-linux-gnu/librdkafka.so.1", "/usr/lib/aarch64-linux-gnu/librdkafka.so.1"];

    /// <summary>Takes the package even where the system has the library, if a feed has it: the one that users get.</summary>
    public static void PreferPackage()
    {
        string? given = Environment.GetEnvironmentVariable(FromSystem);
        Environment.SetEnvironmentVariable(FromSystem, "false");
        if (Dotnet.Run(["restore", "src/Kafka", "-v", "q"], line: static _ => { }) != 0)
        {
            Environment.SetEnvironmentVariable(FromSystem, given);
        }
    }

    /// <summary>Leaves the package out where no feed has it: the solution builds, and the tests on Kafka say what they miss.</summary>
    public static void Settle()
    {
        if (!SystemLibraries.Any(File.Exists)
            && Environment.GetEnvironmentVariable(FromSystem) is null
            && Dotnet.Run(["restore", "src/Kafka", "-v", "q"], line: static _ => { }) != 0)
        {
            Environment.SetEnvironmentVariable(FromSystem, "true");
        }
    }
}
