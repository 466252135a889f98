using System.Globalization;
using Microsoft.Extensions.Logging;

namespace QueryGen.Log;

/// <summary>Turns damage into an error, or into a line in the logs, as the log is configured.</summary>
internal sealed class DamageReport(string folder, CorruptionPolicy policy, ILogger logger)
{
    public ILogger Logger => logger;

    public string Folder => folder;

    /// <summary>Returns where the log goes on without what cannot be read.</summary>
    /// <exception cref="LogDamagedException">It does not.</exception>
    public void Check(string path, long position, string what)
    {
        if (policy == CorruptionPolicy.Fail)
        {
            throw new LogDamagedException(path, position, what, folder);
        }
    }

    /// <summary>What is missing where a batch cannot be read.</summary>
    public static string NoBatch(long offset) => string.Create(
        CultureInfo.InvariantCulture, $"there is no whole record batch that begins with record {offset}");

    public void Skipped(string path, long position, long firstOffset, long nextOffset) =>
        LogFileEvents.RecordsSkipped(logger, path, position, firstOffset, nextOffset - 1);
}
