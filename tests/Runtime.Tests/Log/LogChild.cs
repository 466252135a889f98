using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using QueryGen.Log;
using QueryGen.Storage;

namespace QueryGen.Tests.Log;

/// <summary>A process that commits to a log until it is killed, or that only holds it open.</summary>
internal static class LogChild
{
    public const string CommitCommand = "commit";
    public const string HoldCommand = "hold";

    /// <summary>A line on the output when the log is open.</summary>
    public const string IsOpen = "open";

    /// <summary>
    /// Small files, so that all that the log does happens within a few commits; a compacted topic beside the plain one.
    /// </summary>
    public static EmbeddedLogOptions Options { get; } = new()
    {
        SegmentBytes = 2_000,
        CommitFileBytes = 1_500,
        FlushInterval = Timeout.InfiniteTimeSpan,
        CleanInterval = Timeout.InfiniteTimeSpan,
    };

    /// <summary>What the program does when it is not run by a test host.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not [var command, var folder])
        {
            return 1;
        }

        using EmbeddedLog log = EmbeddedLog.Open(folder, Options);
        Console.WriteLine(IsOpen);
        if (command == HoldCommand)
        {
            Console.ReadLine();
            return 0;
        }

        Commit(log);
        return 0;
    }

    /// <summary>Starts it.</summary>
    /// <param name="command">One of the commands.</param>
    /// <param name="folder">The log's folder.</param>
    /// <param name="crashAt">The named place at which it kills itself; null: at none.</param>
    public static Process Start(string command, string folder, string? crashAt = null)
    {
        ProcessStartInfo start = new("dotnet", [Assembly.GetExecutingAssembly().Location, command, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment[CrashPoints.Variable] = crashAt ?? "";
        return Process.Start(start)!;
    }

    /// <summary>Each commit has its number in both topics and as position, and says so when it has happened.</summary>
    private static void Commit(EmbeddedLog log)
    {
        LogTopic plain = log.GetOrCreateTopic("plain", 2, new TopicSettings { RetentionBytes = 6_000 });
        LogTopic table = log.GetOrCreateTopic("table", 1, new TopicSettings { IsCompacted = true });
        LogTransaction transaction = log.Begin();
        Span<byte> key = stackalloc byte[1];
        for (long number = log.PositionNumber("number") + 1 ?? 0; number < 1_000; number++)
        {
            byte[] value = System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(80));
            key[0] = (byte)(number % 5);
            transaction.Writer(plain, (int)(number % 2)).Append(0, false, default, true, value);
            transaction.Writer(table, 0).Append(0, true, key, true, value);
            transaction.SetPosition("number", number);
            transaction.Commit();
            Console.WriteLine(number);
            if (number % 20 == 19)
            {
                log.Clean();
            }
        }
    }
}
