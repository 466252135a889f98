using QueryGen.Support;

namespace QueryGen.Syntax;

/// <summary>Syntax tree → SQL, so that parsing it again gives the same tree: the comments over emitted code.</summary>
/// <remarks>
/// Words of SQL, types and functions in capitals, names as SQL reads them without quotes in small letters, one blank where one is needed,
/// parentheses where they are.
/// </remarks>
internal static partial class SyntaxPrinter
{
    /// <summary>A statement on one line, without its semicolon.</summary>
    public static string Print(StatementSyntax statement) => string.Join(" ", Lines(statement).Select(line => line.TrimStart()));

    /// <summary>A statement, one line a clause.</summary>
    public static IReadOnlyList<string> Lines(StatementSyntax statement) => statement switch
    {
        CreateSourceSyntax create => [Head(create), .. Optional(create.With, with => "  " + Print(with))],
        CreateAsSelectSyntax create =>
        [
            $"{Create(create.OrReplace, "", create.Kind, create.IfNotExists, create.Name)}{With(create.With)} AS",
            .. Lines(create.Query).Select(line => "  " + line),
        ],
        InsertIntoSyntax insert =>
            [$"INSERT INTO {Name(insert.Target)}{With(insert.With)}", .. Lines(insert.Query).Select(line => "  " + line)],
        SelectStatementSyntax select => Lines(select.Query),
        _ => [Short(statement)],
    };

    private static string Short(StatementSyntax statement) => statement switch
    {
        InsertValuesSyntax insert => $"INSERT INTO {Name(insert.Target)}{Columns(insert)} VALUES ({List(insert.Values, Print)})",
        DropSourceSyntax drop =>
            $"DROP {Word(drop.Kind)} {IfExists(drop.IfExists)}{Name(drop.Name)}{(drop.DeleteTopic ? " DELETE TOPIC" : "")}",
        AlterSourceSyntax alter =>
            $"ALTER {Word(alter.Kind)} {Name(alter.Name)} {List(alter.Added, added => "ADD COLUMN " + Print(added))}",
        CreateTypeSyntax create => $"CREATE TYPE {IfNotExists(create.IfNotExists)}{Name(create.Name)} AS {Print(create.Type)}",
        DropTypeSyntax drop => $"DROP TYPE {IfExists(drop.IfExists)}{Name(drop.Name)}",
        CreateConnectorSyntax create => $"CREATE {(create.IsSink ? "SINK" : "SOURCE")} CONNECTOR {IfNotExists(create.IfNotExists)}"
            + $"{Name(create.Name)} {Print(create.With)}",
        DropConnectorSyntax drop => $"DROP CONNECTOR {IfExists(drop.IfExists)}{Name(drop.Name)}",
        SetSyntax set => $"SET {Print(set.Property)} = {Print(set.Value)}",
        UnsetSyntax unset => $"UNSET {Print(unset.Property)}",
        DefineSyntax define => $"DEFINE {Name(define.Name)} = {Print(define.Value)}",
        UndefineSyntax undefine => $"UNDEFINE {Name(undefine.Name)}",
        AssertTopicSyntax assert =>
            $"ASSERT {(assert.IsNegated ? "NOT EXISTS " : "")}TOPIC {Text(assert.Topic)}{With(assert.With)}{Timeout(assert.Timeout)}",
        AssertSchemaSyntax assert => $"ASSERT {(assert.IsNegated ? "NOT EXISTS " : "")}SCHEMA"
            + $"{(assert.Subject is { } subject ? $" SUBJECT {Text(subject)}" : "")}"
            + $"{(assert.Id is { } id ? $" ID {Number(id)}" : "")}{Timeout(assert.Timeout)}",
        AdministrativeSyntax statementOfServer => statementOfServer.Sql,
        _ => throw new InvalidOperationException($"The printer has no rule for {statement.GetType().Name}."),
    };

    private static List<string> Lines(SelectSyntax query) =>
    [
        $"SELECT {List(query.Items, Print)}",
        $"FROM {Print(query.From)}",
        .. query.Joins.Select(Print),
        .. Optional(query.Window, Print),
        .. Optional(query.Where, where => Print("WHERE", where)),
        .. Optional(query.GroupBy, keys => Print("GROUP BY", keys)),
        .. Optional(query.PartitionBy, keys => Print("PARTITION BY", keys)),
        .. Optional(query.Having, having => Print("HAVING", having)),
        .. Optional(query.Emit, emit => emit.IsFinal ? "EMIT FINAL" : "EMIT CHANGES"),
        .. Optional(query.Limit, limit => "LIMIT " + Number(limit.Count)),
    ];

    /// <summary>WHERE or HAVING.</summary>
    public static string Print(string clause, ExpressionSyntax condition) => $"{clause} {Print(condition)}";

    /// <summary>GROUP BY or PARTITION BY.</summary>
    public static string Print(string clause, KeysSyntax keys)
    {
        string list = string.Join(", ", keys.Keys.Select(key => Print(key, Level.Value)));

        // A parenthesis that opens the clause is taken for one around the list.
        bool isOpened = keys.Keys.Count == 0 || (keys.Keys.Count == 1 && list[0] == '(');
        return $"{clause} {(isOpened ? $"({list})" : list)}";
    }

    public static string Print(SelectItemSyntax item) => item switch
    {
        SelectStarSyntax { Qualifier: { } qualifier } => $"{Name(qualifier)}.*",
        SelectStarSyntax => "*",
        SelectStructStarSyntax fields => $"{Print(fields.Operand, Level.Postfix)}->*",
        SelectExpressionSyntax { Alias: { } alias } aliased => $"{Print(aliased.Expression)} AS {Name(alias)}",
        SelectExpressionSyntax plain => Print(plain.Expression),
        _ => throw new InvalidOperationException($"The printer has no rule for {item.GetType().Name}."),
    };

    public static string Print(JoinSyntax join)
    {
        string kind = join.Kind == JoinKind.Inner ? "" : join.Kind.ToString().ToUpperInvariant() + " ";
        return $"{kind}JOIN {Print(join.Right)}{(join.Within is { } within ? " " + Print(within) : "")} ON {Print(join.On)}";
    }

    public static string Print(WindowSyntax window)
    {
        string kind = window switch
        {
            TumblingWindowSyntax tumbling => $"TUMBLING (SIZE {Print(tumbling.Size)}",
            HoppingWindowSyntax hopping => $"HOPPING (SIZE {Print(hopping.Size)}, ADVANCE BY {Print(hopping.Advance)}",
            SessionWindowSyntax session => $"SESSION ({Print(session.Gap)}",
            _ => throw new InvalidOperationException($"The printer has no rule for {window.GetType().Name}."),
        };
        string retention = window.Retention is { } kept ? $", RETENTION {Print(kept)}" : "";
        return $"WINDOW {kind}{retention}{(window.Grace is { } grace ? $", GRACE PERIOD {Print(grace)}" : "")})";
    }

    private static string Print(WithinSyntax within)
    {
        bool isEven = within.Before.Count == within.After.Count && within.Before.Unit == within.After.Unit;
        string span = isEven ? Print(within.Before) : $"({Print(within.Before)}, {Print(within.After)})";
        return $"WITHIN {span}{(within.Grace is { } grace ? $" GRACE PERIOD {Print(grace)}" : "")}";
    }

    private static string Print(DurationSyntax duration) =>
        $"{Number(duration.Count)} {duration.Unit.ToString().ToUpperInvariant()}";

    private static string Print(RelationSyntax relation) =>
        Name(relation.Name) + (relation.Alias is { } alias ? $" AS {Name(alias)}" : "");

    private static string Print(WithSyntax with) => $"WITH ({List(with.Properties, Property)})";

    private static string With(WithSyntax? with) => with is null ? "" : " " + Print(with);

    private static string Property(PropertySyntax property)
    {
        bool isName = SqlName.IsPlain(property.Name) && !Keywords.IsReserved(property.Name);
        return $"{(isName ? property.Name.ToLowerInvariant() : Text(property.Name))}={Print(property.Value, Level.Value)}";
    }

    private static string Head(CreateSourceSyntax create) =>
        Create(create.OrReplace, create.IsSource ? "SOURCE " : "", create.Kind, create.IfNotExists, create.Name)
        + (create.Columns.Count > 0 ? $" ({List(create.Columns, Print)})" : "");

    private static string Create(bool orReplace, string source, SourceKind kind, bool ifNotExists, IdentifierSyntax name) =>
        $"CREATE {(orReplace ? "OR REPLACE " : "")}{source}{Word(kind)} {IfNotExists(ifNotExists)}{Name(name)}";

    private static string Print(ColumnDefinitionSyntax column)
    {
        string role = column.Role switch
        {
            ColumnRole.Key => " KEY",
            ColumnRole.PrimaryKey => " PRIMARY KEY",
            ColumnRole.Headers => " HEADERS",
            ColumnRole.Header => $" HEADER({Text(column.HeaderKey ?? "")})",
            _ => "",
        };
        return $"{Name(column.Name)} {Print(column.Type)}{role}";
    }

    private static string Columns(InsertValuesSyntax insert) => insert.Columns.Count == 0 ? "" : $" ({List(insert.Columns, Name)})";

    private static string Word(SourceKind kind) => kind.ToString().ToUpperInvariant();

    private static string IfExists(bool isWritten) => isWritten ? "IF EXISTS " : "";

    private static string IfNotExists(bool isWritten) => isWritten ? "IF NOT EXISTS " : "";

    private static string Timeout(DurationSyntax? timeout) => timeout is null ? "" : $" TIMEOUT {Print(timeout)}";

    private static string List<T>(IEnumerable<T> parts, Func<T, string> print) => string.Join(", ", parts.Select(print));

    private static IEnumerable<string> Optional<T>(T? part, Func<T, string> print)
        where T : class => part is null ? [] : [print(part)];
}
