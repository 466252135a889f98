using QueryGen.Topologies;

namespace QueryGen.Log;

/// <summary>
/// What the names in a topology are called in the log: internal ones get the application id before them.
/// </summary>
internal sealed class TopicNames(string applicationId)
{
    public string ApplicationId => applicationId;

    public string Of(TopicDescriptor topic) => topic.IsInternal ? Internal(topic.Name) : topic.Name;

    public string Of(SourceNode source) => source.IsInternal ? Internal(source.Topic) : source.Topic;

    public string Of(SinkNode sink) => sink.IsInternal ? Internal(sink.Topic) : sink.Topic;

    public string Of(StoreDescriptor store) => Internal(store.Changelog);

    /// <summary>The name of the position of a task's source.</summary>
    public string Position(SourceNode source, int partition) => $"{Positions(Of(source))}/{partition}";

    /// <summary>What the names of the positions in a topic begin with; a slash and the partition follow.</summary>
    public string Positions(string topic) => $"group/{applicationId}/{topic}";

    /// <summary>The name of the position where a store's changelog begins.</summary>
    public string ChangelogStart(StoreDescriptor store, int partition) => $"{ChangelogStarts(store)}/{partition}";

    /// <summary>What the names of those positions begin with; a slash and the partition follow.</summary>
    public string ChangelogStarts(StoreDescriptor store) => $"begin/{Of(store)}";

    private string Internal(string name) => $"{applicationId}-{name}";
}
