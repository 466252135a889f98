using System.Diagnostics;
using System.Globalization;

namespace QueryGen.Kafka.Tests;

/// <summary>Runs programs.</summary>
internal static class Processes
{
    /// <summary>Sends a signal, such as STOP.</summary>
    public static void Signal(Process process, string signal) =>
        Run("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Runs a program to its end.</summary>
    public static string Run(string program, string[] arguments, string? input = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {errors.Result}");
    }
}
