using System.Globalization;
using System.Text;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>The folder of a log: who has it, how it is laid out, and its topics' folders.</summary>
internal static class LogFolder
{
    /// <summary>Raised when an older version could not read what this one writes.</summary>
    public const int FormatVersion = 1;

    /// <summary>The folder of the topics' folders.</summary>
    public const string Topics = "topics";

    /// <summary>What a topic's folder is called while it is made.</summary>
    public const string UnfinishedTopic = ".new";

    private const string FormatFile = "format";
    private const string UnfinishedFormat = "format.new";
    private const string FormatName = "querygen-log ";
    private const int MostFormatBytes = 100;

    /// <summary>Makes the folder where there is none, and takes it for this process.</summary>
    /// <exception cref="LogInUseException">Another process has it.</exception>
    public static IDisposable Lock(IDisk disk, string folder)
    {
        disk.CreateFolder(folder);
        return disk.TryLock(Path.Combine(folder, "lock")) ?? throw new LogInUseException(folder);
    }

    /// <summary>
    /// Checks the file that says how the folder is laid out, so that no version reads what another one means; an empty folder gets this
    /// version's.
    /// </summary>
    /// <exception cref="LogFormatException">It is another one.</exception>
    public static void CheckFormat(IDisk disk, string folder)
    {
        string path = Path.Combine(folder, FormatFile);
        if (disk.FileExists(path))
        {
            string text = Read(disk, path).Trim();
            if (text != FormatName + FormatVersion)
            {
                throw Other(folder, text.StartsWith(FormatName, StringComparison.Ordinal) ? "format " + text[FormatName.Length..] : "an unknown format");
            }
        }
        else if (CommitFile.IsIn(disk, folder))
        {
            throw Other(folder, "no format");
        }
        else
        {
            // Who made the folders may not have come to this.
            SyncParents(disk, folder);
            string unfinished = Path.Combine(folder, UnfinishedFormat);
            using (IDiskFile file = disk.Open(unfinished, FileMode.Create))
            {
                file.Write(Encoding.ASCII.GetBytes($"{FormatName}{FormatVersion}\n"), 0);
                file.Flush();
            }

            disk.RenameFile(unfinished, path);
            disk.SyncFolder(folder);
        }
    }

    /// <summary>Checks that a name can be a topic's in Kafka, and is no path.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void CheckTopicName(string name)
    {
        bool isLegal = name.Length is > 0 and <= 249 && name[0] != '.'
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isLegal)
        {
            throw new ArgumentException(
                $"'{name}' cannot name a topic: letters, digits, '.', '_' and '-' can, up to 249 of them.", nameof(name));
        }
    }

    /// <summary>Makes a topic's folders; all of them are on disk when this returns.</summary>
    public static void CreateTopic(IDisk disk, string folder, string name, int partitions)
    {
        string topics = Path.Combine(folder, Topics);
        string unfinished = Path.Combine(topics, UnfinishedTopic);
        disk.DeleteFolder(unfinished);
        for (int partition = 0; partition < partitions; partition++)
        {
            disk.CreateFolder(Path.Combine(unfinished, partition.ToString(CultureInfo.InvariantCulture)));
        }

        disk.SyncFolder(unfinished);
        CrashPoints.Reach(CrashPoints.TopicPrepared);

        // One rename, so that a topic is never found with a part of its partitions.
        disk.RenameFolder(unfinished, Path.Combine(topics, name));
        CrashPoints.Reach(CrashPoints.TopicRenamed);
        disk.SyncFolder(topics);
    }

    private static void SyncParents(IDisk disk, string folder)
    {
        for (string? parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            try
            {
                disk.SyncFolder(parent);
            }
            catch (Exception error) when (DiskErrors.IsRefusal(error))
            {
                // One that this user may not read was not made by this user.
                return;
            }
        }
    }

    private static string Read(IDisk disk, string path)
    {
        using IDiskFile file = disk.Open(path, FileMode.Open);
        byte[] data = new byte[Math.Min(file.Length, MostFormatBytes)];
        return Encoding.ASCII.GetString(data, 0, file.Read(data, 0));
    }

    private static LogFormatException Other(string folder, string found) => new(
        $"The embedded log in '{folder}' has {found}, and this version of QueryGen reads format {FormatVersion}. Run the version that "
        + "wrote it, or give this one a folder of its own (QueryGen:StateDir).");
}
