using QueryGen.Binding;
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
            expression => Leaf(expression, names, "row"),
            $"in {names.Row} row, in RecordContext context, RecordArena arena",
            "in row, in context, arena",
            methods);
    }

    /// <summary>Over a stream's row and a table's.</summary>
    public static ExpressionScope Of(DataSource input, DataSource table, MethodList methods)
    {
        SourceNames left = new(input);
        SourceNames right = new(table);
        return new ExpressionScope(
            expression => expression is BoundColumn { Source: 1 } column ? Leaf(column, right, "table") : Leaf(expression, left, "row"),
            $"in {left.Row} row, in {right.Row} table, in RecordContext context, RecordArena arena",
            "in row, in table, in context, arena",
            methods);
    }

    /// <summary>Whether an expression is a column of the source as it stands, and not one that the system adds.</summary>
    public static bool IsColumn(BoundExpression expression, DataSource source) =>
        expression is BoundColumn column && source.Columns.Any(found => found.Name == column.Name);

    private static EmittedValue Leaf(BoundExpression expression, SourceNames names, string row) => expression is BoundColumn column
        ? column.Name switch
        {
            "ROWTIME" => new EmittedValue("context.TimestampMs", IsNullable: false),
            "ROWPARTITION" => new EmittedValue("context.Partition", IsNullable: false),
            "ROWOFFSET" => new EmittedValue("context.Offset", IsNullable: false),
            "WINDOWSTART" => new EmittedValue($"{row}.WindowStartMs", IsNullable: false),
            _ => new EmittedValue($"{row}.{names[column.Name]}", IsNullable: true),
        }
        : throw new InvalidOperationException($"{expression.GetType().Name} does not stand in a row.");

    /// <summary>A type for <c>in</c> parameters and locals.</summary>
    public static string Type(SqlType type) => ClrTypes.Hot(type);
}
