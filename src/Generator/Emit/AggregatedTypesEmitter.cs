using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes how the values that aggregates keep many of are written, copied, told apart and compared: a struct a type.</summary>
internal static class AggregatedTypesEmitter
{
    private const string Class = "AggregatedTypes";

    /// <summary>The struct of a type.</summary>
    public static string NameOf(SqlType type) => $"{Class}.Of{ClrTypes.Word(type)}";

    public static Code Emit(IEnumerable<SqlType> types) => Of($$"""
        /// <summary>How values are kept in the states of aggregates.</summary>
        internal static class {{Class}}
        {
            {{Sections(types.Select(Kept))}}
        }
        """);

    private static Code Kept(SqlType type)
    {
        string value = ClrTypes.Hot(type);
        return Of($$"""
            /// <summary>{{Xml(type.ToString())}}</summary>
            internal readonly struct Of{{ClrTypes.Word(type)}} : {{(IsOrdered(type) ? "IOrderedType" : "IStoredType")}}<{{value}}>
            {
                public static void Write(ref StateWriter writer, {{value}} value)
                {
                    {{ValueEmitter.WriteState("value", type)}}
                }

                public static {{value}} Read(ref StateReader reader)
                {
                    {{ValueEmitter.ReadState($"{value} value", type)}}
                    return value;
                }

                public static void CopySlices(ref SliceCopy copy, ref {{value}} value)
                {
                    {{(ClrTypes.HoldsSlices(type) ? ValueEmitter.CopySlices("value", type) : "")}}
                }

                public static KeyHash Hash({{value}} value) => {{ValueEmitter.Hash("KeyHash.None", "value", type)}};

                public static bool Same({{value}} left, {{value}} right) => {{ValueEmitter.Same("left", "right", type)}};

                {{(IsOrdered(type) ? $"public static bool Less({value} left, {value} right) => {Less(type)};" : "")}}
            }
            """);
    }

    private static bool IsOrdered(SqlType type) => !Coercion.IsContainer(type) && type.Kind != SqlKind.Boolean;

    private static string Less(SqlType type) => ClrTypes.HasIsNull(type)
        ? "Compare.Less(left, right)"
        : $"Compare.Less<{ClrTypes.NonNull(type)}>(left, right)";
}
