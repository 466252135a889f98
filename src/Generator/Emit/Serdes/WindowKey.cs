using QueryGen.Binding;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>The window behind a key's bytes: its start, or a session's end and start, in 8 bytes each, big-endian.</summary>
internal static class WindowKey
{
    /// <summary>How many bytes it has.</summary>
    public static int Bytes(DataSource source) => source.Window.Kind switch
    {
        WindowKind.None => 0,
        WindowKind.Time => sizeof(long),
        _ => 2 * sizeof(long),
    };

    /// <summary>The members of a row that hold it.</summary>
    public static string[] Members(DataSource source) => source.Window.Kind switch
    {
        WindowKind.None => [],
        WindowKind.Time => ["WindowStartMs"],
        _ => ["WindowStartMs", "WindowEndMs"],
    };

    /// <summary>Its end, in milliseconds, as an expression over a row.</summary>
    public static string End(DataSource source, string row) => source.Window.Kind == WindowKind.Session
        ? $"{row}.WindowEndMs"
        : $"({row}.WindowStartMs + {source.Window.SizeMs}L)";

    /// <summary>What the end of a key takes, to write the window of a row.</summary>
    public static string Written(DataSource source) => source.Window.Kind switch
    {
        WindowKind.None => "",
        WindowKind.Time => "row.WindowStartMs",
        _ => "row.WindowEndMs, row.WindowStartMs",
    };

    /// <summary>Reads it into a row.</summary>
    public static Code Read(DataSource source) => source.Window.Kind switch
    {
        WindowKind.None => None,
        WindowKind.Time => Of($$"""
            if (record.Key.Length < 8)
            {
                error = new SerdeError("key", "the start of a window is expected");
                return false;
            }

            row.WindowStartMs = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(record.Key[^8..]);
            """),
        _ => Of($$"""
            if (record.Key.Length < 16)
            {
                error = new SerdeError("key", "the end and the start of a session are expected");
                return false;
            }

            row.WindowEndMs = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(record.Key[^16..]);
            row.WindowStartMs = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(record.Key[^8..]);
            """),
    };
}
