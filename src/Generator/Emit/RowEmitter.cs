using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes a data source's types: the public row, the struct that operators work on, and the key in a store.</summary>
internal static class RowEmitter
{
    public static Code Emit(SourcePlan plan)
    {
        SourceNames names = new(plan.Source);
        return Sections([
            HotRow(plan, names),
            plan.IsStored ? Key(plan, names) : None,
        ]);
    }

    /// <summary>The class of a source that a script declares, with the row that a user's C# sees.</summary>
    public static Code Public(SourcePlan plan) => Of($$"""
        /// <summary>{{Xml(plan.Source.Kind.ToString())}} {{Xml(plan.Source.Name)}}.</summary>
        public static partial class {{new SourceNames(plan.Source).Class}}
        {
            {{Record(plan)}}
        }
        """);

    /// <summary>The row that a user's C# sees.</summary>
    public static Code Record(SourcePlan plan)
    {
        SourceNames names = new(plan.Source);
        DataSource source = plan.Source;
        string members = string.Join(", ", source.Columns.Select(column => $"{ClrTypes.Friendly(column.Type)} {names[column.Name]}"));
        string window = source.Window.Kind == WindowKind.None ? "" : (members.Length == 0 ? "" : ", ")
            + "global::System.DateTimeOffset WindowStart, global::System.DateTimeOffset WindowEnd";
        return Of($$"""
            /// <summary>A row of {{Xml(source.Name)}}, as C# sees it.</summary>
            public sealed record Row({{members}}{{window}});
            """);
    }

    private static Code HotRow(SourcePlan plan, SourceNames names)
    {
        DataSource source = plan.Source;
        bool isWindowed = source.Window.Kind != WindowKind.None;
        return Of($$"""
            /// <summary>A row of {{Xml(source.Name)}} in the hot path: keys first; text is a slice of the record.</summary>
            internal struct {{names.Row}}{{(plan.IsStored ? $" : IStored<{names.Row}>" : "")}}
            {
                {{Lines(source.Columns.Select(column => $"public {ClrTypes.Hot(column.Type)} {names[column.Name]};"))}}
                {{(isWindowed ? "public long WindowStartMs;" : "")}}

                {{(plan.IsStored ? Stored(names.Row, source.Columns, names) : None)}}
            }
            """);
    }

    private static Code Key(SourcePlan plan, SourceNames names)
    {
        ColumnSchema[] keys = SourceNames.Keys(plan.Source).ToArray();
        return Of($$"""
            /// <summary>The key of {{Xml(plan.Source.Name)}} in a store.</summary>
            internal struct {{names.Key}} : IStored<{{names.Key}}>
            {
                {{Lines(keys.Select(column => $"public {ClrTypes.Hot(column.Type)} {names[column.Name]};"))}}

                {{Stored(names.Key, keys, names)}}
            }
            """);
    }

    private static Code Stored(string type, IEnumerable<ColumnSchema> columns, SourceNames names) => Of($$"""
        public readonly void Write(ref StateWriter writer)
        {
            {{Lines(columns.Select(column => ValueEmitter.WriteState(names[column.Name], column.Type)))}}
        }

        public static {{type}} Read(ref StateReader reader)
        {
            {{type}} row = default;
            {{Lines(columns.Select(column => ValueEmitter.ReadState("row." + names[column.Name], column.Type)))}}
            return row;
        }
        """);
}
