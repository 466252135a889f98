using QueryGen.Binding;
using QueryGen.Emit.Serdes;
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
            plan.Included.Count > 0 ? Included(plan, names) : None,
        ]);
    }

    /// <summary>The class of a source that a script declares, with the row that a user's C# sees.</summary>
    public static Code Public(DataSource source) => Of($$"""
        /// <summary>{{Xml(source.Kind.ToString())}} {{Xml(source.Name)}}.</summary>
        public static partial class {{new SourceNames(source).Class}}
        {
            {{Record(source)}}
        }
        """);

    /// <summary>The row that a user's C# sees.</summary>
    public static Code Record(DataSource source)
    {
        SourceNames names = new(source);
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
        bool isKept = plan.IsStored || plan.IsBuffered;
        StoredMember[] version = plan.IsVersioned ? [new StoredMember(SourceNames.Version, SqlType.BigInt)] : [];
        StoredMember[] members = [.. Members(source.Columns, names), .. version];
        Code fields = Of($$"""
            {{Lines(source.Columns.Select(column => $"public {ClrTypes.Hot(column.Type)} {names[column.Name]};"))}}
            {{Lines(WindowKey.Members(source).Select(member => $"public long {member};"))}}
            {{(plan.IsVersioned ? $"public long? {SourceNames.Version};" : "")}}
            """);
        return Of($$"""
            /// <summary>A row of {{Xml(source.Name)}} in the hot path: keys first; text is a slice of the record.</summary>
            internal struct {{names.Row}}{{(isKept ? $" : IStored<{names.Row}>" : "")}}
            {
                {{Sections([fields, isKept ? StoredEmitter.Row(names.Row, members, WindowKey.Members(source)) : None])}}
            }
            """);
    }

    private static Code Key(SourcePlan plan, SourceNames names) => StoredEmitter.Key(
        $"The key of {plan.Source.Name} in a store.", names.Key, Members(SourceNames.Keys(plan.Source), names));

    private static Code Included(SourcePlan plan, SourceNames names)
    {
        ColumnSchema[] columns = plan.Source.Columns.Where(column => plan.Included.Contains(column.Name)).ToArray();
        string slot = $"IRowSlot<{names.Included}, {names.Row}>";
        return Of($$"""
            /// <summary>Columns of {{Xml(plan.Source.Name)}} that lie beside the key in a store: all that joins read.</summary>
            internal struct {{names.Included}} : IIncludedColumns<{{names.Included}}, {{names.Row}}>
            {
                {{Lines(columns.Select(column => $"public {ClrTypes.Hot(column.Type)} {names[column.Name]};"))}}
                private nint _place;

                nint {{slot}}.Place
                {
                    readonly get => _place;
                    set => _place = value;
                }

                static {{names.Included}} {{slot}}.Of(in {{names.Row}} row) =>
                    new() { {{string.Join(", ", columns.Select(column => $"{names[column.Name]} = row.{names[column.Name]}"))}} };

                readonly void IIncludedColumns<{{names.Included}}, {{names.Row}}>.Fetch()
                {
                    {{Lines(columns.Where(column => ClrTypes.HoldsSlices(column.Type)).Select(column => $"ReadAhead.Fetch({names[column.Name]});"))}}
                }
            }
            """);
    }

    private static StoredMember[] Members(IEnumerable<ColumnSchema> columns, SourceNames names) =>
        columns.Select(column => new StoredMember(names[column.Name], column.Type)).ToArray();
}
