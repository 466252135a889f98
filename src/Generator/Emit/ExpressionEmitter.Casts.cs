using QueryGen.Binding;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <content>CAST: of scalars by the runtime, of collections and structs by emitted methods, member by member.</content>
internal sealed partial class ExpressionEmitter
{
    private EmittedValue EmitCast(BoundCast cast)
    {
        SqlType from = cast.Operand.Type;
        if (from.Kind == SqlKind.Null)
        {
            return new EmittedValue($"default({ClrTypes.Hot(cast.Type)})", IsNullable: true);
        }

        if (cast.IsOpen)
        {
            return EmitOpenCast(cast);
        }

        string operand = Contained(cast.Operand);
        return new EmittedValue(from == cast.Type ? operand : CastOf(operand, from, cast.Type), IsNullable: true);
    }

    private EmittedValue EmitOpenCast(BoundCast cast)
    {
        string operand = Simple(Inner(cast.Operand), cast.Operand.Type);
        string name = NewName();
        string cannotBe = cast.Operand is BoundLiteral ? $"{name} is null" : $"{name} is null && !{operand}.IsNull";
        _statements.Add(
            $"{ClrTypes.Hot(cast.Type)} {name} = {CastOf(operand, cast.Operand.Type, cast.Type)};\nif ({cannotBe})\n{{\n    {onError}\n}}\n");
        return new EmittedValue(name, IsNullable: true);
    }

    private string CastOf(string operand, SqlType from, SqlType to)
    {
        if (ValueEmitter.IsNested(from))
        {
            return to.Kind == SqlKind.String ? $"{PrintingMethod(from)}(arena, {operand})" : $"{CastingMethod(from, to)}(arena, {operand})";
        }

        return (from.Kind, to.Kind) switch
        {
            (SqlKind.Integer, SqlKind.BigInt) => $"(long?){Parenthesise(operand)}",
            (SqlKind.Integer or SqlKind.BigInt, SqlKind.Double) => $"(double?){Parenthesise(operand)}",
            (_, SqlKind.String) => $"Cast.ToText(arena, {operand})",
            (_, SqlKind.Bytes) => $"Cast.ToBytes(arena, {operand})",
            (_, SqlKind.Decimal) when to is DecimalType { IsWide: true } wide => $"Cast.ToWide({operand}, {wide.Precision}, {wide.Scale})",
            (_, SqlKind.Decimal) when to is DecimalType(int precision, int scale) => $"Cast.ToDecimal({operand}, {precision}, {scale})",
            _ => $"Cast.To{to.Kind}({operand})",
        };
    }

    // The method that casts a collection or struct. A member that cannot be cast is an error of the whole.
    private string CastingMethod(SqlType from, SqlType to)
    {
        Code body = (from, to) switch
        {
            (ArrayType source, ArrayType target) => CastArray(source, target),
            (MapType source, MapType target) => CastMap(source, target),
            (StructType source, StructType target) => CastStruct(source, target),
            _ => throw new InvalidOperationException($"The emitter has no cast of {from} to {to}."),
        };
        string name = scope.Methods.NameFor("CastTo" + ClrTypes.Word(to));
        scope.Methods.Add(Code.Of($$"""
            private static {{ClrTypes.Hot(to)}} {{name}}(RecordArena arena, {{ClrTypes.Hot(from)}} value)
            {
                if ({{(ClrTypes.HasIsNull(from) ? "value.IsNull" : "value is not { } there")}})
                {
                    return default;
                }

                {{body}}
                return made;
            }
            """));
        return name;
    }

    private Code CastArray(ArrayType from, ArrayType to) => Code.Of($$"""
        {{ClrTypes.Hot(to)}} made = {{ClrTypes.Hot(to)}}.Create(arena, value.Count);
        for (int i = 0; i < value.Count; i++)
        {
            {{CastMember("value[i]", "element", from.Element, to.Element)}}
            made.Set(i, element);
        }

        """);

    private Code CastMap(MapType from, MapType to) => Code.Of($$"""
        {{ClrTypes.Hot(to)}} made = {{ClrTypes.Hot(to)}}.Create(arena, value.Count);
        for (int i = 0; i < value.Count; i++)
        {
            {{CastMember("value.KeyAt(i)", "key", from.Key, to.Key)}}
            {{CastMember("value.ValueAt(i)", "element", from.Value, to.Value)}}
            made.Put(arena, key, element);
        }

        """);

    // By name: what only the source has is dropped, what only the target has is NULL.
    private Code CastStruct(StructType from, StructType to)
    {
        IEnumerable<string> members = to.Fields.Where(field => from.Fields.Any(other => other.Name == field.Name)).SelectMany((field, index) =>
        {
            SqlType source = from.Fields.First(other => other.Name == field.Name).Type;
            return new[]
            {
                CastMember($"there.{StructMembers.NameOf(from, field.Name)}", $"member{index}", source, field.Type),
                $"made.{StructMembers.NameOf(to, field.Name)} = member{index};",
            };
        });
        return Code.Of($$"""
            {{ClrTypes.NonNull(to)}} made = default;
            {{Code.Lines(members)}}
            """);
    }

    private string CastMember(string member, string name, SqlType from, SqlType to)
    {
        if (from == to)
        {
            return $"{ClrTypes.Hot(to)} {name} = {member};";
        }

        string wasThere = ClrTypes.HasIsNull(from) ? $"!{member}.IsNull" : $"{member} is not null";
        string isGone = ClrTypes.HasIsNull(to) ? $"{name}.IsNull" : $"{name} is null";
        return $"{ClrTypes.Hot(to)} {name} = {CastOf(member, from, to)};\nif ({isGone} && {wasThere})\n{{\n    return default;\n}}\n";
    }

    // The method that prints a collection or struct as Java does: [1, 2], {a=1, b=2}, Struct{A=1,B=x}.
    private string PrintingMethod(SqlType type)
    {
        string append = AppendingMethod(type);
        string name = scope.Methods.NameFor("Print");
        scope.Methods.Add(Code.Of($$"""
            private static Text {{name}}(RecordArena arena, {{ClrTypes.Hot(type)}} value)
            {
                if ({{(ClrTypes.HasIsNull(type) ? "value.IsNull" : "value is null")}})
                {
                    return default;
                }

                TextBuilder text = new(arena, 64);
                {{append}}(ref text, value);
                return text.ToText();
            }
            """));
        return name;
    }

    private string AppendingMethod(SqlType type)
    {
        Code body = type switch
        {
            ArrayType array => AppendArray(array),
            MapType map => AppendMap(map),
            StructType structure => AppendStruct(structure),
            { Kind: SqlKind.String } => Code.Of($$"""text.Append(value);"""),
            { Kind: SqlKind.Bytes } =>
                Code.Of($$"""text.Append(global::QueryGen.Functions.EncodingFunctions.FromBytes(text.Arena, value, Text.Literal("base64"u8)));"""),
            _ => Code.Of($$"""text.Append(Cast.ToText(text.Arena, value));"""),
        };
        string name = scope.Methods.NameFor("Append" + ClrTypes.Word(type));
        scope.Methods.Add(Code.Of($$"""
            private static void {{name}}(ref TextBuilder text, {{ClrTypes.Hot(type)}} value)
            {
                if ({{(ClrTypes.HasIsNull(type) ? "value.IsNull" : type is StructType ? "value is not { } there" : "value is null")}})
                {
                    text.Append("null"u8);
                    return;
                }

                {{body}}
            }
            """));
        return name;
    }

    private Code AppendArray(ArrayType type) => Code.Of($$"""
        text.Append("["u8);
        for (int i = 0; i < value.Count; i++)
        {
            text.Append(i == 0 ? ""u8 : ", "u8);
            {{AppendingMethod(type.Element)}}(ref text, value[i]);
        }

        text.Append("]"u8);
        """);

    private Code AppendMap(MapType type) => Code.Of($$"""
        text.Append("{"u8);
        for (int i = 0; i < value.Count; i++)
        {
            text.Append(i == 0 ? ""u8 : ", "u8);
            {{AppendingMethod(type.Key)}}(ref text, value.KeyAt(i));
            text.Append("="u8);
            {{AppendingMethod(type.Value)}}(ref text, value.ValueAt(i));
        }

        text.Append("}"u8);
        """);

    // Members that are NULL are left out.
    private Code AppendStruct(StructType type)
    {
        IEnumerable<string> members = type.Fields.Select(field =>
        {
            string member = $"there.{StructMembers.NameOf(type, field.Name)}";
            string isThere = ClrTypes.HasIsNull(field.Type) ? $"!{member}.IsNull" : $"{member} is not null";
            return $"if ({isThere})\n{{\n    text.Append(text.Length == start ? \"\"u8 : \",\"u8);\n"
                + $"    text.Append({Code.Utf8(field.Name + "=")});\n    {AppendingMethod(field.Type)}(ref text, {member});\n}}\n";
        });
        return Code.Of($$"""
            text.Append("Struct{"u8);
            int start = text.Length;
            {{Code.Lines(members)}}
            text.Append("}"u8);
            """);
    }
}
