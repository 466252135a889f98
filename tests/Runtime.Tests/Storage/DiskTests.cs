using QueryGen.Storage;
using QueryGen.Testing.Simulation;
using QueryGen.Tests.Log;
using Xunit;

namespace QueryGen.Tests.Storage;

/// <summary>What both disks do, as long as nothing goes wrong.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<bool> Both => [true, false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Both))]
    public void A_file_holds_what_is_written(bool isLocal)
    {
        IDisk disk = Open(isLocal, out string folder);
        using IDiskFile file = disk.Open(Path.Combine(folder, "a"), FileMode.CreateNew);
        file.Write("hello world"u8, 0);
        file.Write("W"u8, 6);
        file.Write("!"u8, 13);
        Assert.Equal(14, file.Length);
        Assert.Equal("hello World\0\0!", Text(file, 0));
        Assert.Equal("World\0\0!", Text(file, 6));
        Assert.Equal("", Text(file, 20));

        file.SetLength(5);
        file.SetLength(7);
        file.Flush();
        Assert.Equal("hello\0\0", Text(file, 0));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Modes_are_those_of_File(bool isLocal)
    {
        IDisk disk = Open(isLocal, out string folder);
        string path = Path.Combine(folder, "a");
        Assert.Throws<FileNotFoundException>(() => disk.Open(path, FileMode.Open));
        using (IDiskFile file = disk.Open(path, FileMode.OpenOrCreate))
        {
            file.Write("abc"u8, 0);
        }

        Assert.ThrowsAny<IOException>(() => disk.Open(path, FileMode.CreateNew));
        using (IDiskFile file = disk.Open(path, FileMode.OpenOrCreate))
        {
            Assert.Equal("abc", Text(file, 0));
        }

        using IDiskFile emptied = disk.Open(path, FileMode.Create);
        Assert.Equal(0, emptied.Length);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Names_come_in_ordinal_order_and_change_in_one_step(bool isLocal)
    {
        IDisk disk = Open(isLocal, out string folder);
        foreach (string name in (string[])["b", "B", "a"])
        {
            disk.Open(Path.Combine(folder, name), FileMode.CreateNew).Dispose();
        }

        disk.CreateFolder(Path.Combine(folder, "sub", "deep"));
        disk.CreateFolder(Path.Combine(folder, "sub"));
        Assert.Equal(["B", "a", "b"], disk.Files(folder));
        Assert.Equal(["sub"], disk.Folders(folder));
        disk.RenameFile(Path.Combine(folder, "a"), Path.Combine(folder, "b"));
        disk.RenameFolder(Path.Combine(folder, "sub"), Path.Combine(folder, "bus"));
        disk.SyncFolder(folder);
        Assert.Equal(["B", "b"], disk.Files(folder));
        Assert.True(disk.FolderExists(Path.Combine(folder, "bus", "deep")));
        Assert.False(disk.FolderExists(Path.Combine(folder, "sub")));
        Assert.True(disk.FileExists(Path.Combine(folder, "b")));
        Assert.False(disk.FileExists(Path.Combine(folder, "a")));

        disk.CreateFolder(Path.Combine(folder, "sub"));
        Assert.ThrowsAny<IOException>(() => disk.RenameFolder(Path.Combine(folder, "sub"), Path.Combine(folder, "bus")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_deleted_can_still_be_read_by_who_has_it_open(bool isLocal)
    {
        IDisk disk = Open(isLocal, out string folder);
        string path = Path.Combine(folder, "sub", "a");
        disk.CreateFolder(Path.Combine(folder, "sub"));
        using IDiskFile file = disk.Open(path, FileMode.CreateNew);
        file.Write("abc"u8, 0);
        disk.DeleteFile(path);
        disk.DeleteFile(path);
        Assert.Empty(disk.Files(Path.Combine(folder, "sub")));
        Assert.Equal("abc", Text(file, 0));

        disk.Open(path, FileMode.CreateNew).Dispose();
        disk.DeleteFolder(Path.Combine(folder, "sub"));
        disk.DeleteFolder(Path.Combine(folder, "sub"));
        Assert.Empty(disk.Folders(folder));
        Assert.Equal("abc", Text(file, 0));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_lock_is_had_once(bool isLocal)
    {
        IDisk disk = Open(isLocal, out string folder);
        string path = Path.Combine(folder, "lock");
        using (IDisposable? first = disk.TryLock(path))
        {
            Assert.NotNull(first);
            Assert.Null(disk.TryLock(path));
        }

        using IDisposable? second = disk.TryLock(path);
        Assert.NotNull(second);
    }

    private IDisk Open(bool isLocal, out string folder)
    {
        folder = isLocal ? _folder["disk"] : "/disk";
        IDisk disk = isLocal ? LocalDisk.Instance : new SimulatedDisk(1);
        disk.CreateFolder(folder);
        return disk;
    }

    private static string Text(IDiskFile file, long position)
    {
        byte[] buffer = new byte[100];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, file.Read(buffer, position));
    }
}
