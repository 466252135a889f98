using System.Globalization;
using QueryGen.Functions;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>A column that a random expression may name.</summary>
internal sealed record RandomColumn(string Name, SqlType Type)
{
    public string Sql => SqlIdentifier.Quote(Name);
}

/// <summary>SQL expressions of a wanted type over given columns; nearly all of them bind.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly SqlType[] Scalars =
    [
        SqlType.Boolean, SqlType.Integer, SqlType.BigInt, SqlType.Double, SqlType.String, SqlType.Bytes, SqlType.Date, SqlType.Time,
        SqlType.Timestamp, new DecimalType(4, 2), new DecimalType(9, 0), new DecimalType(3, 3),
    ];

    private static readonly SqlType[] Comparable = [.. Scalars.Where(type => type.Kind != SqlKind.Boolean)];

    private static readonly SqlType[] Printable = [.. Comparable.Where(type => type.Kind != SqlKind.Bytes)];

    private static readonly string[] Signs = ["=", "<>", "!=", "<", "<=", ">", ">="];

    private static readonly string[] Texts =
        ["''", "'a'", "'A%_b'", "'it''s'", "'{\"a\":1}'", "'ü€😀'", "'// */ \"x\"'", "'{0}'", "'\\n\u2028'"];

    /// <summary>The row: set before each clause.</summary>
    public IReadOnlyList<RandomColumn> Columns { get; set; } = [];

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public bool Chance(int percent) => random.Next(100) < percent;

    public SqlType Scalar() => Pick(Scalars);

    public SqlType Any(int depth) => depth <= 0 || Chance(75) ? Scalar() : random.Next(3) switch
    {
        0 => new ArrayType(Any(depth - 1)),
        1 => new MapType(SqlType.String, Any(depth - 1)),
        _ => new StructType([.. Names(random.Next(1, 4)).Select(name => new StructField(name, Any(depth - 1)))]),
    };

    /// <summary>Names, each once; some that SQL must quote, and some that C# cannot have.</summary>
    public string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => Chance(70) ? $"C{i}" : Pick(OddNames)).Distinct()];

    public static readonly string[] OddNames =
    [
        "select", "Row", "KEY", "VALUE", "CLASS", "a b", "a-b", "A_B", "1x", "é", "_", "--", "/*", "\"", "`", "'", "{0}", "\\", "Equals",
        "CLONE", "SYSTEM", "TASK", "TEXT", "</code>", "😀", "new\u2028line", "#line 1", "INT", "X,Y INTEGER", "COMPARE", "SQL_TYPES",
    ];

    public string Condition(int depth) => Of(SqlType.Boolean, depth);

    /// <summary>An expression of exactly this type.</summary>
    public string Of(SqlType type, int depth)
    {
        RandomColumn[] fitting = [.. Columns.Where(column => column.Type == type)];
        if (depth <= 0 || Chance(15))
        {
            return fitting.Length > 0 && Chance(75) ? Pick(fitting).Sql : Constant(type);
        }

        int next = depth - 1;
        switch (random.Next(10))
        {
            case 0:
                return $"CASE WHEN {Condition(next)} THEN {Of(type, next)}{(Chance(50) ? $" ELSE {OrNull(type, next)}" : "")} END";
            case 1 when type.Kind is not (SqlKind.Bytes or SqlKind.Boolean) && !Coercion.IsContainer(type):
                return $"CAST({Of(SqlType.String, next)} AS {type})";
            case 2:
                return $"{Pick(["COALESCE", "IFNULL", "NULLIF"])}({Of(type, next)}, {Of(type, next)})";
            case 3:
                return Chance(50) ? $"{Of(new ArrayType(type), next)}[{Of(SqlType.Integer, next)}]"
                    : $"{Of(new MapType(SqlType.String, type), next)}[{Of(SqlType.String, next)}]";
            case 4 when Columns.FirstOrDefault(column => Field(column, type) is not null) is { } column:
                return $"{column.Sql}->{SqlIdentifier.Quote(Field(column, type)!)}";
            case 5 or 6 when Call(type, next) is { } call:
                return call;
            default:
                return ByKind(type, next);
        }
    }

    private static string? Field(RandomColumn column, SqlType type) =>
        (column.Type as StructType)?.Fields.FirstOrDefault(field => field.Type == type)?.Name;

    private string? Call(SqlType type, int depth)
    {
        ScalarFunction[] fitting = [.. FunctionCatalog.Scalars.Where(function => function.Result == type
            && function.Parameters.All(parameter => parameter.Type is { } given && !IsOpen(given)))];
        if (fitting.Length == 0)
        {
            return null;
        }

        ScalarFunction function = Pick(fitting);
        IEnumerable<string> arguments = function.Parameters
            .SelectMany(parameter => Enumerable.Repeat(parameter, parameter.IsVariadic ? random.Next(1, 3) : 1))
            .TakeWhile(parameter => !parameter.IsOptional || Chance(50))
            .Select(parameter => parameter.Type == DateTimeFunctions.UnitType ? Pick(["MILLISECONDS", "DAYS", "HOURS"])
                : Chance(1) ? "NULL" : Of(parameter.Type!, depth));
        return $"{function.Name}({string.Join(", ", arguments)})";
    }

    private static bool IsOpen(SqlType type) => type switch
    {
        DecimalType { Precision: 0 } => true,
        TypeVariable => type != DateTimeFunctions.UnitType,
        ArrayType array => IsOpen(array.Element),
        MapType map => IsOpen(map.Key) || IsOpen(map.Value),
        _ => false,
    };

    private string ByKind(SqlType type, int depth)
    {
        string Part() => Of(type, depth);
        return type switch
        {
            { Kind: SqlKind.Boolean } => Truth(depth),
            { Kind: SqlKind.Integer or SqlKind.BigInt or SqlKind.Double } =>
                Chance(20) ? $"-({Part()})" : $"({Part()} {Pick(["+", "-", "*", "/", "%"])} {Part()})",
            DecimalType => $"CAST({Of(Pick([SqlType.Integer, SqlType.Double, type]), depth)} {Pick(["+", "*"])} {Part()} AS {type})",
            { Kind: SqlKind.String } when Chance(50) => $"CAST({Of(Pick(Printable), depth)} AS VARCHAR)",
            { Kind: SqlKind.String } => $"({Part()} {Pick(["+", "||"])} {Part()})",
            ArrayType array => $"ARRAY[{OrNull(array.Element, depth)}, {Of(array.Element, depth)}]",
            MapType map => $"MAP('k' := {Of(map.Value, depth)}, {Of(SqlType.String, depth)} := {OrNull(map.Value, depth)})",
            StructType fields => Struct(fields, field => Of(field, depth)),
            _ => Constant(type),
        };
    }

    private string OrNull(SqlType type, int depth) => Chance(15) ? "NULL" : Of(type, depth);

    private string Truth(int depth)
    {
        SqlType type = Pick(Comparable);
        string Value() => Of(type, depth);
        string not = Chance(40) ? "NOT " : "";
        return random.Next(9) switch
        {
            0 => $"({Value()} {Pick(Signs)} {Value()})",
            1 => $"({Value()} {not}BETWEEN {Value()} AND {Value()})",
            2 => $"({Value()} {not}IN ({Value()}, {Value()}{(Chance(20) ? ", NULL" : "")}))",
            3 => $"({Of(SqlType.String, depth)} {not}LIKE {Of(SqlType.String, depth)}{(Chance(30) ? " ESCAPE '!'" : "")})",
            4 => $"({(Chance(10) ? "NULL" : Value())} IS {not}NULL)",
            5 => $"({Value()} IS {not}DISTINCT FROM {Value()})",
            6 => $"(NOT {Condition(depth)})",
            7 => $"ARRAY_CONTAINS({Of(new ArrayType(type), depth)}, {Value()})",
            _ => $"({Condition(depth)} {Pick(["AND", "OR"])} {Condition(depth)})",
        };
    }

    private static string Struct(StructType type, Func<SqlType, string> value) =>
        $"STRUCT({string.Join(", ", type.Fields.Select(field => $"{SqlIdentifier.Quote(field.Name)} := {value(field.Type)}"))})";

    public string Constant(SqlType type) => type switch
    {
        { Kind: SqlKind.Boolean } => Chance(50) ? "TRUE" : "FALSE",
        { Kind: SqlKind.Integer } => random.Next(-2, 100).ToString(CultureInfo.InvariantCulture),
        { Kind: SqlKind.BigInt } => Pick(["3000000000", "-9223372036854775807", "CAST(1 AS BIGINT)"]),
        { Kind: SqlKind.Double } => Pick(["1e0", "-2.5E-3", "1E300"]),
        DecimalType { Precision: 4, Scale: 2 } => Pick(["12.50", "-99.99"]),
        DecimalType => $"CAST('0.1' AS {type})",
        { Kind: SqlKind.String } => Pick(Texts),
        { Kind: SqlKind.Bytes } => "CAST(NULL AS BYTES)",
        { Kind: SqlKind.Date } => "CAST('2024-02-29' AS DATE)",
        { Kind: SqlKind.Time } => "CAST('23:59:59' AS TIME)",
        { Kind: SqlKind.Timestamp } => Pick(["CAST('2024-02-29T12:00:00' AS TIMESTAMP)", "FROM_UNIXTIME(1)"]),
        ArrayType array => $"ARRAY[{Constant(array.Element)}]",
        MapType map => $"MAP('k' := {Constant(map.Value)})",
        StructType fields => Struct(fields, Constant),
        _ => throw new InvalidOperationException($"There is no constant of {type}."),
    };
}
