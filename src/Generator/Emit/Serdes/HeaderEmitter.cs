using QueryGen.Binding;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>Writes how header columns are filled: HEADERS with all headers in their order, HEADER('k') with the last one of that name.</summary>
internal static class HeaderEmitter
{
    /// <summary>The method, for a source that has such columns.</summary>
    public static Code Emit(ColumnSchema[] columns, SourceNames names)
    {
        if (columns.Length == 0)
        {
            return None;
        }

        ColumnSchema? all = columns.FirstOrDefault(column => column.Role == ColumnRole.Headers);
        IEnumerable<Code> named = columns.Where(column => column.Role == ColumnRole.Header).Select(column => Of($$"""
            if (System.MemoryExtensions.SequenceEqual(name.Span, {{Utf8(column.HeaderKey!)}}))
            {
                row.{{names[column.Name]}} = value;
            }
            """));
        return Of($$"""
            private static void ReadHeaders(in RecordRef record, RecordArena arena, ref {{names.Row}} row)
            {
                HeaderReader headers = new(record.Headers);
                {{(all is null ? "" : $"row.{names[all.Name]} = {ClrTypes.Hot(all.Type)}.Create(arena, headers.Count);")}}
                for (int i = 0; headers.TryNext(out Text name, out Bytes value); i++)
                {
                    {{(all is null ? None : Add(all, names))}}
                    {{Sections(named)}}
                }
            }
            """);
    }

    private static Code Add(ColumnSchema column, SourceNames names)
    {
        StructType header = (StructType)((ArrayType)column.Type).Element;
        return Of($$"""
            {{ClrTypes.StructName(header)}} header = default;
            header.{{StructMembers.NameOf(header, header.Fields[0].Name)}} = name;
            header.{{StructMembers.NameOf(header, header.Fields[1].Name)}} = value;
            row.{{names[column.Name]}}.Set(i, header);

            """);
    }
}
