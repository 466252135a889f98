using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A script's statements, and where its text stands.</summary>
internal sealed record ScriptSyntax(SqlScript Script, EquatableArray<StatementSyntax> Statements)
{
    /// <summary>Sources whose CREATE did not parse: naming one is no second mistake.</summary>
    public EquatableArray<string> Unparsed { get; init; } = [];
}

/// <summary>One statement. The span runs from its first token to its last before the semicolon.</summary>
internal abstract record StatementSyntax(SourceSpan Span)
{
    /// <summary>It has a mistake, which is reported: what is there tells the columns of its source.</summary>
    public virtual bool IsBroken => HasTail;

    /// <summary>Something follows where its semicolon belongs, and may be what was meant to be part of it.</summary>
    public bool HasTail { get; init; }
}

internal enum SourceKind
{
    Stream,
    Table,
}

internal enum ColumnRole
{
    Value,
    Key,
    PrimaryKey,
    Headers,
    Header,
}

/// <summary><c>name type [KEY | PRIMARY KEY | HEADERS | HEADER('key')]</c></summary>
internal sealed record ColumnDefinitionSyntax(
    IdentifierSyntax Name, TypeSyntax Type, ColumnRole Role, string? HeaderKey, SourceSpan Span);

/// <summary><c>WITH (name = literal, …)</c>; <paramref name="Span"/> is the whole clause.</summary>
internal sealed record WithSyntax(EquatableArray<PropertySyntax> Properties, SourceSpan Span);

/// <summary>One property. <paramref name="Name"/> as written, without quotes; names compare without case.</summary>
internal sealed record PropertySyntax(string Name, SourceSpan NameSpan, ExpressionSyntax Value, SourceSpan Span);

/// <summary><c>CREATE [OR REPLACE] [SOURCE] (STREAM | TABLE) [IF NOT EXISTS] name [(columns)] [WITH (…)]</c></summary>
internal sealed record CreateSourceSyntax(
    SourceKind Kind,
    bool OrReplace,
    bool IsSource,
    bool IfNotExists,
    IdentifierSyntax Name,
    EquatableArray<ColumnDefinitionSyntax> Columns,
    WithSyntax? With,
    bool HasMistake,
    SourceSpan Span) : StatementSyntax(Span)
{
    public override bool IsBroken => HasTail || HasMistake;
}

/// <summary><c>CREATE [OR REPLACE] (STREAM | TABLE) [IF NOT EXISTS] name [WITH (…)] AS query</c></summary>
internal sealed record CreateAsSelectSyntax(
    SourceKind Kind,
    bool OrReplace,
    bool IfNotExists,
    IdentifierSyntax Name,
    WithSyntax? With,
    SelectSyntax Query,
    SourceSpan Span) : StatementSyntax(Span)
{
    public override bool IsBroken => HasTail || Query.IsBroken;
}

/// <summary><c>INSERT INTO name [WITH (QUERY_ID = '…')] query</c></summary>
internal sealed record InsertIntoSyntax(IdentifierSyntax Target, WithSyntax? With, SelectSyntax Query, SourceSpan Span)
    : StatementSyntax(Span)
{
    public override bool IsBroken => HasTail || Query.IsBroken;
}

/// <summary><c>INSERT INTO name [(columns)] VALUES (…)</c>; no columns written: all of them, in order.</summary>
internal sealed record InsertValuesSyntax(
    IdentifierSyntax Target,
    EquatableArray<IdentifierSyntax> Columns,
    EquatableArray<ExpressionSyntax> Values,
    SourceSpan Span) : StatementSyntax(Span);

/// <summary>A query that stands alone: push with EMIT CHANGES, else pull.</summary>
internal sealed record SelectStatementSyntax(SelectSyntax Query, SourceSpan Span) : StatementSyntax(Span)
{
    public override bool IsBroken => HasTail || Query.IsBroken;
}

/// <summary><c>DROP (STREAM | TABLE) [IF EXISTS] name [DELETE TOPIC]</c></summary>
internal sealed record DropSourceSyntax(
    SourceKind Kind, bool IfExists, IdentifierSyntax Name, bool DeleteTopic, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>ALTER (STREAM | TABLE) name ADD [COLUMN] …</c></summary>
internal sealed record AlterSourceSyntax(
    SourceKind Kind, IdentifierSyntax Name, EquatableArray<ColumnDefinitionSyntax> Added, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>CREATE TYPE [IF NOT EXISTS] name AS type</c></summary>
internal sealed record CreateTypeSyntax(IdentifierSyntax Name, bool IfNotExists, TypeSyntax Type, SourceSpan Span)
    : StatementSyntax(Span);

/// <summary><c>DROP TYPE [IF EXISTS] name</c></summary>
internal sealed record DropTypeSyntax(IdentifierSyntax Name, bool IfExists, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>CREATE (SOURCE | SINK) CONNECTOR [IF NOT EXISTS] name WITH (…)</c></summary>
internal sealed record CreateConnectorSyntax(
    bool IsSink, bool IfNotExists, IdentifierSyntax Name, WithSyntax With, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>DROP CONNECTOR [IF EXISTS] name</c></summary>
internal sealed record DropConnectorSyntax(IdentifierSyntax Name, bool IfExists, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>SET 'property' = 'value'</c></summary>
internal sealed record SetSyntax(StringLiteralSyntax Property, StringLiteralSyntax Value, SourceSpan Span)
    : StatementSyntax(Span);

/// <summary><c>UNSET 'property'</c></summary>
internal sealed record UnsetSyntax(StringLiteralSyntax Property, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>DEFINE name = 'text'</c></summary>
internal sealed record DefineSyntax(IdentifierSyntax Name, StringLiteralSyntax Value, SourceSpan Span)
    : StatementSyntax(Span);

/// <summary><c>UNDEFINE name</c></summary>
internal sealed record UndefineSyntax(IdentifierSyntax Name, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>ASSERT [NOT EXISTS] TOPIC name [WITH (…)] [TIMEOUT …]</c></summary>
internal sealed record AssertTopicSyntax(
    bool IsNegated, string Topic, WithSyntax? With, DurationSyntax? Timeout, SourceSpan Span) : StatementSyntax(Span);

/// <summary><c>ASSERT [NOT EXISTS] SCHEMA [SUBJECT …] [ID n] [TIMEOUT …]</c></summary>
internal sealed record AssertSchemaSyntax(
    bool IsNegated, string? Subject, int? Id, DurationSyntax? Timeout, SourceSpan Span) : StatementSyntax(Span);

/// <summary>
/// A statement that only administers a running server: SHOW, LIST, DESCRIBE, PRINT, EXPLAIN, TERMINATE, PAUSE, RESUME,
/// ALTER SYSTEM. It parses in full; <paramref name="Verb"/> is its first words in upper case, for instance <c>SHOW STREAMS</c>.
/// </summary>
/// <param name="Sql">The statement word by word: no part of it is used but for printing.</param>
internal sealed record AdministrativeSyntax(string Verb, string Sql, SourceSpan Span) : StatementSyntax(Span);
