using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>Between the values of a row and what a user's own function takes and gives: collections and structs part by part.</summary>
internal static class UserValues
{
    private const string Collections = "global::QueryGen.Functions.UserCollections";

    /// <summary>From a row's value to the user's. The text is taken once.</summary>
    /// <param name="actual">The type that the call has there.</param>
    public static string ToClr(string text, UserType type, SqlType actual, int depth = 0)
    {
        string item = $"item{depth + 1}";
        string Part(int index, SqlType part) => ToClr(item, type.Parts[index], part, depth + 1);
        string sure = type.IsNullable ? "" : "!";
        switch (type.Kind)
        {
            case UserTypeKind.Variable:
                return ToClr(text, Standing(actual), actual, depth);
            case UserTypeKind.Any:
                return $"(object?){ToClr(text, Standing(actual), actual, depth)}";
            case UserTypeKind.Array or UserTypeKind.List:
                string method = type.Kind == UserTypeKind.Array ? "ToArray" : "ToList";
                return $"{Collections}.{method}({text}, static {item} => {Part(0, ((ArrayType)actual).Element)}){sure}";
            case UserTypeKind.Map:
                MapType map = (MapType)actual;
                string key = ToClr(item, type.Parts[0], map.Key, depth + 1);
                return $"{Collections}.ToMap({text}, static {item} => {key}, static {item} => {Part(1, map.Value)}){sure}";
            case UserTypeKind.Struct:
                string name = type.Name + (type.IsNullable ? "?" : "");
                return $"({text} is {{ }} {item} ? {Make(item, type, (StructType)actual, depth)} : default({name}){sure})";
            default:
                return IsOpaque(type, actual) ? text
                    : type.IsNullable ? UserTypes.ToClr(text, actual) : UserTypes.ToClrNotNull(text, actual);
        }
    }

    /// <summary>From the user's value to a row's.</summary>
    /// <param name="actual">The type that the call has there.</param>
    public static string FromClr(string text, UserType type, SqlType actual, int depth = 0)
    {
        string item = $"item{depth + 1}";
        string Part(int index, SqlType part) => Nullable(FromClr(item, type.Parts[index], part, depth + 1), part);
        switch (type.Kind)
        {
            case UserTypeKind.Variable:
                return FromClr(text, Standing(actual), actual, depth);
            case UserTypeKind.Array or UserTypeKind.List:
                return $"{Collections}.FromMany(arena, {text}, static (arena, {item}) => {Part(0, ((ArrayType)actual).Element)})";
            case UserTypeKind.Map:
                MapType map = (MapType)actual;
                return $"{Collections}.FromMap(arena, {text}, static (arena, {item}) => {Part(0, map.Key)}, "
                    + $"static (arena, {item}) => {Part(1, map.Value)})";
            case UserTypeKind.Struct:
                string sureItem = !type.IsNullable ? item : type.IsValueType ? item + "!.Value" : item + "!";
                string made = Take(sureItem, type, (StructType)actual, depth);
                return $"{Collections}.From(arena, {text}, static (arena, {item}) => ({ClrTypes.Hot(actual)}){made})";
            default:
                return IsOpaque(type, actual) ? text : actual switch
                {
                    DecimalType { IsWide: true } wide => $"Cast.ToWide({text}, {wide.Precision}, {wide.Scale})",
                    DecimalType narrow => $"Cast.ToDecimal({text}, {narrow.Precision}, {narrow.Scale})",
                    _ => UserTypes.FromClr(text, actual),
                };
        }
    }

    /// <summary>What stands for a type parameter, as C# writes it.</summary>
    public static string Argument(SqlType type) => type switch
    {
        ArrayType array => $"global::System.Collections.Generic.IReadOnlyList<{Argument(array.Element)}>?",
        MapType map =>
            $"global::System.Collections.Generic.IReadOnlyDictionary<{Argument(map.Key).TrimEnd('?')}, {Argument(map.Value)}>?",
        StructType => ClrTypes.Hot(type),
        _ => ClrTypes.Friendly(type),
    };

    // A plain value where C# has to find out the type of a nullable one.
    private static string Nullable(string text, SqlType type) => ClrTypes.HasIsNull(type) ? text : $"({ClrTypes.Hot(type)}){text}";

    // A struct that stands for a type parameter is handed on as the row has it; nobody can look into it.
    private static bool IsOpaque(UserType type, SqlType actual) => type.Kind == UserTypeKind.Plain && actual is StructType;

    private static UserType Standing(SqlType type) => type switch
    {
        ArrayType array => UserType.Array(UserTypeKind.Array, Standing(array.Element), isNullable: true),
        MapType map => UserType.Map(Standing(map.Key) with { IsNullable = false }, Standing(map.Value), isNullable: true),
        _ => UserType.Plain(type, isNullable: true),
    };

    // The user's object, of an emitted struct.
    private static string Make(string value, UserType type, StructType actual, int depth)
    {
        List<string> parameters = [];
        List<string> assigned = [];
        for (int i = 0; i < type.Members.Count; i++)
        {
            UserMember member = type.Members[i];
            StructField field = ((StructType)type.Type).Fields[i];
            string part = ToClr($"{value}.{StructMembers.NameOf(actual, field.Name)}", type.Parts[i], field.Type, depth + 1);
            if (member.Parameter is { } parameter)
            {
                parameters.Add($"{parameter}: {part}");
            }

            if (member.IsAssigned)
            {
                assigned.Add($"{member.Name} = {part}");
            }
        }

        string set = assigned.Count == 0 ? "" : $" {{ {string.Join(", ", assigned)} }}";
        return $"new {type.Name}({string.Join(", ", parameters)}){set}";
    }

    // The emitted struct, of the user's object.
    private static string Take(string value, UserType type, StructType actual, int depth)
    {
        IEnumerable<string> members = type.Members.Select((member, i) =>
        {
            StructField field = ((StructType)type.Type).Fields[i];
            string part = FromClr($"{value}.{member.Name}", type.Parts[i], field.Type, depth + 1);
            return $"{StructMembers.NameOf(actual, field.Name)} = {part}";
        });
        return $"new {ClrTypes.StructName(actual)} {{ {string.Join(", ", members)} }}";
    }
}
