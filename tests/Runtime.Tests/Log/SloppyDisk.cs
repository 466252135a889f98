using QueryGen.Storage;

namespace QueryGen.Tests.Log;

/// <summary>What a sloppy disk is asked for.</summary>
public enum DiskCall
{
    Flush,
    FlushOfCut,
    SyncFolder,
    DeleteFile,

    /// <summary>Not left out: done, and reported as failed.</summary>
    Write,
}

/// <summary>
/// A disk that answers some calls without doing anything: as if the log had forgotten to make them. Shows that the tests notice.
/// </summary>
internal sealed class SloppyDisk(IDisk disk, Func<DiskCall, string, bool> forgets) : IDisk
{
    public bool FolderExists(string path) => disk.FolderExists(path);

    public bool FileExists(string path) => disk.FileExists(path);

    public void CreateFolder(string path) => disk.CreateFolder(path);

    public IReadOnlyList<string> Files(string folder) => disk.Files(folder);

    public IReadOnlyList<string> Folders(string folder) => disk.Folders(folder);

    public IDiskFile Open(string path, FileMode mode) => new SloppyFile(disk.Open(path, mode), path, forgets);

    public void RenameFile(string from, string to) => disk.RenameFile(from, to);

    public void RenameFolder(string from, string to) => disk.RenameFolder(from, to);

    public void DeleteFile(string path)
    {
        if (!forgets(DiskCall.DeleteFile, path))
        {
            disk.DeleteFile(path);
        }
    }

    public void DeleteFolder(string path) => disk.DeleteFolder(path);

    public void SyncFolder(string path)
    {
        if (!forgets(DiskCall.SyncFolder, path))
        {
            disk.SyncFolder(path);
        }
    }

    public IDisposable? TryLock(string path) => disk.TryLock(path);

    private sealed class SloppyFile(IDiskFile file, string path, Func<DiskCall, string, bool> forgets) : IDiskFile
    {
        private bool _isCut;

        public long Length => file.Length;

        public int Read(Span<byte> target, long position) => file.Read(target, position);

        public void Write(ReadOnlySpan<byte> data, long position)
        {
            file.Write(data, position);
            if (forgets(DiskCall.Write, path))
            {
                throw new IOException($"Input/output error : '{path}'");
            }
        }

        public void SetLength(long length)
        {
            _isCut = true;
            file.SetLength(length);
        }

        public void Flush()
        {
            bool forgotten = _isCut ? forgets(DiskCall.FlushOfCut, path) : forgets(DiskCall.Flush, path);
            _isCut = false;
            if (!forgotten)
            {
                file.Flush();
            }
        }

        public void Dispose() => file.Dispose();
    }
}
