namespace QueryGen.Log;

/// <summary>A file of an embedded log that was on disk whole cannot be read any more.</summary>
public sealed class LogDamagedException : IOException
{
    /// <summary>Says where, and how to go on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="position">Byte of the file at which the damage begins.</param>
    /// <param name="what">What should be there and is not.</param>
    /// <param name="folder">The log's folder.</param>
    internal LogDamagedException(string path, long position, string what, string folder)
        : base(
            $"The embedded log is damaged: in '{path}', byte {position}, {what}. Bring the folder back from a copy; or set "
            + "QueryGen:Log:OnCorruption to 'skip', to go on without what cannot be read; or delete "
            + $"'{folder}' to begin anew.")
    {
        Path = path;
        Position = position;
    }

    /// <summary>Without a place.</summary>
    public LogDamagedException()
    {
    }

    /// <summary>With a text.</summary>
    public LogDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public LogDamagedException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>The file.</summary>
    public string? Path { get; }

    /// <summary>Byte of the file at which the damage begins.</summary>
    public long Position { get; }
}
