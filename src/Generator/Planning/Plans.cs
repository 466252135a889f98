using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Inputs;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>A whole program, planned: what is emitted, a unit a file.</summary>
/// <param name="Broken">Sources with mistakes, of which only the names are emitted that a user's C# may refer to.</param>
internal sealed record ProgramPlan(
    string Namespace,
    EquatableArray<SourcePlan> Sources,
    EquatableArray<SourcePlan> Broken,
    EquatableArray<SqlType> NestedTypes,
    EquatableArray<OperatorPlan> Operators,
    EquatableArray<SubTopologyPlan> SubTopologies,
    EquatableArray<TopicPlan> Topics,
    EquatableArray<SeedPlan> Seeds,
    EquatableArray<BoundConnector> Connectors,
    EquatableArray<BoundSetting> Settings,
    EquatableArray<UserCall> Functions);

/// <summary>A data source as the program uses it.</summary>
/// <param name="ColumnsRead">Value and header columns that queries read; the others are passed over.</param>
/// <param name="IsStored">Kept in a store: row and key can write and read themselves.</param>
/// <param name="IsBuffered">Kept by a join: the row can write and read itself.</param>
/// <param name="IsVersioned">A row has the offset of its record.</param>
/// <param name="IsPublic">Has a row and handles that a user's C# sees; a repartition topic has none.</param>
/// <param name="IsWritten">Records of it are written: by a query, a seed or a producer.</param>
/// <param name="Host">The attributed class that holds the row; null where there is none.</param>
/// <param name="RowType">The C# type of a row, as emitted code names it.</param>
/// <param name="Declared">The user's own type that is the row; null for an emitted one.</param>
/// <param name="IsRowPublic">The row's type can be seen from outside of its assembly.</param>
internal sealed record SourcePlan(
    DataSource Source,
    EquatableArray<string> ColumnsRead,
    bool IsStored,
    bool IsBuffered,
    bool IsVersioned,
    bool IsPublic,
    bool IsWritten,
    HostPlan? Host,
    string RowType,
    RowType? Declared,
    bool IsRowPublic)
{
    /// <summary>Columns that lie beside the keys of its stores.</summary>
    public EquatableArray<string> Included { get; init; } = [];
}

/// <summary>The attributed class of a query: its name, and its namespace, which may be empty.</summary>
internal sealed record HostPlan(string Namespace, string Name);

/// <summary>A part of a query that runs in one task. One emitted class.</summary>
/// <param name="Name">SQL name of the query, with the part's purpose where it has several: unique in the program.</param>
/// <param name="Query">SQL name of the query.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Input">Whose rows it takes.</param>
/// <param name="Output">What it writes: the query's sink, or a repartition topic.</param>
/// <param name="Where">Null: every row.</param>
/// <param name="Next">Operators that take what it writes, in the same task.</param>
internal abstract record OperatorPlan(
    string Name,
    string Query,
    string Sql,
    DataSource Input,
    DataSource Output,
    BoundPredicate? Where,
    EquatableArray<OperatorName> Next)
{
    /// <summary>What its C# types and members are called; empty until the planner names it.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>How others name it.</summary>
    public OperatorName Reference => new(Name, ClassName);

    /// <summary>The sources whose rows it is handed, or that are scanned for it.</summary>
    public virtual EquatableArray<DataSource> Inputs => [Input];

    /// <summary>The tables that it looks up in; the task keeps them.</summary>
    public virtual EquatableArray<DataSource> Tables => [];

    /// <summary>What its expressions name: index = <see cref="BoundColumn.Source"/>.</summary>
    public EquatableArray<DataSource> Sources => [.. Inputs, .. Tables.Where(table => !Inputs.Contains(table))];
}

/// <summary>An operator as others name it: in the topology's description, and in C#.</summary>
internal sealed record OperatorName(string Name, string ClassName);

/// <summary>SELECT … WHERE over a stream.</summary>
internal sealed record ProjectPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, BoundKeys? PartitionBy)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    /// <summary>Empty: a row gives one row. Else it gives one for each element of the longest array.</summary>
    public EquatableArray<BoundTableFunction> TableFunctions { get; init; } = [];
}

/// <summary>SELECT … WHERE over a table: takes the new and the old row of each change.</summary>
internal sealed record TableProjectPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next);

/// <summary>Gives rows a new key and writes them to a repartition topic.</summary>
/// <param name="Keys">The new key; part i is column i of the topic.</param>
/// <param name="Columns">The topic's values.</param>
/// <param name="DropsNullKeys">Rows whose new key has a NULL go no further.</param>
internal sealed record RepartitionPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, BoundKeys Keys, EquatableArray<BoundColumnDefinition> Columns, bool DropsNullKeys)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next);

/// <summary>Gives a table's changes a new key and writes them to a repartition topic: the old row, the new one, or both.</summary>
/// <param name="Keys">The new key; part i is column i of the topic.</param>
/// <param name="OldColumns">The topic's values of the old row.</param>
/// <param name="NewColumns">The topic's values of the new row.</param>
/// <param name="HasOld">The topic's column that says whether there is an old row.</param>
/// <param name="HasNew">The topic's column that says whether there is a new row.</param>
internal sealed record TableRepartitionPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, BoundKeys Keys, EquatableArray<BoundColumnDefinition> OldColumns,
        EquatableArray<BoundColumnDefinition> NewColumns, string HasOld, string HasNew)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next);

/// <summary>A stream's rows with the table's row of the moment.</summary>
/// <param name="Table">The table, kept in the sub-topology's store of its topic.</param>
/// <param name="Key">What the table is looked up by, over the input's row.</param>
/// <param name="IsLeft">Rows without a match go on with NULLs.</param>
internal sealed record StreamTableJoinPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, DataSource Table,
        BoundExpression Key, bool IsLeft, Clause Join)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    /// <summary>The table's columns that lie beside its keys: all that are read, or none.</summary>
    public EquatableArray<string> Included { get; init; } = [];

    public override EquatableArray<DataSource> Tables => [Table];
}

/// <summary>Pairs of rows of two streams that lie near each other in time. What it takes is kept for what may come.</summary>
/// <param name="Right">The other stream's rows; source 1 of the expressions.</param>
/// <param name="LeftKey">What the left rows are joined on; over the input's row.</param>
/// <param name="RightKey">What the right rows are joined on; source 0 is the right row.</param>
/// <param name="KeyedBy">Whose key's bytes order rows of one time.</param>
/// <param name="Store">What the names of its two stores begin with.</param>
/// <param name="Bounds">Of the rows' windows, which must be equal too; nothing where they have none.</param>
internal sealed record StreamStreamJoinPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, DataSource Right, JoinKind Kind,
        BoundExpression LeftKey, BoundExpression RightKey, BoundWithin Within, DataSource KeyedBy, string Store,
        EquatableArray<JoinedBound> Bounds, Clause Join)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    public override EquatableArray<DataSource> Inputs => [Input, Right];

    public string LeftStore => Store + "-left";

    public string RightStore => Store + "-right";
}

/// <summary>A bound of the windows of joined rows: the start, and of sessions the end as well.</summary>
/// <param name="Name">WINDOWSTART or WINDOWEND.</param>
/// <param name="Left">Over a left row.</param>
/// <param name="Right">Over a right row, as source 0.</param>
/// <param name="Result">Over a pair.</param>
internal sealed record JoinedBound(string Name, BoundExpression Left, BoundExpression Right, BoundExpression Result)
{
    /// <summary>The member of a row or key that holds it.</summary>
    public string Member => Name == "WINDOWSTART" ? "WindowStartMs" : "WindowEndMs";
}

/// <summary>Two tables by their keys: a change of one gives a change of the joined row.</summary>
/// <param name="Right">The other table; source 1 of the expressions.</param>
/// <param name="LeftKey">The key of the left row; over the input's row.</param>
/// <param name="RightKey">The key of the right row; source 0 is the right row.</param>
/// <param name="Left">The join that makes the input; null where the input is a table of its own.</param>
/// <param name="IsLookedUp">Another join looks joined rows up.</param>
internal sealed record TableTableJoinPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, DataSource Right, JoinKind Kind,
        BoundExpression LeftKey, BoundExpression RightKey, TableTableJoinPlan? Left, bool IsLookedUp, Clause Join)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    public override EquatableArray<DataSource> Inputs => [Input, Right];

    public override EquatableArray<DataSource> Tables => [.. Left is null ? [Input] : Left.Tables, Right];
}

/// <summary>A join by foreign key, first part: a change of the left table is told where the row is that it names.</summary>
/// <param name="Output">A topic with the keys of the right table.</param>
/// <param name="Key">The foreign key, over a row of the left table.</param>
/// <param name="IsLeft">Rows without a match are wanted.</param>
internal sealed record ForeignKeyRequestPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, BoundExpression Key, bool IsLeft, Clause Join)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    public override EquatableArray<DataSource> Tables => [Input];
}

/// <summary>A join by foreign key, second part: where the right rows are, it is known who names them, and who does is answered.</summary>
/// <param name="Output">A topic with the keys of the left table.</param>
/// <param name="Left">The left table.</param>
/// <param name="Right">The right table; source 1 of the expressions.</param>
/// <param name="Columns">What the answer takes of the right row.</param>
/// <param name="Store">Who names what.</param>
internal sealed record ForeignKeyAnswerPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, DataSource Left, DataSource Right, string Store)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    public override EquatableArray<DataSource> Inputs => [Input, Right];

    public override EquatableArray<DataSource> Tables => [Right];
}

/// <summary>A join by foreign key, last part: an answer and the left row that it is for make the joined row.</summary>
/// <param name="Left">The left table; source 1 of the expressions.</param>
/// <param name="IsLeft">Rows without a match are wanted.</param>
/// <param name="IsKept">The joined rows are kept, for what must know the one before.</param>
internal sealed record ForeignKeyResultPlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, DataSource Left, bool IsLeft, bool IsKept,
        Clause Join)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    public override EquatableArray<DataSource> Tables => [Left];
}

/// <summary>GROUP BY with its aggregates: one state a group, or a group and window.</summary>
/// <param name="Store">The store's name.</param>
internal sealed record AggregatePlan(
    string Name, string Query, string Sql, DataSource Input, DataSource Output, BoundPredicate? Where,
    EquatableArray<OperatorName> Next, EquatableArray<BoundColumnDefinition> Columns, BoundAggregation Aggregation, string Store)
    : OperatorPlan(Name, Query, Sql, Input, Output, Where, Next)
{
    /// <summary>Where a table is grouped: the rows are its changes. Null for a stream's rows.</summary>
    public TableChanges? Changes { get; init; }
}

/// <summary>How the changes of a table are told by the rows of a repartition topic.</summary>
/// <param name="HasOld">The column that says whether there is an old row, which is taken out.</param>
/// <param name="HasNew">The column that says whether there is a new row, which is taken in.</param>
/// <param name="Old">The aggregates over the old row.</param>
internal sealed record TableChanges(string HasOld, string HasNew, EquatableArray<BoundAggregate> Old);

/// <summary>A part of the topology without a repartition inside.</summary>
internal sealed record SubTopologyPlan(
    int Id,
    EquatableArray<string> Queries,
    EquatableArray<ScanPlan> Scans,
    EquatableArray<OperatorPlan> Operators,
    EquatableArray<SinkPlan> Sinks,
    EquatableArray<StorePlan> Stores)
{
    /// <summary>The scans, with those that share a topic.</summary>
    public IEnumerable<ScanPlan> AllScans => Scans.SelectMany(scan => scan.Others.Prepend(scan));
}

/// <summary>A topic that is read once for all operators that take its rows.</summary>
/// <param name="Operators">In the order of the statements.</param>
/// <param name="Store">The store that keeps the table; null where none is needed.</param>
/// <param name="DeadLetters">The sink of what cannot be used; null where there is none.</param>
internal sealed record ScanPlan(DataSource Source, EquatableArray<OperatorName> Operators, string? Store, SinkPlan? DeadLetters)
{
    /// <summary>What other sources read of the same topic: each of its records goes to them next.</summary>
    public EquatableArray<ScanPlan> Others { get; init; } = [];
}

/// <summary>A topic that is written.</summary>
/// <param name="Query">The query that writes it; for dead letters the source that they come from.</param>
internal sealed record SinkPlan(string Topic, string Query, bool IsInternal);

/// <summary>A store.</summary>
/// <param name="Layout">Names and types of what it keeps, for the check on restore.</param>
/// <param name="Table">The table that it keeps; null for an aggregation.</param>
internal sealed record StorePlan(string Name, string Layout, bool IsWindowed, DataSource? Table)
{
    /// <summary>The table's columns that lie beside its keys.</summary>
    public EquatableArray<string> Included { get; init; } = [];
}

internal enum TopicRole
{
    Source,
    Sink,
    Repartition,
    Changelog,
    DeadLetter,
}

internal sealed record TopicPlan(
    string Name, TopicRole Role, int? Partitions, int? Replicas, long? RetentionMs, bool IsCompacted, string? CopartitionedWith,
    long? WindowSizeMs = null);

/// <summary>A record of INSERT VALUES.</summary>
internal sealed record SeedPlan(DataSource Target, EquatableArray<BoundExpression> Values, long? TimestampMs, Clause Clause);
