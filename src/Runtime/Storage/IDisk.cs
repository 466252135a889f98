namespace QueryGen.Storage;

/// <summary>All that the runtime does to a disk: the real one, or a simulated one that crashes, fills up and fails.</summary>
/// <remarks>
/// <para>
/// What is on the disk is what a power failure leaves: the bytes of a file after <see cref="IDiskFile.Flush"/>, and that a file or folder
/// has its name, a new one or none any more, after <see cref="SyncFolder"/> of the folder that it is in. The one does not bring the other.
/// What only the process's end can lose is nothing: a call that has returned outlives it.
/// </para>
/// <para>
/// A disk that refuses throws <see cref="IOException"/>, with the operating system's error code as
/// <see cref="Exception.HResult"/>, or <see cref="UnauthorizedAccessException"/>. A full disk is told by <see cref="DiskErrors.IsFull"/>.
/// Thread-safe.
/// </para>
/// </remarks>
internal interface IDisk
{
    /// <summary>Whether there is a folder of this path.</summary>
    bool FolderExists(string path);

    /// <summary>Whether there is a file of this path.</summary>
    bool FileExists(string path);

    /// <summary>Makes a folder and those above it, where they are missing, for the user of this process only.</summary>
    void CreateFolder(string path);

    /// <summary>Names of the files in a folder, without the folder, in ordinal order.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder, without the folder, in ordinal order.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>Opens a file to read and write.</summary>
    /// <exception cref="FileNotFoundException">It must exist and does not.</exception>
    /// <exception cref="IOException">It must not exist and does, or the disk refuses.</exception>
    IDiskFile Open(string path, FileMode mode);

    /// <summary>Gives a file another name in the same folder; a file that has the name is replaced in the same step.</summary>
    void RenameFile(string from, string to);

    /// <summary>Gives a folder another name beside itself; the name must be free.</summary>
    void RenameFolder(string from, string to);

    /// <summary>Takes a file out of its folder; nothing happens where there is none. Handles that are open stay readable.</summary>
    void DeleteFile(string path);

    /// <summary>Takes a folder with all that is in it away; nothing happens where there is none.</summary>
    void DeleteFolder(string path);

    /// <summary>Brings the names of a folder's files and folders to the disk itself.</summary>
    void SyncFolder(string path);

    /// <summary>Takes a lock that ends with the process; null where another one holds it.</summary>
    /// <param name="path">The lock's file; made where there is none.</param>
    IDisposable? TryLock(string path);
}

/// <summary>An open file. Safe for one writer and any readers at once.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Bytes of the file.</summary>
    long Length { get; }

    /// <summary>Reads at a place; gives how many bytes there were, fewer than asked for only at the end.</summary>
    int Read(Span<byte> target, long position);

    /// <summary>Writes at a place; a file that is shorter grows. Where it throws, a part may be written.</summary>
    void Write(ReadOnlySpan<byte> data, long position);

    /// <summary>Cuts the file, or lengthens it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Brings the file's bytes and length to the disk itself.</summary>
    /// <remarks>
    /// Where it throws, nobody knows which of the bytes are there, and a second call that does not throw means nothing: the system may
    /// have dropped them. The file must be read anew after a restart.
    /// </remarks>
    void Flush();
}
