namespace QueryGen.Hosting;

/// <summary>What a restart after a failure promises.</summary>
public enum ProcessingGuarantee
{
    /// <summary>
    /// <c>exactly_once_v2</c>: outputs, changelogs and source positions of a commit become visible together.
    /// </summary>
    ExactlyOnceV2,

    /// <summary><c>at_least_once</c>: after a failure some records are processed again.</summary>
    AtLeastOnce,
}
