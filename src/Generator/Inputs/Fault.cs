namespace QueryGen.Inputs;

/// <summary>An exception of the compiler itself, for the message that reports it.</summary>
internal static class Fault
{
    /// <summary>Where in the compiler it was thrown.</summary>
    public static string Frame(Exception fault) =>
        fault.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("QueryGen")) ?? "";
}
