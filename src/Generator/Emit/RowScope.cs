using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>How the columns of an operator's rows are spelled, and what a method over them takes.</summary>
internal static class RowScope
{
    /// <summary>Over one row.</summary>
    public static ExpressionScope Of(DataSource input, MethodList methods)
    {
        SourceNames names = new(input);
        return new ExpressionScope(
            expression => Leaf(expression, input, names, "row"),
            $"in {names.Row} row, in RecordContext context, RecordArena arena",
            "in row, in context, arena",
            methods);
    }

    /// <summary>Over a row and the one that it is joined with.</summary>
    /// <param name="other">What the other row is called.</param>
    /// <param name="times">What the rows' event times are called, where they are no parts of the rows; null: that of the record, and none.</param>
    /// <param name="otherType">The other row's type; null: that of its source's rows.</param>
    public static ExpressionScope Of(
        DataSource input, DataSource joined, MethodList methods, string other = "table", (string? Left, string? Right) times = default,
        string? otherType = null)
    {
        SourceNames left = new(input);
        SourceNames right = new(joined);
        string[] ms = new[] { times.Left, times.Right }.OfType<string>().ToArray();
        EmittedValue Of(BoundExpression expression) => expression switch
        {
            BoundColumn { Source: 0, Name: "ROWTIME" } when times.Left is { } leftMs => new EmittedValue(leftMs, IsNullable: true),
            BoundColumn { Source: 1, Name: "ROWTIME" } when times.Right is { } rightMs => new EmittedValue(rightMs, IsNullable: true),
            BoundColumn { Source: 1 } column => Leaf(column, joined, right, other),
            _ => Leaf(expression, input, left, "row"),
        };
        return new ExpressionScope(
            Of,
            $"in {left.Row} row, in {otherType ?? right.Row} {other}, {string.Concat(ms.Select(name => $"long? {name}, "))}in RecordContext context, RecordArena arena",
            $"in row, in {other}, {string.Concat(ms.Select(name => name + ", "))}in context, arena",
            methods);
    }

    /// <summary>Whether an expression is a column of the source as it stands, and not one that the system adds.</summary>
    public static bool IsColumn(BoundExpression expression, DataSource source) =>
        expression is BoundColumn column && source.Columns.Any(found => found.Name == column.Name);

    private static EmittedValue Leaf(BoundExpression expression, DataSource source, SourceNames names, string row) => expression is BoundColumn column
        ? column.Name switch
        {
            "ROWTIME" => new EmittedValue("context.TimestampMs", IsNullable: false),
            "ROWPARTITION" => new EmittedValue("context.Partition", IsNullable: false),
            "ROWOFFSET" => new EmittedValue("context.Offset", IsNullable: false),
            "WINDOWSTART" => new EmittedValue($"{row}.WindowStartMs", IsNullable: false),
            "WINDOWEND" => new EmittedValue(WindowKey.End(source, row), IsNullable: false),
            _ => new EmittedValue($"{row}.{names[column.Name]}", IsNullable: true),
        }
        : throw new InvalidOperationException($"{expression.GetType().Name} does not stand in a row.");

    /// <summary>A type for <c>in</c> parameters and locals.</summary>
    public static string Type(SqlType type) => ClrTypes.Hot(type);
}
