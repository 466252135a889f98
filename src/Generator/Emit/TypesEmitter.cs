using QueryGen.Emit.Serdes;
using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes what the ARRAY, MAP and STRUCT types of a program need: structs, and how each type is read and written.</summary>
internal static class TypesEmitter
{
    public static Code Emit(EquatableArray<SqlType> types) => Of($$"""
        {{Sections(types.OfType<StructType>().Select(Struct))}}

        /// <summary>Reads and writes the collections and structs of the program's rows.</summary>
        internal static class SqlTypes
        {
            {{Sections(types.Select(Methods))}}
        }
        """);

    private static Code Struct(StructType type)
    {
        string name = ClrTypes.StructName(type);
        IEnumerable<string> fields = type.Fields.Select(
            field => $"public {ClrTypes.Hot(field.Type)} {StructMembers.NameOf(type, field.Name)};");
        string equal = string.Join(" && ", type.Fields.Select(field => StructMembers.NameOf(type, field.Name))
            .Select(member => $"!Compare.IsDistinct({member}, other.{member})"));
        return Of($$"""
            /// <summary>{{Xml(type.ToString())}}</summary>
            internal struct {{name}} : System.IEquatable<{{name}}>
            {
                {{Lines(fields)}}

                public readonly bool Equals({{name}} other) => {{(equal.Length == 0 ? "true" : equal)}};

                public override readonly bool Equals(object? other) => other is {{name}} same && Equals(same);

                public override readonly int GetHashCode() => {{type.Fields.Count}};
            }
            """);
    }

    private static Code Methods(SqlType type) => Sections([
        type switch
        {
            ArrayType array => Sections([Array(array), StoredArray(array)]),
            MapType map => Sections([Map(map), StoredMap(map)]),
            _ => Sections([Fields((StructType)type), StoredFields((StructType)type)]),
        },
        Friendly(type),
    ]);

    private static Code Array(ArrayType type)
    {
        string word = ClrTypes.Word(type);
        string clr = ClrTypes.Hot(type);
        string element = ClrTypes.Hot(type.Element);
        return Of($$"""
            public static bool Read{{word}}(ref JsonReader json, RecordArena arena, out {{clr}} value)
            {
                value = default;
                if (json.TryReadNull())
                {
                    return true;
                }

                ArrayBuilder<{{element}}> elements = new(arena);
                bool isRead = json.ReadArrayStart();
                while (isRead && json.NextElement())
                {
                    isRead = {{ValueEmitter.ReadJson($"{element} element", type.Element)}};
                    elements.Add(element);
                }

                value = elements.ToArray();
                return json.Reason is null;
            }

            public static void Write{{word}}(ref JsonWriter json, {{clr}} value)
            {
                json.Reserve(4);
                if (value.IsNull)
                {
                    json.Null();
                    return;
                }

                json.Raw("["u8);
                for (int i = 0; i < value.Count; i++)
                {
                    json.Reserve({{WriteRoom.Json(1, "value[i]", type.Element)}});
                    json.Raw(i == 0 ? ""u8 : ","u8);
                    {{ValueEmitter.WriteJson("value[i]", type.Element)}}
                }

                json.Reserve(1);
                json.Raw("]"u8);
            }
            """);
    }

    private static Code StoredArray(ArrayType type)
    {
        string word = ClrTypes.Word(type);
        string clr = ClrTypes.Hot(type);
        string element = ClrTypes.Hot(type.Element);
        return Of($$"""
            public static void Load{{word}}(ref StateReader reader, out {{clr}} value)
            {
                int count = reader.Count();
                value = count < 0 ? default : {{clr}}.Create(reader.Arena, count);
                for (int i = 0; i < count; i++)
                {
                    {{ValueEmitter.ReadState($"{element} element", type.Element)}}
                    value.Set(i, element);
                }
            }

            public static void Save{{word}}(ref StateWriter writer, {{clr}} value)
            {
                writer.Count(value.IsNull ? -1 : value.Count);
                for (int i = 0; i < value.Count; i++)
                {
                    {{ValueEmitter.WriteState("value[i]", type.Element)}}
                }
            }
            """);
    }

    private static Code Map(MapType type)
    {
        string word = ClrTypes.Word(type);
        string clr = ClrTypes.Hot(type);
        string element = ClrTypes.Hot(type.Value);
        return Of($$"""
            public static bool Read{{word}}(ref JsonReader json, RecordArena arena, out {{clr}} value)
            {
                value = default;
                if (json.TryReadNull())
                {
                    return true;
                }

                value = {{clr}}.Create(arena, 4);
                bool isRead = json.ReadObjectStart();
                while (isRead && json.NextMember(out Text key))
                {
                    isRead = {{ValueEmitter.ReadJson($"{element} element", type.Value)}};
                    value.Put(arena, key, element);
                }

                return json.Reason is null;
            }

            public static void Write{{word}}(ref JsonWriter json, {{clr}} value)
            {
                json.Reserve(4);
                if (value.IsNull)
                {
                    json.Null();
                    return;
                }

                json.Raw("{"u8);
                for (int i = 0; i < value.Count; i++)
                {
                    json.Reserve(JsonWriter.MostNameBytes(value.KeyAt(i)) + {{WriteRoom.Json(2, "value.ValueAt(i)", type.Value)}});
                    json.Raw(i == 0 ? ""u8 : ","u8);
                    json.WriteName(value.KeyAt(i));
                    json.Raw(":"u8);
                    {{ValueEmitter.WriteJson("value.ValueAt(i)", type.Value)}}
                }

                json.Reserve(1);
                json.Raw("}"u8);
            }
            """);
    }

    private static Code StoredMap(MapType type)
    {
        string word = ClrTypes.Word(type);
        string clr = ClrTypes.Hot(type);
        string element = ClrTypes.Hot(type.Value);
        return Of($$"""
            public static void Load{{word}}(ref StateReader reader, out {{clr}} value)
            {
                int count = reader.Count();
                value = count < 0 ? default : {{clr}}.Create(reader.Arena, count);
                for (int i = 0; i < count; i++)
                {
                    reader.Read(out Text key);
                    {{ValueEmitter.ReadState($"{element} element", type.Value)}}
                    value.Put(reader.Arena, key, element);
                }
            }

            public static void Save{{word}}(ref StateWriter writer, {{clr}} value)
            {
                writer.Count(value.IsNull ? -1 : value.Count);
                for (int i = 0; i < value.Count; i++)
                {
                    writer.Write(value.KeyAt(i));
                    {{ValueEmitter.WriteState("value.ValueAt(i)", type.Value)}}
                }
            }
            """);
    }

    private static Code Fields(StructType type)
    {
        string word = ClrTypes.Word(type);
        string Member(StructField field) => StructMembers.NameOf(type, field.Name);
        IEnumerable<string> reads = type.Fields
            .OrderBy(field => JsonName.MatchesAnyCase(field.Name))
            .Select(field => $"({JsonName.Asked(field.Name)} && {ValueEmitter.ReadJson($"read.{Member(field)}", field.Type)})");
        string room = WriteRoom.Json(type.Fields.Select(field => (field.Name, $"there.{Member(field)}", field.Type)));
        IEnumerable<Code> writes = type.Fields.Select((field, index) => Of($$"""
            json.Raw({{Utf8($"{(index == 0 ? "{" : ",")}{JsonName.Quote(field.Name)}:")}});
            {{ValueEmitter.WriteJson($"there.{Member(field)}", field.Type)}}
            {{(ValueEmitter.IsNested(field.Type) ? $"json.Reserve({room});" : "")}}
            """));
        return Of($$"""
            public static bool Read{{word}}(ref JsonReader json, RecordArena arena, out {{word}}? value)
            {
                value = null;
                if (json.TryReadNull())
                {
                    return true;
                }

                {{word}} read = default;
                bool isRead = json.ReadObjectStart();
                while (isRead && json.NextMember())
                {
                    isRead = {{Alternatives([.. reads, "json.SkipMember()"])}};
                }

                value = read;
                return json.Reason is null;
            }

            public static void Write{{word}}(ref JsonWriter json, {{word}}? value)
            {
                json.Reserve(4);
                if (value is not { } there)
                {
                    json.Null();
                    return;
                }

                json.Reserve({{room}});

                {{Lines(writes)}}
                json.Raw({{Utf8(type.Fields.Count == 0 ? "{}" : "}")}});
            }
            """);
    }

    private static Code StoredFields(StructType type)
    {
        string word = ClrTypes.Word(type);
        string Member(StructField field) => StructMembers.NameOf(type, field.Name);
        return Of($$"""
            public static void Load{{word}}(ref StateReader reader, out {{word}}? value)
            {
                value = null;
                if (reader.Count() >= 0)
                {
                    {{word}} read = default;
                    {{Lines(type.Fields.Select(field => ValueEmitter.ReadState($"read.{Member(field)}", field.Type)))}}
                    value = read;
                }
            }

            public static void Save{{word}}(ref StateWriter writer, {{word}}? value)
            {
                writer.Count(value is null ? -1 : 0);
                if (value is { } there)
                {
                    {{Lines(type.Fields.Select(field => ValueEmitter.WriteState($"there.{Member(field)}", field.Type)))}}
                }
            }
            """);
    }

    // A user's C# sees a collection or struct as JSON text.
    private static Code Friendly(SqlType type)
    {
        string word = ClrTypes.Word(type);
        string isNull = ClrTypes.HasIsNull(type) ? "value.IsNull" : "value is null";
        return Of($$"""
            public static string? ToJson{{word}}({{ClrTypes.Hot(type)}} value)
            {
                if ({{isNull}})
                {
                    return null;
                }

                using OutputBuffer output = new(256);
                output.Begin(timestampMs: 0);
                JsonWriter json = new(output, 0);
                Write{{word}}(ref json, value);
                json.EndValue();
                output.End();
                return System.Text.Encoding.UTF8.GetString(output[0].Value);
            }

            public static {{ClrTypes.Hot(type)}} FromJson{{word}}(RecordArena arena, string? text)
            {
                JsonReader json = new(arena.Text(text ?? "null").Span, arena);
                return Read{{word}}(ref json, arena, out {{ClrTypes.Hot(type)}} value)
                    ? value
                    : throw new System.FormatException({{Literal($"This is not the JSON of a {type}: ")}} + json.Reason);
            }
            """);
    }
}
