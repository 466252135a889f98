using Microsoft.CodeAnalysis.CSharp;
using QueryGen.Binding;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>DELIMITED: a line with a field for each column, in their order.</summary>
internal static class DelimitedSerdeEmitter
{
    public static Code Read(ReadMethod method)
    {
        // What stands behind the last column that is needed is still counted: a line with too few or too many fields is an error.
        IEnumerable<Code> fields = method.All.Select(column => Of($$"""
            if (!{{Field(column, method.Read.Contains(column), method.Names)}})
            {
                error = new SerdeError({{Literal(column.Name)}}, "a field is missing or is not a {{column.Type.ToString()}}");
                return false;
            }
            """));
        return Of($$"""
            DelimitedReader fields = new({{method.Bytes}}, {{SymbolDisplay.FormatLiteral(method.Format.Delimiter, quote: true)}}, arena);
            {{Sections(fields)}}

            error = fields.IsAtEnd ? default : new SerdeError({{Literal(method.Side)}}, "there are more than {{method.All.Length}} fields");
            return fields.IsAtEnd;
            """);
    }

    private static string Field(ColumnSchema column, bool isRead, SourceNames names) => column.Type switch
    {
        _ when !isRead => "fields.Skip()",
        DecimalType(int precision, int scale) => $"fields.Read(out row.{names[column.Name]}, {precision}, {scale})",
        _ => $"fields.Read(out row.{names[column.Name]})",
    };

    public static Code Write(FormatSpec format, ColumnSchema[] columns, SourceNames names, string end, string suffix) => Of($$"""
        DelimitedWriter fields = new(output.Write(), {{SymbolDisplay.FormatLiteral(format.Delimiter, quote: true)}});
        {{Lines(columns.Select(column => $"fields.Write(row.{names[column.Name]});"))}}
        {{end}}(fields.Cursor{{suffix}});
        """);
}
