namespace QueryGen.Syntax;

/// <summary>The dialect's words, and which of them may also be names.</summary>
internal static class Keywords
{
    private static readonly HashSet<string> AlsoNames = Words("""
        ADD ALTER ANALYZE ARRAY ASSERT CHANGES COLUMN COLUMNS DATE DAY DEFINE EMIT ESCAPE EXPLAIN FINAL FUNCTION FUNCTIONS GRACE
        HEADER HEADERS HOUR ID IF INTEGER INTERVAL KEY MAP MINUTE MONTH PARTITION PARTITIONS PERIOD PLUGINS PRIMARY REPLACE RESET
        SCHEMA SECOND SESSION SET SHOW SINK SOURCE STRING STRUCT SUBJECT SYSTEM TABLES TIME TIMEOUT TIMESTAMP TYPE TYPES UNDEFINE
        VARIABLES YEAR ZONE
        """);

    private static readonly HashSet<string> Reserved = Words("""
        ADVANCE ALL AND AS AT BEGINNING BETWEEN BY CASE CAST CATALOG CONNECTOR CONNECTORS CREATE DAYS DECIMAL DELETE DESCRIBE
        DISTINCT DROP ELSE END EXISTS EXPORT EXTENDED FALSE FROM FULL GROUP HAVING HOPPING HOURS IN INNER INSERT INTO IS JOIN LEFT
        LIKE LIMIT LIST LOAD MATERIALIZED MILLISECOND MILLISECONDS MINUTES MONTHS NAMESPACE NOT NULL ON OR OUTER PAUSE PRINT
        PROPERTIES QUERIES QUERY RENAME RESUME RETENTION RIGHT RUN SAMPLE SCRIPT SECONDS SELECT SIZE STREAM STREAMS TABLE
        TERMINATE THEN TO TOPIC TOPICS TRUE TUMBLING UNSET VALUES VIEW WHEN WHERE WINDOW WITH WITHIN YEARS
        """);

    public static bool IsKeyword(string upper) => AlsoNames.Contains(upper) || Reserved.Contains(upper);

    /// <summary>Whether a word must be quoted to be a name.</summary>
    public static bool IsReserved(string upper) => Reserved.Contains(upper);

    /// <summary>Whether a word, at the start of a line, begins a statement: where the parser takes up again after a mistake.</summary>
    public static bool StartsStatement(string upper) => upper is "CREATE" or "INSERT" or "DROP" or "SET" or "SELECT" or "DESCRIBE"
        or "SHOW" or "LIST" or "PRINT" or "EXPLAIN" or "TERMINATE" or "DEFINE" or "UNDEFINE" or "UNSET" or "ALTER" or "ASSERT";

    private static HashSet<string> Words(string text) =>
        new(text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
