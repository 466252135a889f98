using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions between text, bytes and numbers; language: "Strings and bytes".</summary>
internal static class EncodingFunctions
{
    private const string Type = nameof(EncodingFunctions);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "CHR", SqlType.String, Int("codePoint")).InArena(),
        Function(Type, "CHR", SqlType.String, Varchar("escaped")).InArena(),
        Function(Type, "ENCODE", SqlType.String, Varchar("value"), Varchar("from"), Varchar("to")).InArena().Failing(),
        Function(Type, "TO_BYTES", SqlType.Bytes, Varchar("value"), Varchar("encoding")).InArena().Failing(),
        Function(Type, "FROM_BYTES", SqlType.String, Bytes("value"), Varchar("encoding")).InArena().Failing(),
        Function(Type, "INT_FROM_BYTES", SqlType.Integer, Bytes("value"), Varchar("order").Optional()).Failing(),
        Function(Type, "BIGINT_FROM_BYTES", SqlType.BigInt, Bytes("value"), Varchar("order").Optional()).Failing(),
        Function(Type, "DOUBLE_FROM_BYTES", SqlType.Double, Bytes("value"), Varchar("order").Optional()).Failing(),
        Function(Type, "MD5", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "UUID", SqlType.String).InArena(),
        Function(Type, "UUID", SqlType.String, Bytes("value")).InArena(),
    ];
}
