using QueryGen.Binding;
using QueryGen.Inputs;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Serdes;

/// <summary>Writes the bridge between a data source's records and the rows that a user's C# sees.</summary>
internal static class RowSerdeEmitter
{
    private const string NotNullWhenTrue = "[System.Diagnostics.CodeAnalysis.NotNullWhen(true)]";

    public static Code Emit(SourcePlan plan)
    {
        SourceNames names = new(plan.Source);
        DataSource source = plan.Source;
        bool isTable = source.Kind == SourceKind.Table;
        string row = plan.RowType;
        bool isStruct = plan.Declared is { IsValueType: true };
        string parent = isTable ? $"TableSerde<{KeyType(plan)}, {row}>" : $"RowSerde<{row}>";
        bool isPruned = SourceNames.Values(source).Any(column => !plan.ColumnsRead.Contains(column.Name));
        return Of($$"""
            /// <summary>Between the records of {{Xml(source.Name)}} and C#.</summary>
            internal sealed class {{names.RowSerde}} : {{parent}}
            {
                public static readonly {{names.RowSerde}} Instance = new();

                public override bool TryRead(
                    in RecordRef record, RecordArena arena, {{NotNullWhenTrue}} out {{row}}{{(isStruct ? "" : "?")}} row, out SerdeError problem)
                {
                    row = default;
                    if (!{{names.Serde}}.{{(isPruned ? "TryReadAll" : "TryRead")}}(record, arena, out {{names.Row}} read, out problem))
                    {
                        return false;
                    }

                    row = {{(plan.Declared is { } declared ? Construct(declared, plan, names) : $"new {row}({ToClr(plan, names)})")}};
                    return true;
                }

                public override void Write({{row}} row, RecordArena arena, in RecordContext context, OutputBuffer output)
                {
                    {{names.Row}} written = default;
                    {{Lines(source.Columns.Where(column => !IsHeader(column)).Select(column => Assignment(plan, names, column)))}}
                    {{Lines(WindowKey.Members(source).Select(member => $"written.{member} = row.{member.Substring(0, member.Length - 2)}.ToUnixTimeMilliseconds();"))}}
                    {{names.Serde}}.Write(output, in written, in context);
                }

                {{(isTable ? Keys(plan, names) : None)}}
            }
            """);
    }

    private static string Assignment(SourcePlan plan, SourceNames names, ColumnSchema column) =>
        $"written.{names[column.Name]} = {UserTypes.FromClr("row." + Member(plan, names, column), column.Type)};";

    /// <summary>The type of a table's key in C#.</summary>
    public static string KeyType(SourcePlan plan)
    {
        ColumnSchema[] keys = SourceNames.Keys(plan.Source).ToArray();
        return keys.Length == 0 ? "dynamic"
            : keys.Length == 1 ? SourceNames.FriendlyKey(keys[0].Type)
            : $"({string.Join(", ", keys.Select(key => SourceNames.FriendlyKey(key.Type)))})";
    }

    private static Code Keys(SourcePlan plan, SourceNames names)
    {
        ColumnSchema[] keys = SourceNames.Keys(plan.Source).ToArray();
        string type = KeyType(plan);
        string Part(int index) => keys.Length == 1 ? "key" : $"key.Item{index + 1}";
        IEnumerable<string> missing = keys.Select(key => ClrTypes.HasIsNull(key.Type)
            ? $"read.{names[key.Name]}.IsNull" : $"read.{names[key.Name]} is null");
        string parts = string.Join(", ", keys.Select(key => UserTypes.ToClrNotNull($"read.{names[key.Name]}", key.Type)));
        bool isWindowed = plan.Source.Window.Kind != WindowKind.None;
        bool isReference = keys.Length == 1 && UserTypes.IsReference(keys[0].Type);
        string writeKey = isWindowed ? "WriteKeyWithoutWindow" : "WriteKey";
        return Of($$"""
            public override void WriteKey({{type}} key, RecordArena arena, in RecordContext context, OutputBuffer output)
            {
                {{names.Row}} written = default;
                {{Lines(keys.Select((key, index) => $"written.{names[key.Name]} = {UserTypes.FromClr(Part(index), key.Type)};"))}}
                output.Begin(context.TimestampMs);
                {{names.Serde}}.{{writeKey}}(output, in written);
                output.End();
            }

            public override bool TryReadKey(
                in RecordRef record, RecordArena arena, {{(isReference ? $"{NotNullWhenTrue} out {type}?" : $"out {type}")}} key, out long? windowStartMs)
            {
                {{names.Row}} read = default;
                key = default;
                windowStartMs = null;
                if (!{{names.Serde}}.TryReadKey(record, arena, ref read, out _) || {{string.Join(" || ", missing)}})
                {
                    return false;
                }

                key = {{(keys.Length == 1 ? parts : $"({parts})")}};
                {{(isWindowed ? "windowStartMs = read.WindowStartMs;" : "")}}
                return true;
            }
            """);
    }

    private static string ToClr(SourcePlan plan, SourceNames names)
    {
        IEnumerable<string> values = plan.Source.Columns.Select(column => UserTypes.ToClr($"read.{names[column.Name]}", column.Type));
        if (plan.Source.Window.Kind != WindowKind.None)
        {
            values = values.Concat([
                "System.DateTimeOffset.FromUnixTimeMilliseconds(read.WindowStartMs)",
                $"System.DateTimeOffset.FromUnixTimeMilliseconds({WindowKey.End(plan.Source, "read")})",
            ]);
        }

        return string.Join(", ", values);
    }

    // A user's own type: what its constructor takes, then the members that are set.
    private static string Construct(RowType declared, SourcePlan plan, SourceNames names)
    {
        string Value(RowMember member) => Convert(member, plan.Source.Columns.First(column => column.Name == member.Column), names);
        string arguments = string.Join(", ", declared.Members.Where(member => member.Parameter is not null)
            .Select(member => $"{member.Parameter}: {Value(member)}"));
        string assigned = string.Join(", ", declared.Members.Where(member => member.IsAssigned)
            .Select(member => $"{member.Name} = {Value(member)}"));
        return $"new {plan.RowType}({arguments}){(assigned.Length == 0 ? "" : $" {{ {assigned} }}")}";
    }

    // Its members may be ones that cannot be null.
    private static string Convert(RowMember member, ColumnSchema column, SourceNames names)
    {
        string value = UserTypes.ToClr($"read.{names[column.Name]}", column.Type);
        return member.IsNullable ? value
            : ClrTypes.HasIsNull(column.Type) ? $"{value} ?? {(column.Type.Kind == SqlKind.Bytes ? "[]" : "\"\"")}"
            : $"({value}).GetValueOrDefault()";
    }

    private static string Member(SourcePlan plan, SourceNames names, ColumnSchema column) =>
        plan.Declared?.Members.First(found => found.Column == column.Name).Name ?? names[column.Name];

    private static bool IsHeader(ColumnSchema column) => column.Role is ColumnRole.Header or ColumnRole.Headers;
}
