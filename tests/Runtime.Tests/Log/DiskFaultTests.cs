using QueryGen.Log;
using QueryGen.Testing.Simulation;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>What a user reads when the disk refuses, on a simulated disk and on real ones.</summary>
public sealed class DiskFaultTests
{
    private readonly SimulatedLog _simulated = new();

    [Fact]
    public void A_full_disk_takes_the_commit_back_and_goes_on_when_there_is_room()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        Append(log, "ratings", 1, 0, "first");
        _simulated.Disk.Faults = new DiskFaults { CapacityBytes = 0 };

        LogTransaction second = log.Begin();
        second.Writer(topic, 0).Append(1_000, false, default, true, "second"u8);
        IOException error = Assert.Throws<IOException>(second.Commit);
        Assert.Equal(
            "The disk of the embedded log in '/state/log' is full: No space left on device : "
            + "'/state/log/topics/ratings/0/00000000000000000000.log'. The commit was taken back, all earlier ones are there. Free space on "
            + "the disk, or let topics keep less (QueryGen:Log:RetentionBytes), and start again.",
            error.Message);
        Assert.Equal(["first"], EmbeddedLogTests.Values(topic, 0));

        _simulated.Disk.Faults = DiskFaults.None;
        second.Commit();
        Assert.Equal(["first", "second"], EmbeddedLogTests.Values(topic, 0));
    }

    [Fact]
    public void A_write_that_fails_takes_the_commit_back()
    {
        using EmbeddedLog log = _simulated.Open();
        log.GetOrCreateTopic("ratings", 1);
        _simulated.Disk.Faults = new DiskFaults { WriteErrors = 1 };
        IOException error = Assert.Throws<IOException>(() => Append(log, "ratings", 1, 0, "lost"));
        Assert.Equal(
            "The embedded log in '/state/log' could not write a commit: Input/output error : "
            + "'/state/log/topics/ratings/0/00000000000000000000.log'. It was taken back, all earlier ones are there.",
            error.Message);
        _simulated.Disk.Faults = DiskFaults.None;
    }

    [Fact]
    public void A_flush_that_fails_stops_all_commits_until_a_restart()
    {
        EmbeddedLog log = _simulated.Open();
        Append(log, "ratings", 1, 0, "first");
        log.Flush();
        Append(log, "ratings", 1, 0, "second");
        _simulated.Disk.Faults = new DiskFaults { FlushErrors = 1 };
        const string Expected = "The embedded log in '/state/log' could not be brought to the disk: Input/output error : "
            + "'/state/log/topics/ratings/0/00000000000000000000.log'. Nobody knows what is there now, so it takes no more commits. Start the "
            + "process again: it goes on with what is on the disk.";
        Assert.Equal(Expected, Assert.Throws<IOException>(log.Flush).Message);

        // A flush that succeeds now would mean nothing.
        _simulated.Disk.Faults = DiskFaults.None;
        Assert.Equal(Expected, Assert.Throws<IOException>(() => Append(log, "ratings", 1, 0, "third")).Message);
        Assert.Equal(Expected, Assert.Throws<IOException>(log.Flush).Message);
        Assert.Equal((2, 1, true), (log.CommitCount, log.DurableCommitCount, log.HasFailed));
        log.Dispose();

        _simulated.Disk.PowerOff();
        _simulated.Disk.Restart();
        using EmbeddedLog again = _simulated.Open();
        Assert.Equal("first", EmbeddedLogTests.Values(again.GetOrCreateTopic("ratings", 1), 0).First());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_told()
    {
        _simulated.Open().Dispose();
        _simulated.Disk.Faults = new DiskFaults { IsReadOnly = true };
        IOException error = Assert.Throws<IOException>(_simulated.Open);
        Assert.Equal(
            "The embedded log in '/state/log' cannot be opened: Read-only file system : '/state/log'. Let the worker read and write there, or "
            + "give it another folder (QueryGen:StateDir).",
            error.Message);
    }

    [Fact]
    public void Another_format_is_not_read()
    {
        _simulated.Open().Dispose();
        Write($"{SimulatedLog.Folder}/format", "querygen-log 7\n");
        LogFormatException error = Assert.Throws<LogFormatException>(_simulated.Open);
        Assert.Equal(
            "The embedded log in '/state/log' has format 7, and this version of QueryGen reads format 1. Run the version that wrote it, or "
            + "give this one a folder of its own (QueryGen:StateDir).",
            error.Message);

        Write($"{SimulatedLog.Folder}/format", "something else");
        Assert.Contains("has an unknown format", Assert.Throws<LogFormatException>(_simulated.Open).Message, StringComparison.Ordinal);
        _simulated.Disk.DeleteFile($"{SimulatedLog.Folder}/format");
        Assert.Contains("has no format", Assert.Throws<LogFormatException>(_simulated.Open).Message, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public void A_real_full_disk_takes_the_commit_back_and_goes_on_when_there_is_room()
    {
        using Tmpfs tmpfs = new(sizeKiB: 1_024);
        string folder = Path.Combine(tmpfs.Path, "log");
        using EmbeddedLog log = EmbeddedLog.Open(folder, new EmbeddedLogOptions { FlushInterval = Timeout.InfiniteTimeSpan });
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        Append(log, "ratings", 1, 0, "first");
        string filler = Path.Combine(tmpfs.Path, "filler");
        File.WriteAllBytes(filler, new byte[900 * 1_024]);

        IOException error = Assert.Throws<IOException>(() => Append(log, "ratings", 1, 0, new string('x', 400_000)));
        string segment = Path.Combine(folder, "topics", "ratings", "0", "00000000000000000000.log");
        Assert.Equal(
            $"The disk of the embedded log in '{folder}' is full: No space left on device : '{segment}'. The commit was taken back, all "
            + "earlier ones are there. Free space on the disk, or let topics keep less (QueryGen:Log:RetentionBytes), and start again.",
            error.Message);

        File.Delete(filler);
        Append(log, "ratings", 1, 0, "second");
        Assert.Equal(["first", "second"], EmbeddedLogTests.Values(topic, 0));
    }

    [TmpfsFact]
    public void A_real_read_only_folder_is_told()
    {
        using Tmpfs tmpfs = new(sizeKiB: 1_024);
        string folder = Path.Combine(tmpfs.Path, "log");
        EmbeddedLog.Open(folder).Dispose();
        tmpfs.MakeReadOnly();
        IOException error = Assert.Throws<IOException>(() => EmbeddedLog.Open(folder));
        Assert.Equal(
            $"The embedded log in '{folder}' cannot be opened: Read-only file system : '{Path.Combine(folder, "lock")}'. Let the worker read "
            + "and write there, or give it another folder (QueryGen:StateDir).",
            error.Message);
    }

    private void Write(string path, string text)
    {
        using QueryGen.Storage.IDiskFile file = _simulated.Disk.Open(path, FileMode.Create);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text), 0);
    }
}
