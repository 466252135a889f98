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
        IEnumerable<string> fields = method.All.Select(column => Field(column, method.Read.Contains(column), method.Names));
        string columns = string.Join(", ", method.All.Select(column => $"({Literal(column.Name)}, {Literal(column.Type.ToString())})"));
        return Of($$"""
            error = default;
            DelimitedReader fields = new({{method.Bytes}}, {{Delimiter(method.Format)}}, arena);
            if ({{AllOf(fields.Append("fields.End()"))}})
            {
                return true;
            }

            error = fields.Error({{Literal(method.Side)}}, {{columns}});
            return false;
            """);
    }

    public static Code Write(WriteMethod method) => Of($$"""
        DelimitedWriter fields = new(output, {{Delimiter(method.Format)}}, {{WriteRoom.Delimited(method)}});
        {{Lines(method.Columns.Select(column => $"fields.Write(row.{method.Names[column.Name]});"))}}
        fields.{{method.End}};
        """);

    private static string Field(ColumnSchema column, bool isRead, SourceNames names) => column.Type switch
    {
        _ when !isRead => "fields.Skip()",
        DecimalType(int precision, int scale) => $"fields.Read(out row.{names[column.Name]}, {precision}, {scale})",
        _ => $"fields.Read(out row.{names[column.Name]})",
    };

    private static string Delimiter(FormatSpec format) => SymbolDisplay.FormatLiteral(format.Delimiter, quote: true);
}
