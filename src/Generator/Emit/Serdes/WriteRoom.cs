using System.Text;
using QueryGen.Binding;
using QueryGen.Types;

namespace QueryGen.Emit.Serdes;

/// <summary>What a row or a value takes at most in an output, as an expression: the runtime's constants, and the lengths of texts.</summary>
internal static class WriteRoom
{
    /// <summary>A side in DELIMITED.</summary>
    public static string Delimited(WriteMethod method) =>
        Sum(constant: 0, "DelimitedWriter", method.Columns.Select(column => (Value: "row." + method.Names[column.Name], column.Type)));

    /// <summary>A side in JSON, without what is inside collections and structs.</summary>
    public static string Json(WriteMethod method) => Json(method.Columns.Select(column => (column.Name, "row." + method.Names[column.Name], column.Type)));

    /// <summary>An object in JSON, without what is inside collections and structs.</summary>
    public static string Json(IEnumerable<(string Name, string Value, SqlType Type)> members)
    {
        (string Name, string Value, SqlType Type)[] all = members.ToArray();

        // A sign, the quoted name and a colon; the closing brace.
        int constant = all.Sum(member => Encoding.UTF8.GetByteCount(JsonName.Quote(member.Name)) + 2) + 2;
        return Sum(constant, "JsonWriter", all.Select(member => (member.Value, member.Type)));
    }

    /// <summary>A value in JSON, with some constant bytes beside it.</summary>
    public static string Json(int constant, string value, SqlType type) => Sum(constant, "JsonWriter", [(value, type)]);

    private static string Sum(int constant, string writer, IEnumerable<(string Value, SqlType Type)> values)
    {
        ILookup<string, string> bySize = values.Where(part => !ValueEmitter.IsNested(part.Type)).ToLookup(
            part => FixedSize(part.Type) ?? "", part => part.Value);
        IEnumerable<string> sizes = bySize.Where(group => group.Key.Length > 0)
            .Select(group => $"{(group.Count() == 1 ? "" : $"({group.Count()} * ")}{writer}.{group.Key}{(group.Count() == 1 ? "" : ")")}");
        string fixedSizes = string.Join(" + ", [
            .. constant == 0 ? Array.Empty<string>() : [constant.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            .. sizes,
        ]);
        string[] parts = [
            .. fixedSizes.Length == 0 ? Array.Empty<string>() : [fixedSizes],
            .. bySize[""].Select(value => $"{writer}.MostBytes({value})"),
        ];
        return parts.Length == 0 ? "0" : string.Join("\n    + ", parts);
    }

    private static string? FixedSize(SqlType type) => type.Kind switch
    {
        SqlKind.Boolean => "BooleanBytes",
        SqlKind.Integer or SqlKind.Date or SqlKind.Time => "IntegerBytes",
        SqlKind.BigInt or SqlKind.Timestamp => "BigIntBytes",
        SqlKind.Double => "DoubleBytes",
        SqlKind.Decimal => type is DecimalType { IsWide: true } ? "WideDecimalBytes" : "DecimalBytes",
        _ => null,
    };
}
