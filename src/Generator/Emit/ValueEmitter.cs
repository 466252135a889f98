using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>Reading and writing one value of a type: a call of the reader or writer, or of the type's own method.</summary>
internal static class ValueEmitter
{
    public static string ReadJson(string target, SqlType type) => type switch
    {
        DecimalType(int precision, int scale) => $"json.Read(out {target}, {precision}, {scale})",
        _ => IsNested(type) ? $"SqlTypes.Read{ClrTypes.Word(type)}(ref json, arena, out {target})" : $"json.Read(out {target})",
    };

    public static string WriteJson(string value, SqlType type) =>
        IsNested(type) ? $"SqlTypes.Write{ClrTypes.Word(type)}(ref json, {value});" : $"json.Write({value});";

    public static string ReadState(string target, SqlType type) => IsNested(type)
        ? $"SqlTypes.Load{ClrTypes.Word(type)}(ref reader, out {target});"
        : $"reader.Read(out {target});";

    public static string WriteState(string value, SqlType type) =>
        IsNested(type) ? $"SqlTypes.Save{ClrTypes.Word(type)}(ref writer, {value});" : $"writer.Write({value});";

    /// <summary>Hands the slices of a value to <c>copy</c>; only for a type that holds some.</summary>
    public static string CopySlices(string target, SqlType type) =>
        IsNested(type) ? $"StoredTypes.Copy{ClrTypes.Word(type)}(ref copy, ref {target});" : $"copy.Take(ref {target});";

    /// <summary>A hash with a value more.</summary>
    public static string Hash(string hash, string value, SqlType type) =>
        IsNested(type) ? $"StoredTypes.Hash{ClrTypes.Word(type)}({hash}, {value})" : $"{hash}.With({value})";

    /// <summary>Whether two values are the same as parts of keys.</summary>
    public static string Same(string left, string right, SqlType type) =>
        IsNested(type) ? $"StoredTypes.Same{ClrTypes.Word(type)}({left}, {right})" : $"KeyPart.Same({left}, {right})";

    public static bool IsNested(SqlType type) => type.Kind is SqlKind.Array or SqlKind.Map or SqlKind.Struct;
}
