namespace QueryGen.Storage;

/// <summary>Tells apart why a disk refuses.</summary>
internal static class DiskErrors
{
    // Linux's and macOS's errno, which .NET hands on as HResult; Windows' ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsHandleFull = unchecked((int)0x80070027);
    private const int WindowsFull = unchecked((int)0x80070070);

    /// <summary>Whether the disk, or the user's share of it, is full.</summary>
    public static bool IsFull(Exception error) => error is IOException && error.HResult switch
    {
        NoSpace or WindowsHandleFull or WindowsFull => true,
        LinuxQuota => OperatingSystem.IsLinux(),
        MacQuota => OperatingSystem.IsMacOS(),
        _ => false,
    };

    /// <summary>Whether this is a refusal of the disk, and no mistake of the program.</summary>
    public static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>What a full disk throws.</summary>
    public static IOException Full(string path) => new($"No space left on device : '{path}'", NoSpace);
}
