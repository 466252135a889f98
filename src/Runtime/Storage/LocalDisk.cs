using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QueryGen.Storage;

/// <summary>The disk of this machine.</summary>
internal sealed partial class LocalDisk : IDisk
{
    private const int UnixInvalid = 22;

    private LocalDisk()
    {
    }

    /// <summary>The only one.</summary>
    public static LocalDisk Instance { get; } = new();

    public bool FolderExists(string path) => Directory.Exists(path);

    public bool FileExists(string path) => File.Exists(path);

    public void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // Only the user that runs the worker: the records may be anybody's.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public IReadOnlyList<string> Files(string folder) => Names(Directory.GetFiles(folder));

    public IReadOnlyList<string> Folders(string folder) => Names(Directory.GetDirectories(folder));

    public IDiskFile Open(string path, FileMode mode) =>
        new LocalFile(File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public void RenameFile(string from, string to) => File.Move(from, to, overwrite: true);

    public void RenameFolder(string from, string to) => Directory.Move(from, to);

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    public void SyncFolder(string path)
    {
        // Windows has no such call: NTFS keeps its own journal of names.
        if (!OperatingSystem.IsWindows())
        {
            SyncUnixFolder(path);
        }
    }

    public IDisposable? TryLock(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsShared(error.HResult))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION of Windows.
    private static bool IsShared(int code) =>
        code is unchecked((int)0x80070020) || (OperatingSystem.IsMacOS() ? code == 35 : code == 11);

    private static string[] Names(string[] paths)
    {
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = Path.GetFileName(paths[i]);
        }

        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    private static void SyncUnixFolder(string path)
    {
        int folder = Open(path, flags: 0);
        int failed = folder < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (folder >= 0)
        {
            failed = Sync(folder) < 0 ? Marshal.GetLastPInvokeError() : 0;
            _ = Close(folder);
        }

        // Some network file systems know no such call, and bring names to their disk by themselves.
        if (failed is not (0 or UnixInvalid))
        {
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(failed)} : '{path}'", failed);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    private sealed class LocalFile(SafeFileHandle handle) : IDiskFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public int Read(Span<byte> target, long position)
        {
            int total = 0;
            while (total < target.Length)
            {
                int read = RandomAccess.Read(handle, target[total..], position + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }

        public void Write(ReadOnlySpan<byte> data, long position) => RandomAccess.Write(handle, data, position);

        public void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }
}
