using System.Diagnostics;

namespace QueryGen.Build;

/// <summary>Runs the <c>dotnet</c> command in the repository's root.</summary>
internal static class Dotnet
{
    public static int Run(string[] arguments) => Run(arguments, line: null);

    /// <summary>Runs it and hands each line of its output on, as it comes; with no taker, the console is its own.</summary>
    public static int Run(string[] arguments, Action<string>? line)
    {
        using Process process = new();
        process.StartInfo = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = line is not null };

        // Ctrl+C goes to the whole process group: the child stops by itself, and this program must outlive it.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        process.Start();
        while (line is not null && process.StandardOutput.ReadLine() is { } read)
        {
            line(read);
        }

        process.WaitForExit();
        return process.ExitCode;
    }
}
