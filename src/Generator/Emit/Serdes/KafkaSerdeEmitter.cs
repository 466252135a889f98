using QueryGen.Binding;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>KAFKA: one column, in the bytes of Kafka's own serializers; NULL is no bytes at all.</summary>
internal static class KafkaSerdeEmitter
{
    public static Code Read(ReadMethod method) => Of($$"""
        bool isRead = KafkaFormat.TryRead({{method.Bytes}}, out row.{{method.Names[method.All[0].Name]}});
        error = isRead ? default : new SerdeError({{Literal(method.All[0].Name)}}, "these are not the bytes of a {{method.All[0].Type.ToString()}}");
        return isRead;
        """);

    public static Code Write(WriteMethod method)
    {
        ColumnSchema column = method.Columns[0];
        string value = "row." + method.Names[column.Name];
        string condition = ClrTypes.HasIsNull(column.Type) ? $"!{value}.IsNull" : $"{value} is {{ }} there";
        return Of($$"""
            if ({{condition}})
            {
                new KafkaWriter(output, {{(ClrTypes.HasIsNull(column.Type) ? value : "there")}}).{{method.End}};
            }
            """);
    }
}
