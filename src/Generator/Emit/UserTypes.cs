using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>Between a value in a row and the C# type that a user sees.</summary>
internal static class UserTypes
{
    /// <summary>From a row's value to the user's.</summary>
    public static string ToClr(string text, SqlType type) => type.Kind switch
    {
        SqlKind.String => $"{text}.ToString()",
        SqlKind.Bytes => $"{text}.ToArray()",
        SqlKind.Date => $"{text}?.ToDateOnly()",
        SqlKind.Time => $"{text}?.ToTimeOnly()",
        SqlKind.Timestamp => $"{text}?.ToDateTimeOffset()",
        SqlKind.Array or SqlKind.Map or SqlKind.Struct => $"SqlTypes.ToJson{ClrTypes.Word(type)}({text})",
        _ => text,
    };

    /// <summary>From a row's value that is there to the user's.</summary>
    public static string ToClrNotNull(string text, SqlType type) => type.Kind switch
    {
        _ when IsReference(type) => ToClr(text, type) + "!",
        SqlKind.Date => $"{text}.Value.ToDateOnly()",
        SqlKind.Time => $"{text}.Value.ToTimeOnly()",
        SqlKind.Timestamp => $"{text}.Value.ToDateTimeOffset()",
        _ => $"{text}.Value",
    };

    /// <summary>Whether the user sees a reference. Collections and structs come as JSON text.</summary>
    public static bool IsReference(SqlType type) => type.Kind is SqlKind.String or SqlKind.Bytes || ValueEmitter.IsNested(type);

    /// <summary>From the user's value, which may be one that cannot be null, to a row's.</summary>
    public static string FromClr(string text, SqlType type) => type.Kind switch
    {
        SqlKind.String => $"arena.Text({text})",
        SqlKind.Bytes => $"arena.Bytes({text})",
        SqlKind.Date => $"SqlDate.From({text})",
        SqlKind.Time => $"SqlTime.From({text})",
        SqlKind.Timestamp => $"SqlTimestamp.From({text})",
        SqlKind.Array or SqlKind.Map or SqlKind.Struct => $"SqlTypes.FromJson{ClrTypes.Word(type)}(arena, {text})",
        _ => text,
    };
}

/// <summary>The members of an emitted struct.</summary>
internal static class StructMembers
{
    public static string NameOf(StructType type, string field)
    {
        string[] names = CSharpName.Members(type.Fields.Select(f => f.Name), [.. ReservedMembers.OfStruct, ClrTypes.StructName(type)]);
        return names[type.Fields.Select(f => f.Name).ToList().IndexOf(field)];
    }
}

/// <summary>Names that a column or field cannot have in C#, because its type has such a member or names such a type.</summary>
internal static class ReservedMembers
{
    /// <summary>In an emitted struct.</summary>
    public static readonly string[] OfStruct =
    [
        "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
        "Compare", "KeyHash", "KeyPart", "SqlTypes", "System",
    ];

    /// <summary>In the record of a row, beside those.</summary>
    public static readonly string[] OfRecord = ["Row", "Clone", "Deconstruct", "EqualityContract", "PrintMembers"];
}
