using Microsoft.CodeAnalysis.Text;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

internal enum SerdeFormat
{
    None,
    Kafka,
    Json,
    Delimited,
}

/// <summary>How a side of a record is written.</summary>
/// <param name="Delimiter">DELIMITED only.</param>
/// <param name="IsWrapped">Value side: a single column stands in an object (JSON).</param>
internal sealed record FormatSpec(SerdeFormat Format, char Delimiter = ',', bool IsWrapped = true);

internal enum WindowKind
{
    None,
    Time,
    Session,
}

/// <summary>The window part of a key, as a source declares it or a windowed aggregation gives it.</summary>
internal sealed record KeyWindow(WindowKind Kind, long SizeMs)
{
    public static readonly KeyWindow None = new(WindowKind.None, 0);
}

/// <summary>What happens to a record that cannot be used.</summary>
internal enum ErrorPolicy
{
    Skip,
    Fail,
    DeadLetter,
}

/// <summary>A column of a data source.</summary>
internal sealed record ColumnSchema(string Name, SqlType Type, ColumnRole Role, string? HeaderKey = null);

/// <summary>A stream or table: its schema, topic and formats. What CREATE declares, a C# type declares, or a query gives.</summary>
/// <param name="Columns">Keys first, then values, then headers; each group in declaration order.</param>
/// <param name="TimestampColumn">TIMESTAMP property: the column that gives the event time; null: the record's own.</param>
/// <param name="OnError">What happens to a record that cannot be used; null: what the worker is told.</param>
/// <param name="RowTypeName">The C# type that declares it, <c>global::</c>-qualified; null where SQL does.</param>
/// <param name="IsDerived">Written by a query of this program.</param>
internal sealed record DataSource(
    string Name,
    SourceKind Kind,
    EquatableArray<ColumnSchema> Columns,
    string Topic,
    FormatSpec KeyFormat,
    FormatSpec ValueFormat,
    KeyWindow Window,
    string? TimestampColumn,
    string? TimestampFormat,
    int? Partitions,
    int? Replicas,
    long? RetentionMs,
    ErrorPolicy? OnError,
    bool IsReadOnly,
    bool IsDerived,
    string? RowTypeName,
    SqlPlace Place)
{
    /// <summary>The topic of its dead letters; null where there is none.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>
    /// Rows that operators of one task hand to each other; no topic has them, and <see cref="Topic"/> is where they come from.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>What its C# types and members are called; empty until the planner names it.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>A topic between two parts of a query, which the planner made and no SQL names.</summary>
    public bool IsInternal { get; init; }
}

/// <summary>Where a statement or clause stands, for <c>#line</c>: path as the compiler knows it, lines and columns from 1.</summary>
internal readonly record struct SqlPlace(string Path, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    /// <summary>The same for a diagnostic.</summary>
    public SqlLocation ToLocation() => new(
        Path,
        new SourceSpan(0, 0),
        new LinePositionSpan(
            new LinePosition(Math.Max(StartLine - 1, 0), Math.Max(StartColumn - 1, 0)),
            new LinePosition(Math.Max(EndLine - 1, 0), Math.Max(EndColumn - 1, 0))));
}

/// <summary>A clause: its SQL on one line for the comment above its code, and its place for <c>#line</c>.</summary>
internal sealed record Clause(string Sql, SqlPlace Place);

/// <summary>Everything that a program's scripts and row types say.</summary>
/// <param name="Broken">Sources whose statements have mistakes.</param>
internal sealed record BoundProgram(
    EquatableArray<DataSource> Sources,
    EquatableArray<BrokenSource> Broken,
    EquatableArray<BoundQuery> Queries,
    EquatableArray<BoundInsertValues> Inserts,
    EquatableArray<BoundConnector> Connectors,
    EquatableArray<BoundSetting> Settings);

/// <summary>A source whose statement has a mistake: its name and what is known of its columns, for the C# that uses them.</summary>
/// <param name="Source">A column whose expression has a mistake is of type ERROR.</param>
/// <param name="HostType">Metadata name of the attributed partial class that holds the query; null for one in a script.</param>
internal sealed record BrokenSource(DataSource Source, string? HostType);

/// <summary>A persistent query.</summary>
/// <param name="Name">Identifier, unique in the program: the sink's name, or <c>INSERT_n_INTO_name</c>.</param>
/// <param name="HostType">Metadata name of the attributed partial class that holds it; null for one in a script.</param>
/// <param name="Sql">The statement, one line a clause, for the comment above the emitted operator.</param>
internal sealed record BoundQuery(string Name, string? HostType, DataSource Sink, BoundSelect Select, string Sql, SqlPlace Place);

/// <summary>A query with names and types known.</summary>
/// <param name="Sources">FROM, then each JOIN, in order: index = <see cref="BoundColumn.Source"/>.</param>
/// <param name="PartitionBy">The new key; null without the clause. Empty: PARTITION BY NULL.</param>
/// <param name="Columns">The sink's columns: key columns first, then values, with what computes each.</param>
internal sealed record BoundSelect(
    EquatableArray<BoundSource> Sources,
    EquatableArray<BoundJoin> Joins,
    BoundPredicate? Where,
    BoundKeys? PartitionBy,
    BoundAggregation? Aggregation,
    EquatableArray<BoundColumnDefinition> Columns)
{
    /// <summary>The table functions of SELECT: a row for each element of the longest array. Empty: one row.</summary>
    public EquatableArray<BoundTableFunction> TableFunctions { get; init; } = [];
}

/// <summary>A call of a table function.</summary>
/// <param name="Elements">The array that it gives.</param>
internal sealed record BoundTableFunction(BoundExpression Elements, Clause Clause);

/// <summary>A source as a query uses it. <paramref name="Alias"/> is its name where none is written.</summary>
internal sealed record BoundSource(DataSource Source, string Alias);

/// <summary>What is joined with what.</summary>
internal enum JoinShape
{
    /// <summary>Rows of two streams that lie near each other in time.</summary>
    StreamStream,

    /// <summary>A stream's rows with the table's row of the moment, by the table's primary key.</summary>
    StreamTable,

    /// <summary>Two tables by their primary keys.</summary>
    TableTable,

    /// <summary>A table's rows with the row of another table that they name.</summary>
    ForeignKey,
}

/// <summary>Join number i adds source i + 1.</summary>
/// <param name="Left">What the left side joins on; columns of the earlier sources.</param>
/// <param name="Right">What the right side joins on; columns of the added source.</param>
/// <param name="Within">Joins of two streams only.</param>
internal sealed record BoundJoin(
    JoinShape Shape, JoinKind Kind, BoundExpression Left, BoundExpression Right, BoundWithin? Within, Clause Clause);

/// <summary>Which rows of two streams are near enough.</summary>
/// <param name="BeforeMs">How much earlier than the left row the right one may be.</param>
/// <param name="AfterMs">How much later than the left row the right one may be.</param>
/// <param name="GraceMs">
/// How long after that, in stream time, rows are waited for. Null: it is not written; rows without a partner then go on at once.
/// </param>
internal sealed record BoundWithin(long BeforeMs, long AfterMs, long? GraceMs);

/// <summary>The joins of a query.</summary>
/// <param name="KeyColumns">
/// The columns that always have the value of the result's key, best first; none where the key is the join's own (ROWKEY). Of a join by
/// foreign key the left table's key, each column of which must be selected.
/// </param>
internal sealed record BoundJoins(EquatableArray<BoundJoin> Joins, EquatableArray<BoundColumn> KeyColumns)
{
    /// <summary>The name under which a clause finds a key that no source has.</summary>
    public const int KeySource = -1;

    public static readonly BoundJoins None = new([], []);

    public bool IsByForeignKey => Joins is [{ Shape: JoinShape.ForeignKey }, ..];
}

internal sealed record BoundPredicate(BoundExpression Condition, Clause Clause);

internal sealed record BoundKeys(EquatableArray<BoundExpression> Parts, Clause Clause);

/// <summary>GROUP BY with its window, aggregates and HAVING.</summary>
internal sealed record BoundAggregation(
    BoundKeys GroupBy, BoundWindow? Window, EquatableArray<BoundAggregate> Aggregates, BoundPredicate? Having);

internal enum WindowShape
{
    Tumbling,
    Hopping,
    Session,
}

/// <summary>When the rows of a window are written.</summary>
internal enum WindowEmit
{
    /// <summary>With every change.</summary>
    Changes,

    /// <summary>Once, when the window is closed.</summary>
    Final,

    /// <summary>As <see cref="Final"/>, but a window that expires before that is lost, as in ksqlDB.</summary>
    FinalUnlessExpired,
}

/// <summary>The window of an aggregation.</summary>
/// <param name="SizeMs">Milliseconds of event time; of a session the gap that ends it.</param>
/// <param name="AdvanceMs">From one window's start to the next one's.</param>
/// <param name="GraceMs">How long after its end, in stream time, a window still takes rows; milliseconds.</param>
internal sealed record BoundWindow(
    WindowShape Shape, long SizeMs, long AdvanceMs, long GraceMs, long? RetentionMs, WindowEmit Emit, Clause Clause)
{
    public bool IsSession => Shape == WindowShape.Session;

    public bool IsFinal => Emit != WindowEmit.Changes;

    /// <summary>What it makes of a key.</summary>
    public KeyWindow Key => IsSession ? new KeyWindow(WindowKind.Session, 0) : new KeyWindow(WindowKind.Time, SizeMs);
}

/// <summary>One aggregate call, once for all its equal uses.</summary>
/// <param name="Arguments">What it takes of each row; nothing for <c>COUNT(*)</c>.</param>
/// <param name="IgnoresNulls">LATEST_BY_OFFSET and EARLIEST_BY_OFFSET pass over NULLs.</param>
/// <param name="Most">How many values it keeps; null for one that keeps no list.</param>
internal sealed record BoundAggregate(
    AggregateKind Kind, EquatableArray<BoundExpression> Arguments, bool IgnoresNulls, int? Most, SqlType Type, Clause Clause)
{
    /// <summary>The user's own aggregate; null for one of SQL's.</summary>
    public UserAggregate? User { get; init; }

    /// <summary>What the user's own keeps of a group, where that is a value of SQL.</summary>
    public SqlType? State { get; init; }

    /// <summary>What the constructor of the user's own takes.</summary>
    public EquatableArray<BoundLiteral> Constants { get; init; } = [];

    /// <summary>The first argument; null where there is none.</summary>
    public BoundExpression? Argument => Arguments.Count == 0 ? null : Arguments[0];
}

/// <summary>A column of the result.</summary>
/// <param name="IsKey">Part of the sink's key.</param>
internal sealed record BoundColumnDefinition(string Name, SqlType Type, bool IsKey, BoundExpression Expression, Clause Clause);

/// <summary>INSERT … VALUES: a record to write when the program first starts. Values are constants, one a column of the target.</summary>
internal sealed record BoundInsertValues(
    DataSource Target, EquatableArray<BoundExpression> Values, BoundExpression? RowTime, Clause Clause);

/// <summary>A connector, with its properties as written and in their order.</summary>
internal sealed record BoundConnector(
    string Name,
    bool IsSink,
    string ConnectorClass,
    DataSource? Source,
    EquatableArray<KeyValuePair<string, string>> Properties,
    Clause Clause);

/// <summary>SET 'name' = 'value', for the whole program.</summary>
internal sealed record BoundSetting(string Name, string Value);
