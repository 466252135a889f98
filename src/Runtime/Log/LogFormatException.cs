namespace QueryGen.Log;

/// <summary>The folder of an embedded log was written by a version of QueryGen that lays it out in another way.</summary>
public sealed class LogFormatException : IOException
{
    /// <summary>Without a text.</summary>
    public LogFormatException()
    {
    }

    /// <summary>With a text.</summary>
    public LogFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public LogFormatException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
