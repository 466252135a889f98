using QueryGen.Binding;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>Writes how a data source's records are read and written, in the formats of its key and value.</summary>
internal static class SerdeEmitter
{
    public static Code Emit(SourcePlan plan)
    {
        SourceNames names = new(plan.Source);
        DataSource source = plan.Source;
        ColumnSchema[] keys = SourceNames.Keys(source).ToArray();
        ColumnSchema[] values = SourceNames.Values(source).ToArray();
        HashSet<string> read = new(plan.ColumnsRead, StringComparer.Ordinal);
        bool isPruned = values.Any(column => !read.Contains(column.Name));
        return Of($$"""
            /// <summary>Records of {{Xml(source.Name)}}: key {{FormatBinder.SqlOf(source.KeyFormat.Format)}}, value {{FormatBinder.SqlOf(source.ValueFormat.Format)}}.</summary>
            internal static class {{names.Serde}}
            {
                /// <summary>Reads the columns that the queries need.</summary>
                public static bool TryRead(in RecordRef record, RecordArena arena, out {{names.Row}} row, out SerdeError error)
                {
                    row = default;
                    return TryReadKey(record, arena, ref row, out error) && (!record.HasValue || TryReadValue(record, arena, ref row, out error));
                }

                {{(isPruned && plan.IsPublic ? TryReadAll(names) : None)}}

                public static bool TryReadKey(in RecordRef record, RecordArena arena, ref {{names.Row}} row, out SerdeError error)
                {
                    {{ReadKey(source, keys, names)}}
                }

                {{(source.Window.Kind == WindowKind.None ? None : ReadWindowlessKey(source, keys, names))}}

                {{ReadValue("TryReadValue", source, values, names, read)}}

                {{(isPruned && plan.IsPublic ? ReadValue("TryReadAllOfValue", source, values, names, [.. values.Select(column => column.Name)]) : None)}}

                {{(plan.IsWritten ? Write(source, keys, values, names) : None)}}
            }
            """);
    }

    private static Code TryReadAll(SourceNames names) => Of($$"""
        /// <summary>Reads all columns.</summary>
        public static bool TryReadAll(in RecordRef record, RecordArena arena, out {{names.Row}} row, out SerdeError error)
        {
            row = default;
            return TryReadKey(record, arena, ref row, out error) && (!record.HasValue || TryReadAllOfValue(record, arena, ref row, out error));
        }
        """);

    private static Code ReadKey(DataSource source, ColumnSchema[] keys, SourceNames names)
    {
        if (keys.Length == 0)
        {
            return Of($$"""
                error = default;
                return true;
                """);
        }

        bool isWindowed = source.Window.Kind != WindowKind.None;
        string bytes = isWindowed ? "record.Key[..^8]" : "record.Key";
        FormatSpec format = source.KeyFormat with { IsWrapped = keys.Length > 1 };
        return Of($$"""
            error = default;
            if (!record.HasKey)
            {
                return true;
            }

            {{(isWindowed ? Window : None)}}

            {{Read(format, keys, keys, names, bytes, "key")}}
            """);
    }

    private static Code ReadWindowlessKey(DataSource source, ColumnSchema[] keys, SourceNames names) => Of($$"""
        /// <summary>Reads a key that has no window behind it.</summary>
        public static bool TryReadKeyWithoutWindow(in RecordRef record, RecordArena arena, ref {{names.Row}} row, out SerdeError error)
        {
            {{ReadKey(source with { Window = KeyWindow.None }, keys, names)}}
        }
        """);

    private static Code Window => Of($$"""
        if (record.Key.Length < 8)
        {
            error = new SerdeError("key", "the start of a window is expected");
            return false;
        }

        row.WindowStartMs = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(record.Key[^8..]);
        """);

    private static Code ReadValue(string method, DataSource source, ColumnSchema[] values, SourceNames names, HashSet<string> read)
    {
        bool readsAny = values.Any(column => read.Contains(column.Name));
        FormatSpec format = source.ValueFormat;
        return Of($$"""
            {{(method == "TryReadValue" ? "public" : "private")}} static bool {{method}}(in RecordRef record, RecordArena arena, ref {{names.Row}} row, out SerdeError error)
            {
                error = default;
                {{(values.Length == 0 || (!readsAny && format.Format is SerdeFormat.Kafka or SerdeFormat.None) ? new Code("return true;")
                    : Read(format, values, values.Where(column => read.Contains(column.Name)).ToArray(), names, "record.Value", "value"))}}
            }
            """);
    }

    private static Code Read(
        FormatSpec format, ColumnSchema[] all, ColumnSchema[] read, SourceNames names, string bytes, string side) => format.Format switch
        {
            SerdeFormat.Json => JsonSerdeEmitter.Read(format, read, names, bytes, side),
            SerdeFormat.Delimited => DelimitedSerdeEmitter.Read(format, all, read, names, bytes, side),
            SerdeFormat.Kafka => KafkaSerdeEmitter.Read(all[0], names, bytes),
            _ => new Code("return true;"),
        };

    private static Code Write(DataSource source, ColumnSchema[] keys, ColumnSchema[] values, SourceNames names) => Of($$"""
        /// <summary>Writes a row as one record; without a value where the row has none.</summary>
        public static void Write(OutputBuffer output, in {{names.Row}} row, in RecordContext context)
        {
            output.Begin(context.TimestampMs, context.Headers);
            WriteKey(output, row);
            if (context.HasValue)
            {
                WriteValue(output, row);
            }

            output.End();
        }

        public static void WriteKey(OutputBuffer output, in {{names.Row}} row)
        {
            {{WriteSide(source.KeyFormat with { IsWrapped = keys.Length > 1 }, keys, names, isKey: true, source.Window)}}
        }

        {{(source.Window.Kind == WindowKind.None ? None : WriteWindowlessKey(source, keys, names))}}

        private static void WriteValue(OutputBuffer output, in {{names.Row}} row)
        {
            {{WriteSide(source.ValueFormat, values, names, isKey: false, KeyWindow.None)}}
        }
        """);

    private static Code WriteWindowlessKey(DataSource source, ColumnSchema[] keys, SourceNames names) => Of($$"""
        /// <summary>Writes a key that has no window behind it.</summary>
        public static void WriteKeyWithoutWindow(OutputBuffer output, in {{names.Row}} row)
        {
            {{WriteSide(source.KeyFormat with { IsWrapped = keys.Length > 1 }, keys, names, isKey: true, KeyWindow.None)}}
        }
        """);

    private static Code WriteSide(FormatSpec format, ColumnSchema[] columns, SourceNames names, bool isKey, KeyWindow window)
    {
        string end = isKey ? "output.EndKey" : "output.EndValue";
        string suffix = window.Kind == WindowKind.None ? "" : ", row.WindowStartMs";
        return format.Format switch
        {
            _ when isKey && columns.Length == 0 => None,
            SerdeFormat.Json => JsonSerdeEmitter.Write(format, columns, names, end, suffix),
            SerdeFormat.Delimited => DelimitedSerdeEmitter.Write(format, columns, names, end, suffix),
            SerdeFormat.Kafka when columns.Length > 0 => KafkaSerdeEmitter.Write(columns[0], names, end, suffix),
            _ => None,
        };
    }
}
