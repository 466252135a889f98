using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>What a user reads when the disk refuses: which folder, why, and what to do.</summary>
/// <remarks>They carry the cause's error code, so that a full disk can be told from others.</remarks>
internal static class LogErrors
{
    /// <summary>Whether the disk refuses, and nothing that the log itself has found out.</summary>
    public static bool IsOfDisk(Exception error) =>
        DiskErrors.IsRefusal(error) && error is not (LogInUseException or LogDamagedException or LogFormatException);

    public static IOException CannotOpen(string folder, Exception cause) => With(
        cause,
        $"The embedded log in '{folder}' cannot be opened: {cause.Message}. "
        + (DiskErrors.IsFull(cause) ? "Free space on the disk" : "Let the worker read and write there")
        + ", or give it another folder (QueryGen:StateDir).");

    public static IOException CannotCommit(string folder, Exception cause) => DiskErrors.IsFull(cause)
        ? With(
            cause,
            $"The disk of the embedded log in '{folder}' is full: {cause.Message}. The commit was taken back, all earlier ones are there. "
            + "Free space on the disk, or let topics keep less (QueryGen:Log:RetentionBytes), and start again.")
        : With(
            cause,
            $"The embedded log in '{folder}' could not write a commit: {cause.Message}. It was taken back, all earlier ones are there.");

    public static IOException CannotFlush(string folder, Exception cause) => With(
        cause,
        $"The embedded log in '{folder}' could not be brought to the disk: {cause.Message}. Nobody knows what is there now, so it takes no "
        + "more commits. Start the process again: it goes on with what is on the disk.");

    private static IOException With(Exception cause, string message) => new(message, cause) { HResult = cause.HResult };
}
