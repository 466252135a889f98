using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>Writes how a data source's records are read and written, in the formats of its key and value.</summary>
internal static class SerdeEmitter
{
    // Reading and writing a value is where the time goes. The JIT inlines the parts of such a method as long as it works on the method itself, and
    // not where that is a part of another one; and it is compiled once, for speed: there is no slow version that would run at the start.
    public const string Hot = "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining"
        + " | System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    // A writer of few columns gains more where it is a part of the query: the row that it writes then lies in registers.
    private const string Inlined = "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";
    private const int MostInlinedColumns = 8;

    public static Code Emit(SourcePlan plan)
    {
        SourceNames names = new(plan.Source);
        DataSource source = plan.Source;
        ColumnSchema[] keys = SourceNames.Keys(source).ToArray();
        ColumnSchema[] values = SourceNames.Values(source).ToArray();
        HashSet<string> read = new(plan.ColumnsRead, StringComparer.Ordinal);
        ColumnSchema[] headers = SourceNames.Headers(source).ToArray();
        bool isPruned = values.Concat(headers).Any(column => !read.Contains(column.Name));
        return Of($$"""
            /// <summary>Records of {{Xml(source.Name)}}: key {{FormatBinder.SqlOf(source.KeyFormat.Format)}}, value {{FormatBinder.SqlOf(source.ValueFormat.Format)}}.</summary>
            internal static class {{names.Serde}}
            {
                {{EventTimeEmitter.Format(source)}}

                /// <summary>Reads the columns that the queries need.</summary>
                public static bool TryRead(in RecordRef record, RecordArena arena, out {{names.Row}} row, out SerdeError error)
                {
                    row = default;
                    {{(headers.Any(column => read.Contains(column.Name)) ? "ReadHeaders(record, arena, ref row);" : "")}}
                    return TryReadKey(record, arena, ref row, out error) && (!record.HasValue || TryReadValue(record, arena, ref row, out error));
                }

                {{(isPruned && plan.IsPublic ? TryReadAll(names, headers) : None)}}

                {{(headers.Any(column => read.Contains(column.Name)) || plan.IsPublic ? HeaderEmitter.Emit(headers, names) : None)}}

                {{ReadKey("TryReadKey", source, keys, names)}}

                {{(source.Window.Kind == WindowKind.None ? None : ReadWindowlessKey(source, keys, names))}}

                {{ReadValue("TryReadValue", source, values, names, read)}}

                {{(isPruned && plan.IsPublic ? ReadValue("TryReadAllOfValue", source, values, names, [.. values.Select(column => column.Name)]) : None)}}

                {{(plan.IsWritten ? Write(source, keys, values, names) : None)}}
            }
            """);
    }

    private static Code TryReadAll(SourceNames names, ColumnSchema[] headers) => Of($$"""
        /// <summary>Reads all columns.</summary>
        public static bool TryReadAll(in RecordRef record, RecordArena arena, out {{names.Row}} row, out SerdeError error)
        {
            row = default;
            {{(headers.Length == 0 ? "" : "ReadHeaders(record, arena, ref row);")}}
            return TryReadKey(record, arena, ref row, out error) && (!record.HasValue || TryReadAllOfValue(record, arena, ref row, out error));
        }
        """);

    private static Code ReadKey(string method, DataSource source, ColumnSchema[] keys, SourceNames names)
    {
        FormatSpec format = source.KeyFormat with { IsWrapped = keys.Length > 1 };
        (Code body, Code methods) = keys.Length == 0 ? (Nothing, None) : Read(new ReadMethod(
            method, format, keys, keys, names, IsKey: true, WindowKey.Bytes(source)));
        Code present = Of($$"""
            if (!record.HasKey)
            {
                error = default;
                return true;
            }

            {{WindowKey.Read(source)}}

            {{body}}
            """);
        Code reader = Of($$"""
            public static bool {{method}}(in RecordRef record, RecordArena arena, ref {{names.Row}} row, out SerdeError error)
            {
                {{(keys.Length == 0 ? body : present)}}
            }
            """);
        return Sections([reader, methods]);
    }

    private static Code ReadWindowlessKey(DataSource source, ColumnSchema[] keys, SourceNames names) => Of($$"""
        /// <summary>Reads a key that has no window behind it.</summary>
        {{ReadKey("TryReadKeyWithoutWindow", source with { Window = KeyWindow.None }, keys, names)}}
        """);

    private static Code ReadValue(string method, DataSource source, ColumnSchema[] values, SourceNames names, HashSet<string> read)
    {
        ColumnSchema[] needed = values.Where(column => read.Contains(column.Name)).ToArray();
        FormatSpec format = source.ValueFormat;
        bool readsNothing = values.Length == 0 || (needed.Length == 0 && format.Format is SerdeFormat.Kafka or SerdeFormat.None);
        (Code body, Code methods) = readsNothing ? (Nothing, None)
            : Read(new ReadMethod(method, format, values, needed, names, IsKey: false, WindowBytes: 0));
        Code reader = Of($$"""
            {{(format.Format == SerdeFormat.Json && !readsNothing ? Hot : "")}}
            {{(method == "TryReadValue" ? "public" : "private")}} static bool {{method}}(in RecordRef record, RecordArena arena, ref {{names.Row}} row, out SerdeError error)
            {
                {{body}}
            }
            """);
        return Sections([reader, methods]);
    }

    private static Code KeyUnlessNone => Of($$"""
        if (!context.IsKeyless)
        {
            WriteKey(output, row);
        }

        """);

    private static Code Nothing => Of($$"""
        error = default;
        return true;
        """);

    private static (Code Body, Code Methods) Read(ReadMethod method) => method.Format.Format switch
    {
        SerdeFormat.Json => JsonSerdeEmitter.Read(method),
        SerdeFormat.Delimited => (DelimitedSerdeEmitter.Read(method), None),
        SerdeFormat.Kafka => (KafkaSerdeEmitter.Read(method), None),
        _ => (Nothing, None),
    };

    private static Code Write(DataSource source, ColumnSchema[] keys, ColumnSchema[] values, SourceNames names)
    {
        (Code key, Code keyMethods) = keys.Length == 0 ? (None, None)
            : Write(new WriteMethod("WriteKey", source.KeyFormat with { IsWrapped = keys.Length > 1 }, keys, names, $"EndKey({WindowKey.Written(source)})"));
        (Code value, Code valueMethods) = Write(new WriteMethod("WriteValue", source.ValueFormat, values, names, "EndValue()"));
        return Sections([
            Of($$"""
                /// <summary>Writes a row as one record; without a value where the row has none.</summary>
                public static void Write(OutputBuffer output, in {{names.Row}} row, in RecordContext context)
                {
                    output.Begin(context.TimestampMs, context.Headers);
                    {{(SourceNames.HasKeyOfNulls(source) ? KeyUnlessNone : new Code("WriteKey(output, row);"))}}
                    if (context.HasValue)
                    {
                        WriteValue(output, row);
                    }

                    output.End();
                }
                """),
            Of($$"""
                public static void WriteKey(OutputBuffer output, in {{names.Row}} row)
                {
                    {{key}}
                }
                """),
            keyMethods,
            source.Window.Kind == WindowKind.None ? None : WriteWindowlessKey(source, keys, names),
            Of($$"""
                {{HowToCompileWriter(values)}}
                private static void WriteValue(OutputBuffer output, in {{names.Row}} row)
                {
                    {{value}}
                }
                """),
            valueMethods,
        ]);
    }

    private static string HowToCompileWriter(ColumnSchema[] values) =>
        values.Length == 0 ? ""
        : values.Length <= MostInlinedColumns && values.All(column => column.Type is not (ArrayType or MapType or StructType)) ? Inlined
        : Hot;

    private static Code WriteWindowlessKey(DataSource source, ColumnSchema[] keys, SourceNames names)
    {
        const string Name = "WriteKeyWithoutWindow";
        (Code key, Code methods) = Write(new WriteMethod(Name, source.KeyFormat with { IsWrapped = keys.Length > 1 }, keys, names, "EndKey()"));
        return Sections([
            Of($$"""
                /// <summary>Writes a key that has no window behind it.</summary>
                public static void {{Name}}(OutputBuffer output, in {{names.Row}} row)
                {
                    {{key}}
                }
                """),
            methods,
        ]);
    }

    private static (Code Body, Code Methods) Write(WriteMethod method) => method.Format.Format switch
    {
        SerdeFormat.Json => JsonSerdeEmitter.Write(method),
        SerdeFormat.Delimited => (DelimitedSerdeEmitter.Write(method), None),
        SerdeFormat.Kafka when method.Columns.Length > 0 => (KafkaSerdeEmitter.Write(method), None),
        _ => (None, None),
    };
}
