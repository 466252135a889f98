namespace QueryGen.Log;

/// <summary>The folder of an embedded log is open in another process.</summary>
public sealed class LogInUseException : IOException
{
    /// <summary>Says which folder.</summary>
    public LogInUseException(string folder, Exception? cause = null)
        : base(
            $"The embedded log in '{folder}' is in use by another process. Stop that one, or give this one a folder of its own "
            + "(QueryGen:StateDir).",
            cause)
    {
    }

    /// <summary>Without a folder.</summary>
    public LogInUseException()
    {
    }
}
