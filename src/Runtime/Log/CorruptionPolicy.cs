namespace QueryGen.Log;

/// <summary>What happens when a part of the log that was on disk whole cannot be read any more.</summary>
public enum CorruptionPolicy
{
    /// <summary>An error that names the file and the place. The default.</summary>
    Fail,

    /// <summary>
    /// What can be read is read: records in the damage are left out, and an error is logged that says which. What was committed with
    /// them stays, so results may be wrong from there on.
    /// </summary>
    Skip,
}
