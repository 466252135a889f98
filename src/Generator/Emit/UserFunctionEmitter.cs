using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the bridges to a user's functions: from values of rows to the user's C#, and back.</summary>
internal static class UserFunctionEmitter
{
    public static Code Emit(EquatableArray<UserFunction> functions) => Of($$"""
        /// <summary>The project's own functions, called as SQL calls them. A NULL for what cannot be null gives NULL.</summary>
        internal static class UserFunctions
        {
            {{Sections(functions.Select(Bridge))}}
        }
        """);

    private static Code Bridge(UserFunction user)
    {
        ScalarFunction function = user.Function;
        SqlType result = function.Result!;
        SqlType[] types = function.Parameters.Select(parameter => parameter.Type!).ToArray();
        string parameters = string.Concat(types.Select((type, i) => $", {ClrTypes.Hot(type)} {Argument(i)}"));
        string[] missing = types.Select((type, i) => ClrTypes.HasIsNull(type) ? $"{Argument(i)}.IsNull" : $"{Argument(i)} is null")
            .Where((_, i) => !user.TakesNull[i]).ToArray();
        string call = $"{user.Method}({string.Join(", ", types.Select((type, i) => ToClr(Argument(i), type, user.TakesNull[i])))})";
        return Of($$"""
            /// <summary>{{Xml(function.Name)}} by {{Xml(user.Method)}}.</summary>
            public static {{ClrTypes.Hot(result)}} {{function.Name}}(RecordArena arena{{parameters}})
            {
                {{(missing.Length == 0 ? None : Nothing(string.Join(" || ", missing)))}}

                return {{FromClr(call, result)}};
            }
            """);
    }

    private static Code Nothing(string condition) => Of($$"""
        if ({{condition}})
        {
            return default;
        }
        """);

    private static string Argument(int index) => $"value{index + 1}";

    private static string ToClr(string text, SqlType type, bool takesNull) =>
        takesNull ? UserTypes.ToClr(text, type) : UserTypes.ToClrNotNull(text, type);

    private static string FromClr(string call, SqlType type) =>
        type is DecimalType(int precision, int scale) ? $"Cast.ToDecimal({call}, {precision}, {scale})" : UserTypes.FromClr(call, type);
}
