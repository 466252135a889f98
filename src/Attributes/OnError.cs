namespace QueryGen;

/// <summary>What happens to a record of a source that cannot be used.</summary>
public enum OnError
{
    /// <summary>It is counted, logged and left out.</summary>
    Skip,

    /// <summary>The task stops with an error that names the record.</summary>
    Fail,

    /// <summary>It goes to the dead-letter topic, as it came.</summary>
    DeadLetter,
}
