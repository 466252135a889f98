using QueryGen.Storage;

namespace QueryGen.Tests.Log;

/// <summary>Tells how many bytes of segments are read from a disk.</summary>
internal sealed class CountingDisk(IDisk disk, Action<int> read) : IDisk
{
    public bool FolderExists(string path) => disk.FolderExists(path);

    public bool FileExists(string path) => disk.FileExists(path);

    public void CreateFolder(string path) => disk.CreateFolder(path);

    public IReadOnlyList<string> Files(string folder) => disk.Files(folder);

    public IReadOnlyList<string> Folders(string folder) => disk.Folders(folder);

    public IDiskFile Open(string path, FileMode mode) =>
        path.Contains("topics", StringComparison.Ordinal) && path.EndsWith(".log", StringComparison.Ordinal)
            ? new CountingFile(disk.Open(path, mode), read)
            : disk.Open(path, mode);

    public void RenameFile(string from, string to) => disk.RenameFile(from, to);

    public void RenameFolder(string from, string to) => disk.RenameFolder(from, to);

    public void DeleteFile(string path) => disk.DeleteFile(path);

    public void DeleteFolder(string path) => disk.DeleteFolder(path);

    public void SyncFolder(string path) => disk.SyncFolder(path);

    public IDisposable? TryLock(string path) => disk.TryLock(path);

    private sealed class CountingFile(IDiskFile file, Action<int> read) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> target, long position)
        {
            int bytes = file.Read(target, position);
            read(bytes);
            return bytes;
        }

        public void Write(ReadOnlySpan<byte> data, long position) => file.Write(data, position);

        public void SetLength(long length) => file.SetLength(length);

        public void Flush() => file.Flush();

        public void Dispose() => file.Dispose();
    }
}
