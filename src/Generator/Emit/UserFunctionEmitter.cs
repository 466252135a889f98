using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the bridges to a user's functions: from values of rows to the user's C#, and back.</summary>
internal static class UserFunctionEmitter
{
    public static Code Emit(EquatableArray<UserCall> calls) => Of($$"""
        /// <summary>The project's own functions, called as SQL calls them. A NULL for what cannot be null gives NULL.</summary>
        internal static class UserFunctions
        {
            {{Sections(calls.Select(Bridge))}}
        }
        """);

    private static Code Bridge(UserCall call)
    {
        UserFunction user = call.Function;
        string parameters = string.Concat(call.Types.Select((type, i) => $", {ClrTypes.Hot(type)} {Argument(i)}"));
        string[] missing = call.Types
            .Select((type, i) => ClrTypes.HasIsNull(type) ? $"{Argument(i)}.IsNull" : $"{Argument(i)} is null")
            .Where((_, i) => !call.ParameterAt(i).IsNullable).ToArray();
        IEnumerable<string> values = call.Types.Select((type, i) => UserValues.ToClr(Argument(i), call.ParameterAt(i), type));
        string method = $"{user.Method}{TypeArguments(call)}({string.Join(", ", values)})";
        return Of($$"""
            /// <summary>{{Xml(user.Function.Name)}} by {{Xml(user.Method)}}.</summary>
            public static {{ClrTypes.Hot(call.Result)}} {{call.Name}}(RecordArena arena{{parameters}})
            {
                {{(missing.Length == 0 ? None : Nothing(string.Join(" || ", missing)))}}

                return {{UserValues.FromClr(method, user.Result, call.Result)}};
            }
            """);
    }

    private static string TypeArguments(UserCall call)
    {
        if (call.Function.TypeParameters.Count == 0)
        {
            return "";
        }

        // A params parameter that nothing is given for may tell none.
        Dictionary<string, SqlType> found = new(StringComparer.Ordinal);
        for (int i = 0; i < call.Types.Count; i++)
        {
            Find(call.ParameterAt(i).Type, call.Types[i], found);
        }

        return $"<{string.Join(", ", call.Function.TypeParameters.Select(name =>
            found.TryGetValue(name, out SqlType? type) ? UserValues.Argument(type) : "object?"))}>";
    }

    // What the type parameters in a type stand for.
    private static void Find(SqlType declared, SqlType actual, Dictionary<string, SqlType> found)
    {
        switch (declared, actual)
        {
            case (TypeVariable variable, _):
                found[variable.Name] = actual;
                break;
            case (ArrayType array, ArrayType given):
                Find(array.Element, given.Element, found);
                break;
            case (MapType map, MapType given):
                Find(map.Key, given.Key, found);
                Find(map.Value, given.Value, found);
                break;
        }
    }

    private static Code Nothing(string condition) => Of($$"""
        if ({{condition}})
        {
            return default;
        }
        """);

    private static string Argument(int index) => $"value{index + 1}";
}
