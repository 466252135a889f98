using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the records of INSERT VALUES: a method for each.</summary>
internal static class SeedEmitter
{
    public static Code Emit(EquatableArray<SeedPlan> seeds)
    {
        MethodList methods = new();
        List<Code> writes = seeds.Select((seed, index) => Seed(seed, index, methods)).ToList();
        return Of($$"""
            /// <summary>Records that the program writes when it first starts.</summary>
            internal static class SeedRows
            {
                {{Sections(writes)}}

                {{Sections(methods.All)}}
            }
            """);
    }

    public static string Method(int index) => $"Write{index}";

    private static Code Seed(SeedPlan seed, int index, MethodList methods)
    {
        SourceNames names = new(seed.Target);
        ExpressionScope scope = new(
            expression => throw new InvalidOperationException($"{expression.GetType().Name} is no constant."),
            "RecordArena arena", "arena", methods);
        IEnumerable<string> values = seed.Target.Columns.Zip(seed.Values, (column, value) => (column, value))
            .Where(pair => pair.value is not BoundLiteral { Value: null })
            .Select(pair => $"row.{names[pair.column.Name]} = {Constant(pair.value, scope)};");
        string timestamp = seed.TimestampMs is { } ms ? LiteralEmitter.Long(ms) : "arena.Clock.GetUtcNow().ToUnixTimeMilliseconds()";
        return Of($$"""
            // {{Comment(seed.Clause.Sql)}}
            public static void {{Method(index)}}(RecordArena arena, OutputBuffer output)
            {
                {{names.Row}} row = default;
                {{Lines(values)}}
                RecordContext context = new({{timestamp}});
                {{names.Serde}}.Write(output, in row, in context);
            }
            """);
    }

    private static string Constant(BoundExpression value, ExpressionScope scope)
    {
        ExpressionEmitter emitter = new(scope, "return default;");
        string text = emitter.Emit(value).Text;
        if (emitter.Statements.Count == 0)
        {
            return text;
        }

        string name = scope.Methods.NameFor("Seed");
        scope.Methods.Add(Of($$"""
            private static {{ClrTypes.Hot(value.Type)}} {{name}}(RecordArena arena)
            {
                {{Lines(emitter.Statements)}}
                return {{text}};
            }
            """));
        return $"{name}(arena)";
    }
}
