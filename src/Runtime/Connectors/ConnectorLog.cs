using Microsoft.Extensions.Logging;

namespace QueryGen.Connectors;

/// <summary>What connectors log; never a row's data, never a property's value.</summary>
internal static partial class ConnectorLog
{
    [LoggerMessage(1, LogLevel.Information, "Connector {Connector} started, target topic {Topic}")]
    public static partial void Started(ILogger logger, string connector, string topic);

    [LoggerMessage(2, LogLevel.Information, "Connector {Connector} has come to its end")]
    public static partial void Ended(ILogger logger, string connector);

    [LoggerMessage(3, LogLevel.Error, "Connector {Connector} failed, tries again in {Seconds} s")]
    public static partial void Failed(ILogger logger, string connector, double seconds, Exception cause);

    [LoggerMessage(4, LogLevel.Warning, "Connector {Connector}: {Count} rows could not be used; the last one: {Reason}")]
    public static partial void Rejected(ILogger logger, string connector, long count, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Connector {Connector}: nothing reads the property '{Property}'")]
    public static partial void NotRead(ILogger logger, string connector, string property);

    [LoggerMessage(6, LogLevel.Information, "Connector {Connector} waits: a reader of {Topic} is too far behind")]
    public static partial void Waits(ILogger logger, string connector, string topic);
}
