using QueryGen.Binding;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes how the column that TIMESTAMP names becomes an event time.</summary>
internal static class EventTimeEmitter
{
    private const string Pattern = "global::QueryGen.Functions.DateTimePattern";

    /// <summary>The member of the source's serde that holds TIMESTAMP_FORMAT, made once.</summary>
    public static Code Format(DataSource source) => source.TimestampFormat is not { } format ? None : Code.Of($$"""
        /// <summary>TIMESTAMP_FORMAT; a time without a zone is UTC.</summary>
        public static readonly {{Pattern}}? TimestampFormat = {{Pattern}}.Compile(Text.Literal({{Utf8(format)}}));
        """);

    /// <summary>A row's event time, milliseconds since 1970-01-01 UTC, as C#: null where the column says none.</summary>
    /// <param name="source">Whose TIMESTAMP property names the column.</param>
    /// <param name="row">The row.</param>
    /// <param name="arena">The record arena.</param>
    public static string Milliseconds(DataSource source, string row, string arena)
    {
        SourceNames names = new(source);
        string member = $"{row}.{names[source.TimestampColumn!]}";
        return source.Columns.First(column => column.Name == source.TimestampColumn).Type.Kind switch
        {
            SqlKind.Timestamp => $"{member}?.Ms",
            SqlKind.String => $"global::QueryGen.Functions.DateTimeFunctions.Stringtotimestamp({arena}, {member}, {names.Serde}.TimestampFormat)",
            _ => member,
        };
    }
}
