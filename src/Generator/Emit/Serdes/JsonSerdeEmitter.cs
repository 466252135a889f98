using QueryGen.Binding;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>JSON: an object with a member for each column, or the bare value of one column.</summary>
/// <remarks>
/// An object is read in two ways. The straight one expects all columns in their order and compares names; what differs is read anew by the other,
/// which takes members in any order and decides about errors.
/// </remarks>
internal static class JsonSerdeEmitter
{
    // The JIT inlines what reads a column only up to some number of them in one method.
    private const int MostColumnsAtOnce = 16;

    /// <summary>The body of a method that reads a side of a record, and the methods that it calls.</summary>
    public static (Code Body, Code Methods) Read(ReadMethod method)
    {
        if (!method.Format.IsWrapped && method.All.Length == 1)
        {
            return (Bare(method), None);
        }

        int parts = (method.All.Length + MostColumnsAtOnce - 1) / MostColumnsAtOnce;
        IEnumerable<string> steps = parts == 1
            ? Steps(method, 0)
            : Enumerable.Range(0, parts).Select(part => $"{method.Name}Part{part + 1}(ref json, {(ReadsNested(Needed(method, part)) ? "arena, " : "")}ref row)");
        Code body = Of($$"""
            error = default;
            JsonCursor json = JsonCursor.{{method.Cursor}};
            if ({{AllOf(EndsWithText(method) ? steps : steps.Append("json.End()"))}})
            {
                return true;
            }

            return {{method.Name}}InAnyOrder(in record, json.Left, arena, ref row, out error);
            """);
        return (body, Sections([
            .. parts == 1 ? [] : Enumerable.Range(0, parts).Select(part => Part(method, part)),
            InAnyOrder(method),
        ]));
    }

    /// <summary>The body of a method that writes a side of a record, and the methods that it calls.</summary>
    public static (Code Body, Code Methods) Write(WriteMethod method)
    {
        if (!method.Format.IsWrapped && method.Columns.Length == 1)
        {
            return (WriteBare(method), None);
        }

        int parts = (method.Columns.Length + MostColumnsAtOnce - 1) / MostColumnsAtOnce;
        Code members = parts <= 1
            ? Members(method, 0)
            : Lines(Enumerable.Range(1, parts).Select(part => $"{method.Name}Part{part}(ref json, in row);"));
        Code body = Of($$"""
            JsonWriter json = new(output, {{WriteRoom.Json(method)}});
            {{members}}
            json.Raw({{Utf8(method.Columns.Length == 0 ? "{}" : "}")}});
            json.{{method.End}};
            """);
        return (body, parts <= 1 ? None : Sections(Enumerable.Range(0, parts).Select(part => WritePart(method, part))));
    }

    private static Code WriteBare(WriteMethod method)
    {
        ColumnSchema column = method.Columns[0];
        string value = "row." + method.Names[column.Name];
        string isNull = ClrTypes.HasIsNull(column.Type) ? $"{value}.IsNull" : $"{value} is null";
        return Of($$"""
            if ({{isNull}})
            {
                return;
            }

            JsonWriter json = new(output, {{WriteRoom.Json(0, value, column.Type)}});
            {{Value(value, column.Type, 0)}}
            json.{{method.End}};
            """);
    }

    private static Code WritePart(WriteMethod method, int part) => Of($$"""
        {{SerdeEmitter.Hot}}
        private static void {{method.Name}}Part{{part + 1}}(ref JsonWriter writer, in {{method.Names.Row}} row)
        {
            JsonWriter json = writer;
            {{Members(method, part)}}
            writer = json;
        }
        """);

    private static Code Members(WriteMethod method, int part) => Lines(method.Columns
        .Select((column, index) => (column, index)).Skip(part * MostColumnsAtOnce).Take(MostColumnsAtOnce)
        .Select(member => Of($$"""
            json.Raw({{Utf8($"{(member.index == 0 ? "{" : ",")}{JsonName.Quote(member.column.Name)}:")}});
            {{Value("row." + method.Names[member.column.Name], member.column.Type, member.index)}}
            """)));

    // The fields of the writer are in registers only where no address of it is taken: a collection's writer gets a copy.
    private static Code Value(string value, SqlType type, int index) => !ValueEmitter.IsNested(type)
        ? new Code(ValueEmitter.WriteJson(value, type))
        : Of($$"""
            JsonWriter value{{index}} = json;
            {{ValueEmitter.WriteJson(value, type, $"value{index}")}}
            json = value{{index}};
            """);

    private static Code Bare(ReadMethod method)
    {
        ColumnSchema column = method.All[0];
        bool isRead = method.Read.Length == 1;
        string target = "row." + method.Names[column.Name];
        Code exact = Of($$"""
            JsonReader json = new({{method.Bytes}}, arena);
            bool isRead = {{(isRead ? ValueEmitter.ReadJson(target, column.Type) : "json.Skip()")}};
            error = isRead ? default : new SerdeError({{Literal(column.Name)}}, json.Reason!);
            return isRead;
            """);
        return !isRead || ValueEmitter.IsNested(column.Type) ? exact : Of($$"""
            JsonCursor value = JsonCursor.{{method.Cursor}};
            if (!value.IsAtEnd && {{ValueEmitter.ReadJson(target, column.Type, "value")}} && value.IsAtEnd)
            {
                error = default;
                return true;
            }

            {{exact}}
            """);
    }

    // The fields of the cursor are in registers only where no address of it is taken: each part works on its own copy.
    private static Code Part(ReadMethod method, int part) => Of($$"""
        {{SerdeEmitter.Hot}}
        private static bool {{method.Name}}Part{{part + 1}}(ref JsonCursor cursor, {{(ReadsNested(Needed(method, part)) ? "RecordArena arena, " : "")}}ref {{method.Names.Row}} row)
        {
            JsonCursor json = cursor;
            bool isRead = {{AllOf(Steps(method, part))}};
            cursor = json;
            return isRead;
        }
        """);

    private static bool ReadsNested(IEnumerable<ColumnSchema> columns) => columns.Any(column => ValueEmitter.IsNested(column.Type));

    private static IEnumerable<ColumnSchema> Needed(ReadMethod method, int part) =>
        method.All.Skip(part * MostColumnsAtOnce).Take(MostColumnsAtOnce).Where(method.Read.Contains);

    private static IEnumerable<string> Steps(ReadMethod method, int part)
    {
        for (int i = part * MostColumnsAtOnce; i < Math.Min(method.All.Length, (part + 1) * MostColumnsAtOnce); i++)
        {
            ColumnSchema column = method.All[i];
            string name = JsonName.Expected(column.Name, method.All.Select(other => other.Name), i == 0 ? '{' : ',');
            string target = "row." + method.Names[column.Name];
            bool isRead = method.Read.Contains(column);
            string value = i == method.All.Length - 1 && EndsWithText(method)
                ? isRead ? $"json.ReadLast(out {target})" : "json.SkipLast()"
                : isRead ? Value(column, target, i) : Skip(column.Type);
            yield return $"{name} && {value}";
        }
    }

    private static bool EndsWithText(ReadMethod method) => method.All[method.All.Length - 1].Type.Kind == SqlKind.String;

    private static string Value(ColumnSchema column, string target, int index) => ValueEmitter.IsNested(column.Type)
        ? $"json.Enter(out JsonReader value{index}) && {ValueEmitter.ReadJson(target, column.Type, $"value{index}")} && json.Leave(in value{index})"
        : ValueEmitter.ReadJson(target, column.Type);

    private static string Skip(SqlType type) => type.Kind switch
    {
        SqlKind.String or SqlKind.Bytes => "json.SkipText()",
        SqlKind.Integer or SqlKind.BigInt or SqlKind.Date or SqlKind.Time or SqlKind.Timestamp => "json.SkipInteger()",
        _ => "json.Skip()",
    };

    private static Code InAnyOrder(ReadMethod method)
    {
        // A name in lower case is taken first by the column that is called so, also where no query needs that one.
        IEnumerable<string> members = method.All
            .Where(column => method.Read.Contains(column) || Shadows(column, method.Read))
            .OrderBy(column => JsonName.MatchesAnyCase(column.Name))
            .Select((column, index) => $"({JsonName.Asked(column.Name)} && {(method.Read.Contains(column)
                ? Value(column, "row." + method.Names[column.Name], index) : "json.Skip()")})");
        return Of($$"""
            // What differs from the usual form; errors, too, are found here.
            private static bool {{method.Name}}InAnyOrder(in RecordRef record, int left, RecordArena arena, ref {{method.Names.Row}} row, out SerdeError error)
            {
                JsonReader json = JsonReader.{{method.Rest}};
                bool isRead = true;
                while (isRead && json.NextMember())
                {
                    isRead = {{Alternatives([.. members, "json.SkipMember()"])}};
                }

                error = json.Error({{Literal(method.Side)}});
                return json.Reason is null;
            }
            """);
    }

    private static bool Shadows(ColumnSchema column, ColumnSchema[] read) => !JsonName.MatchesAnyCase(column.Name)
        && read.Any(other => JsonName.MatchesAnyCase(other.Name) && string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase));
}
