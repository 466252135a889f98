using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of text and bytes; language: "Strings and bytes".</summary>
internal static class TextFunctions
{
    private const string Type = nameof(TextFunctions);

    private static readonly SqlType Texts = new ArrayType(SqlType.String);
    private static readonly SqlType ManyBytes = new ArrayType(SqlType.Bytes);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "LCASE", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "UCASE", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "TRIM", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "INITCAP", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "LEN", SqlType.Integer, Varchar("value")),
        Function(Type, "LEN", SqlType.Integer, Bytes("value")),
        Function(Type, "CONCAT", SqlType.String, Varchar("part").Repeated()).InArena(),
        Function(Type, "CONCAT", SqlType.Bytes, Bytes("part").Repeated()).InArena(),
        Function(Type, "CONCAT_WS", SqlType.String, Varchar("separator"), Varchar("part").Repeated()).InArena(),
        Function(Type, "CONCAT_WS", SqlType.Bytes, Bytes("separator"), Bytes("part").Repeated()).InArena(),
        Function(Type, "SUBSTRING", SqlType.String, Varchar("value"), Int("position"), Int("length").Optional()).InArena(),
        Function(Type, "SUBSTRING", SqlType.Bytes, Bytes("value"), Int("position"), Int("length").Optional()).InArena(),
        Function(
            Type, "INSTR", SqlType.Integer, Varchar("value"), Varchar("part"), Int("position").Optional(),
            Int("occurrence").Optional()).InArena(),
        Function(Type, "LPAD", SqlType.String, Varchar("value"), Int("length"), Varchar("padding")).InArena(),
        Function(Type, "LPAD", SqlType.Bytes, Bytes("value"), Int("length"), Bytes("padding")).InArena(),
        Function(Type, "RPAD", SqlType.String, Varchar("value"), Int("length"), Varchar("padding")).InArena(),
        Function(Type, "RPAD", SqlType.Bytes, Bytes("value"), Int("length"), Bytes("padding")).InArena(),
        Function(Type, "REPLACE", SqlType.String, Varchar("value"), Varchar("old"), Varchar("new")).InArena(),
        Function(Type, "SPLIT", Texts, Varchar("value"), Varchar("delimiter")).InArena(),
        Function(Type, "SPLIT", ManyBytes, Bytes("value"), Bytes("delimiter")).InArena(),
        Function(
            Type, "SPLIT_TO_MAP", new MapType(SqlType.String, SqlType.String), Varchar("value"), Varchar("entryDelimiter"),
            Varchar("valueDelimiter")).InArena(),
        Function(Type, "ELT", SqlType.String, Int("place"), Varchar("text").Repeated()),
        Function(Type, "FIELD", SqlType.Integer, Varchar("text"), Varchar("other").Repeated()),
    ];
}
