using System.Collections.Immutable;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Topologies;

/// <summary>A compiled program as data: what emitted code hands to the runtime.</summary>
/// <param name="Name">The program's name, for logs.</param>
/// <param name="Topics">Every topic that is read or written. Internal ones without the application id, which the
/// runtime puts before them.</param>
/// <param name="SubTopologies">Its parts; a sub-topology's id is its index.</param>
/// <param name="Connectors">What CREATE CONNECTOR declares.</param>
/// <param name="Seeds">What INSERT VALUES writes when the program first starts.</param>
/// <param name="Settings">What SET sets.</param>
/// <param name="Description">For people, in the form of Kafka's <c>Topology.describe()</c>.</param>
public sealed record Topology(
    string Name,
    ImmutableArray<TopicDescriptor> Topics,
    ImmutableArray<SubTopology> SubTopologies,
    ImmutableArray<ConnectorDescriptor> Connectors,
    ImmutableArray<SeedRecord> Seeds,
    ImmutableArray<KeyValuePair<string, string>> Settings,
    string Description)
{
    /// <summary>Checks that the parts fit together, before anything runs.</summary>
    /// <exception cref="InvalidOperationException">They do not; the message names everything that is wrong.</exception>
    public void Validate()
    {
        List<string> problems = [.. TopologyRules.Problems(this)];
        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"The topology '{Name}' contradicts itself: {string.Join("; ", problems)}.");
        }
    }
}

/// <summary>What a topic is for.</summary>
public enum TopicKind
{
    /// <summary>Written by others.</summary>
    Source,

    /// <summary>Written by a query, for others.</summary>
    Sink,

    /// <summary>Between two sub-topologies; internal.</summary>
    Repartition,

    /// <summary>A store's changes; internal.</summary>
    Changelog,

    /// <summary>Records that a source could not use, as they came.</summary>
    DeadLetter,

    /// <summary>What went wrong while tasks ran, as JSON.</summary>
    ProcessingLog,
}

/// <summary>A topic.</summary>
/// <param name="Name">Without the application id where it is internal.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Partitions">As WITH says; null: as <paramref name="CopartitionedWith"/>, else as the runtime is configured.</param>
/// <param name="Replicas">As WITH says; null: as the runtime is configured.</param>
/// <param name="RetentionMs">As WITH says, milliseconds; null: the log's default.</param>
/// <param name="IsCompacted">Keeps the last record of each key.</param>
/// <param name="CopartitionedWith">A topic whose count of partitions this one takes.</param>
/// <param name="WindowSizeMs">
/// The keys end with the start of a window of this length; 0: with the end and the start of a session; null: no windows.
/// </param>
public sealed record TopicDescriptor(
    string Name,
    TopicKind Kind,
    int? Partitions = null,
    int? Replicas = null,
    long? RetentionMs = null,
    bool IsCompacted = false,
    string? CopartitionedWith = null,
    long? WindowSizeMs = null)
{
    /// <summary>Whether the runtime puts the application id before its name.</summary>
    public bool IsInternal => Kind is TopicKind.Repartition or TopicKind.Changelog;
}

/// <summary>A topic that a sub-topology reads; its index is what <see cref="TaskProgram.Process"/> gets.</summary>
/// <param name="Topic">The topic, as in <see cref="TopicDescriptor.Name"/>.</param>
/// <param name="Source">The stream's or table's name in SQL.</param>
/// <param name="IsTable">Its records are changes of a table.</param>
/// <param name="OnError">What happens to a record that cannot be used; null: what the application says.</param>
/// <param name="IsInternal">A repartition topic.</param>
/// <param name="DeadLetterSink">Index into <see cref="SubTopology.Sinks"/> for <see cref="ErrorPolicy.DeadLetter"/>; null: none.</param>
/// <param name="KeyColumns">Columns that stand in the record's key.</param>
public sealed record SourceNode(
    string Topic,
    string Source,
    bool IsTable,
    ErrorPolicy? OnError = null,
    bool IsInternal = false,
    int? DeadLetterSink = null,
    ImmutableArray<string> KeyColumns = default);

/// <summary>A topic that a sub-topology writes; its index is what <see cref="TaskContext.Output"/> takes.</summary>
/// <param name="Topic">The topic, as in <see cref="TopicDescriptor.Name"/>.</param>
/// <param name="Query">The query that writes it; for dead letters the source that they come from.</param>
/// <param name="IsInternal">A repartition topic.</param>
public sealed record SinkNode(string Topic, string Query, bool IsInternal = false);

/// <summary>A store of a sub-topology. Its changelog is <c>Name-changelog</c>.</summary>
/// <param name="Name">Unique in the program; a contract with what is on disk.</param>
/// <param name="Layout">Names and types of key and value.</param>
/// <param name="IsWindowed">Holds windows.</param>
public sealed record StoreDescriptor(string Name, string Layout, bool IsWindowed = false)
{
    /// <summary>The topic of its changes, without the application id.</summary>
    public string Changelog => Name + "-changelog";
}

/// <summary>A part of a topology without a repartition inside. A task runs it on one partition.</summary>
/// <param name="Id">Its index in the topology.</param>
/// <param name="Queries">The queries that have a part in it.</param>
/// <param name="Sources">What it reads; all with the same count of partitions.</param>
/// <param name="Sinks">What it writes.</param>
/// <param name="Stores">What it keeps.</param>
/// <param name="Create">Makes the program of one task.</param>
/// <param name="ProcessingLogSink">Index into <paramref name="Sinks"/> of the processing log; null: it goes to no topic.</param>
public sealed record SubTopology(
    int Id,
    ImmutableArray<string> Queries,
    ImmutableArray<SourceNode> Sources,
    ImmutableArray<SinkNode> Sinks,
    ImmutableArray<StoreDescriptor> Stores,
    Func<TaskContext, TaskProgram> Create,
    int? ProcessingLogSink = null);

/// <summary>A column as connectors see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SqlType">For instance <c>BIGINT</c> or <c>DECIMAL(10, 2)</c>.</param>
/// <param name="IsKey">Part of the key.</param>
public sealed record ConnectorColumn(string Name, string SqlType, bool IsKey);

/// <summary>What CREATE SOURCE or SINK CONNECTOR declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSink">Reads the topic, and does not write it.</param>
/// <param name="ConnectorClass">As <c>'connector.class'</c> says.</param>
/// <param name="Source">The stream or table.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Properties">All properties, as written.</param>
/// <param name="Columns">The stream's or table's columns; keys first.</param>
/// <param name="KeyFormat"><c>JSON</c>, <c>DELIMITED</c>, <c>KAFKA</c> or <c>NONE</c>.</param>
/// <param name="ValueFormat"><c>JSON</c>, <c>DELIMITED</c> or <c>KAFKA</c>.</param>
/// <param name="KeyDelimiter">Between the columns of a DELIMITED key.</param>
/// <param name="ValueDelimiter">Between the columns of a DELIMITED value.</param>
public sealed record ConnectorDescriptor(
    string Name,
    bool IsSink,
    string ConnectorClass,
    string Source,
    string Topic,
    ImmutableArray<KeyValuePair<string, string>> Properties,
    ImmutableArray<ConnectorColumn> Columns,
    string KeyFormat,
    string ValueFormat,
    char KeyDelimiter = ',',
    char ValueDelimiter = ',');

/// <summary>A record of INSERT VALUES.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Write">Writes exactly one record.</param>
public sealed record SeedRecord(string Topic, Action<RecordArena, OutputBuffer> Write);
