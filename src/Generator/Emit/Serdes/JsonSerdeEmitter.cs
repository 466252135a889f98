using QueryGen.Binding;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>JSON: an object with a member for each column, or the bare value of one column.</summary>
internal static class JsonSerdeEmitter
{
    public static Code Read(FormatSpec format, ColumnSchema[] read, SourceNames names, string bytes, string side)
    {
        if (!format.IsWrapped && read.Length == 1)
        {
            return Of($$"""
                JsonReader json = new({{bytes}}, arena);
                bool isRead = {{ValueEmitter.ReadJson("row." + names[read[0].Name], read[0].Type)}};
                error = isRead ? default : new SerdeError({{Literal(read[0].Name)}}, json.Reason!);
                return isRead;
                """);
        }

        IEnumerable<Code> members = read.Select((column, index) => Of($$"""
            {{(index == 0 ? "" : "else ")}}if (json.NameIs({{Utf8(column.Name)}}))
            {
                column = {{Literal(column.Name)}};
                isRead = {{ValueEmitter.ReadJson("row." + names[column.Name], column.Type)}};
            }
            """));
        Code skip = read.Length == 0 ? new Code("isRead = json.Skip();") : Of($$"""
            else
            {
                isRead = json.Skip();
            }
            """);
        return Of($$"""
            JsonReader json = new({{bytes}}, arena);
            string column = {{Literal(side)}};
            bool isRead = json.ReadObjectStart();
            while (isRead && json.NextMember())
            {
                {{Lines(members)}}
                {{skip}}
            }

            isRead = json.Reason is null;
            error = isRead ? default : new SerdeError(column, json.Reason!);
            return isRead;
            """);
    }

    public static Code Write(FormatSpec format, ColumnSchema[] columns, SourceNames names, string end, string suffix)
    {
        if (!format.IsWrapped && columns.Length == 1)
        {
            string value = "row." + names[columns[0].Name];
            string isNull = ClrTypes.HasIsNull(columns[0].Type) ? $"{value}.IsNull" : $"{value} is null";
            return Of($$"""
                if ({{isNull}})
                {
                    return;
                }

                JsonWriter json = new(output.Write());
                {{ValueEmitter.WriteJson(value, columns[0].Type)}}
                {{end}}(json.Cursor{{suffix}});
                """);
        }

        IEnumerable<Code> members = columns.Select((column, index) => Of($$"""
            json.Raw({{Utf8($"{(index == 0 ? "{" : ",")}{JsonName.Quote(column.Name)}:")}});
            {{ValueEmitter.WriteJson("row." + names[column.Name], column.Type)}}
            """));
        return Of($$"""
            JsonWriter json = new(output.Write());
            {{Lines(members)}}
            json.Raw({{Utf8(columns.Length == 0 ? "{}" : "}")}});
            {{end}}(json.Cursor{{suffix}});
            """);
    }
}
