namespace QueryGen.Connectors;

/// <summary>A connector cannot work with what it was told: a property is missing or wrong.</summary>
public sealed class ConnectorException : Exception
{
    /// <summary>Says what is wrong and what to write instead; never holds a secret.</summary>
    public ConnectorException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Says what is wrong.</summary>
    public ConnectorException(string message)
        : base(message)
    {
    }

    /// <summary>Without a text.</summary>
    public ConnectorException()
    {
    }
}
