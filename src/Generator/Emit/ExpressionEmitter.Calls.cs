using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <content>Calls of functions.</content>
internal sealed partial class ExpressionEmitter
{
    private EmittedValue EmitCall(BoundCall call)
    {
        switch (call.Function.Intrinsic)
        {
            case Intrinsic.ToJsonString:
                return EmitToJsonString(call.Arguments[0]);
            case Intrinsic.Entries:
                return EmitEntries(call);
        }

        IEnumerable<string> arguments = call.Arguments.Select((argument, index) => EmitArgument(call, argument, index));
        if (call.Function.NeedsArena)
        {
            arguments = arguments.Prepend("arena");
        }

        string method = call.Function.IsUserDefined
            ? $"UserFunctions.{UserCall.NameOf(call.Function, call.Arguments.Select(argument => argument.Type))}"
            : call.Function.Method;
        string text = $"{method}({string.Join(", ", arguments)})";

        // ROUND and TRUNC give a DECIMAL of fewer digits.
        bool isNarrowed = call.Function.ResultRule == ResultRules.WholeDecimal && call.Arguments[0].Type is DecimalType { IsWide: true };
        return new EmittedValue(
            isNarrowed && call.Type is DecimalType { IsWide: false } type ? $"Cast.ToDecimal({text}, {type.Precision}, {type.Scale})" : text,
            IsNullable: true);
    }

    private string EmitArgument(BoundCall call, BoundExpression argument, int index)
    {
        Parameter parameter = call.Function.Parameters[Math.Min(index, call.Function.Parameters.Count - 1)];
        if (parameter.CompiledInto is { } type)
        {
            return EmitCompiled(argument, $"global::QueryGen.Functions.{type}");
        }

        if (argument is BoundLiteral { Value: null })
        {
            SqlType known = argument.Type.Kind != SqlKind.Null ? argument.Type
                : parameter.Type is { Kind: not SqlKind.Error } declared ? declared
                : call.Arguments.Select(other => other.Type).FirstOrDefault(other => other.Kind != SqlKind.Null) ?? SqlType.String;
            return $"default({ClrTypes.Hot(known)})";
        }

        string text;
        bool isNullable;
        if (argument is BoundCall or BoundIteration or BoundField or BoundCast)
        {
            (text, isNullable) = (Contained(argument), true);
        }
        else
        {
            EmittedValue value = Emit(argument, mayFail: false);
            (text, isNullable) = (value.Text, value.IsNullable);
        }

        // A plain value where a nullable one is meant: with a generic parameter C# would not find the method.
        bool isPlain = !isNullable && argument is not BoundTimeUnit && !ClrTypes.HasIsNull(argument.Type);
        return isPlain ? $"({ClrTypes.Hot(argument.Type)}){Parenthesise(text)}" : text;
    }

    // A constant is made into its pattern, path or zone once, when the class is first used.
    private string EmitCompiled(BoundExpression argument, string type)
    {
        if (argument is not BoundLiteral)
        {
            return $"{type}.From({EmitText(argument)})";
        }

        string name = scope.Methods.NameFor("Constant");
        scope.Methods.Add(Code.Of($$"""
            private static readonly {{type}}? {{name}} = {{type}}.Compile({{EmitText(argument)}});
            """));
        return name;
    }

    private string EmitText(BoundExpression argument) => argument is BoundLiteral { Value: null } ? "default" : Contained(argument);

    private EmittedValue EmitToJsonString(BoundExpression argument)
    {
        if (argument.Type.Kind == SqlKind.Null)
        {
            return new EmittedValue($"Text.Literal({Code.Utf8("null")})", IsNullable: true);
        }

        string clr = ClrTypes.Hot(argument.Type);
        string print = PrinterFor(argument.Type);
        string name = scope.Methods.NameFor("ToJsonString");
        scope.Methods.Add(Code.Of($$"""
            private static Text {{name}}(RecordArena arena, {{clr}} value)
            {
                TextBuilder json = new(arena, 64);
                {{print}}(ref json, value);
                return json.ToText();
            }
            """));
        return new EmittedValue($"{name}(arena, {Contained(argument)})", IsNullable: true);
    }

    // The method that adds a value of a type to JSON text, as TO_JSON_STRING prints it.
    private string PrinterFor(SqlType type)
    {
        if (!ValueEmitter.IsNested(type))
        {
            return "global::QueryGen.Functions.JsonText.Append";
        }

        string clr = ClrTypes.Hot(type);
        Code body = type switch
        {
            ArrayType array => PrintArray(array),
            MapType map => PrintMap(map),
            _ => PrintStruct((StructType)type),
        };
        string name = scope.Methods.NameFor("Print" + ClrTypes.Word(type));
        scope.Methods.Add(Code.Of($$"""
            private static void {{name}}(ref TextBuilder json, {{clr}} value)
            {
                if ({{(ClrTypes.HasIsNull(type) ? "value.IsNull" : "value is not { } there")}})
                {
                    json.Append("null"u8);
                    return;
                }

                {{body}}
            }
            """));
        return name;
    }

    private Code PrintArray(ArrayType type) => Code.Of($$"""
        json.Append("["u8);
        for (int i = 0; i < value.Count; i++)
        {
            json.Append(i == 0 ? ""u8 : ","u8);
            {{PrinterFor(type.Element)}}(ref json, value[i]);
        }

        json.Append("]"u8);
        """);

    private Code PrintMap(MapType type) => Code.Of($$"""
        {{ClrTypes.Hot(type)}} sorted = global::QueryGen.Functions.CollectionFunctions.Sorted(json.Arena, value);
        json.Append("{"u8);
        for (int i = 0; i < sorted.Count; i++)
        {
            json.Append(i == 0 ? ""u8 : ","u8);
            global::QueryGen.Functions.JsonText.Append(ref json, sorted.KeyAt(i));
            json.Append(":"u8);
            {{PrinterFor(type.Value)}}(ref json, sorted.ValueAt(i));
        }

        json.Append("}"u8);
        """);

    // Members stand in the order of their names.
    private Code PrintStruct(StructType type)
    {
        IEnumerable<string> members = type.Fields.OrderBy(field => field.Name, StringComparer.Ordinal).SelectMany((field, index) => new[]
        {
            $"json.Append({Code.Utf8($"{(index == 0 ? "{" : ",")}{JsonName.Quote(field.Name)}:")});",
            $"{PrinterFor(field.Type)}(ref json, there.{StructMembers.NameOf(type, field.Name)});",
        });
        return Code.Of($$"""
            {{Code.Lines(members)}}
            json.Append({{Code.Utf8(type.Fields.Count == 0 ? "{}" : "}")}});
            """);
    }

    private EmittedValue EmitEntries(BoundCall call)
    {
        MapType map = (MapType)call.Function.Parameters[0].Type!;
        ArrayType entries = (ArrayType)call.Type;
        StructType entry = (StructType)entries.Element;
        string name = scope.Methods.NameFor("Entries");
        scope.Methods.Add(Code.Of($$"""
            private static {{ClrTypes.Hot(entries)}} {{name}}(RecordArena arena, {{ClrTypes.Hot(map)}} map, bool? isSorted)
            {
                if (map.IsNull || isSorted is not { } sorts)
                {
                    return default;
                }

                map = sorts ? global::QueryGen.Functions.CollectionFunctions.Sorted(arena, map) : map;
                {{ClrTypes.Hot(entries)}} entries = {{ClrTypes.Hot(entries)}}.Create(arena, map.Count);
                for (int i = 0; i < map.Count; i++)
                {
                    {{ClrTypes.StructName(entry)}} entry = default;
                    entry.{{StructMembers.NameOf(entry, "K")}} = map.KeyAt(i);
                    entry.{{StructMembers.NameOf(entry, "V")}} = map.ValueAt(i);
                    entries.Set(i, entry);
                }

                return entries;
            }
            """));
        return new EmittedValue($"{name}(arena, {EmitArgument(call, call.Arguments[0], 0)}, {EmitArgument(call, call.Arguments[1], 1)})", IsNullable: true);
    }
}
