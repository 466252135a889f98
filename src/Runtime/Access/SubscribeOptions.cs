namespace QueryGen.Access;

/// <summary>From where a subscription reads.</summary>
public sealed record SubscribeOptions
{
    /// <summary>
    /// True: all records that the topic still holds, then what comes; false, the default: what is written from now on.
    /// </summary>
    public bool FromBeginning { get; init; }
}
