using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Log;

namespace QueryGen.Testing.Simulation;

/// <summary>One bit of a copy of the disk is wrong: what the log then gives is right, or an error that says so.</summary>
internal sealed class BitFlip(
    SimulatedDisk copy, SeededRandom random, EmbeddedLogOptions options, Action<EmbeddedLog> createTopics, Action<string> tell)
{
    public void Check(TopicHistory history)
    {
        List<(string Path, long Length)> files = [.. copy.AllFiles().Where(file => file.Length > 0)];
        if (files.Count == 0)
        {
            return;
        }

        (string path, long length) = files[random.Next(files.Count)];
        long position = random.Next(length);
        copy.FlipBit(path, position, random.Next(8));
        tell($"a bit of byte {position} of {path} flips");
        try
        {
            using EmbeddedLog log = EmbeddedLog.Open(copy, SimulatedWorker.Folder, options, NullLogger.Instance);
            createTopics(log);
            history.Compare(log, isDamaged: true);
        }
        catch (IOException damage) when (damage is LogDamagedException or LogFormatException)
        {
            tell(damage.GetType().Name);
        }
    }
}
