namespace QueryGen.EndToEnd.Formats;

/// <summary>One column <c>V</c> on its way through a format: records in, records out.</summary>
internal static class Column
{
    /// <summary>A stream with the column in this format, copied to topic <c>O</c> in that one.</summary>
    public static Sql Copied(string type, string from, string to) => Sql.Run($"""
        CREATE STREAM s (v {type}) WITH (kafka_topic='s', value_format='{from}');
        CREATE STREAM o WITH (value_format='{to}') AS SELECT v FROM s;
        """);
}
