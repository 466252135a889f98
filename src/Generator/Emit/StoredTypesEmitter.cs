using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes how the collections and structs of stored rows and keys are moved into a store, and how those of keys are compared.</summary>
internal static class StoredTypesEmitter
{
    /// <param name="kept">The ARRAY, MAP and STRUCT types of stored rows and keys, inner ones first.</param>
    /// <param name="keys">Those of keys, and of what aggregates tell apart.</param>
    public static Code Emit(IReadOnlyCollection<SqlType> kept, IReadOnlyCollection<SqlType> keys) => kept.Count == 0 ? None : Of($$"""
        /// <summary>Keeps the collections and structs of stored rows, and finds those of keys.</summary>
        internal static class StoredTypes
        {
            {{Sections(kept.Where(ClrTypes.HoldsSlices).Select(Copy))}}

            {{Sections(keys.Select(Find))}}
        }
        """);

    private static Code Copy(SqlType type) => type switch
    {
        ArrayType array => CopyArray(array),
        MapType map => CopyMap(map),
        _ => CopyStruct((StructType)type),
    };

    private static Code CopyArray(ArrayType type)
    {
        Code elements = !ClrTypes.HoldsSlices(type.Element) ? None : Of($$"""
            for (int i = 0; i < value.Count; i++)
            {
                {{ClrTypes.Hot(type.Element)}} element = value[i];
                {{ValueEmitter.CopySlices("element", type.Element)}}
                value.Set(i, element);
            }
            """);
        return Of($$"""
            public static void Copy{{ClrTypes.Word(type)}}(ref SliceCopy copy, ref {{ClrTypes.Hot(type)}} value)
            {
                copy.Take(ref value);
                {{elements}}
            }
            """);
    }

    private static Code CopyMap(MapType type) => Of($$"""
        public static void Copy{{ClrTypes.Word(type)}}(ref SliceCopy copy, ref {{ClrTypes.Hot(type)}} value)
        {
            copy.Take(ref value);
            for (int i = 0; i < value.Count; i++)
            {
                {{ClrTypes.Hot(type.Key)}} key = value.KeyAt(i);
                {{ClrTypes.Hot(type.Value)}} element = value.ValueAt(i);
                {{ValueEmitter.CopySlices("key", type.Key)}}
                {{(ClrTypes.HoldsSlices(type.Value) ? ValueEmitter.CopySlices("element", type.Value) : "")}}
                value.Set(i, key, element);
            }
        }
        """);

    private static Code CopyStruct(StructType type) => Of($$"""
        public static void Copy{{ClrTypes.Word(type)}}(ref SliceCopy copy, ref {{ClrTypes.Hot(type)}} value)
        {
            if (value is { } there)
            {
                {{Lines(type.Fields.Where(field => ClrTypes.HoldsSlices(field.Type)).Select(field =>
                    ValueEmitter.CopySlices("there." + StructMembers.NameOf(type, field.Name), field.Type)))}}
                value = there;
            }
        }
        """);

    private static Code Find(SqlType type) => type switch
    {
        ArrayType array => FindArray(array),
        MapType map => FindMap(map),
        _ => FindStruct((StructType)type),
    };

    private static Code FindArray(ArrayType type) => Of($$"""
        public static KeyHash Hash{{ClrTypes.Word(type)}}(KeyHash hash, {{ClrTypes.Hot(type)}} value)
        {
            hash = hash.With(value.IsNull ? -1 : value.Count);
            for (int i = 0; i < value.Count; i++)
            {
                hash = {{ValueEmitter.Hash("hash", "value[i]", type.Element)}};
            }

            return hash;
        }

        public static bool Same{{ClrTypes.Word(type)}}({{ClrTypes.Hot(type)}} left, {{ClrTypes.Hot(type)}} right)
        {
            bool isSame = left.IsNull == right.IsNull && left.Count == right.Count;
            for (int i = 0; isSame && i < left.Count; i++)
            {
                isSame = {{ValueEmitter.Same("left[i]", "right[i]", type.Element)}};
            }

            return isSame;
        }
        """);

    // The entries of a map have no order.
    private static Code FindMap(MapType type) => Of($$"""
        public static KeyHash Hash{{ClrTypes.Word(type)}}(KeyHash hash, {{ClrTypes.Hot(type)}} value)
        {
            uint entries = 0;
            for (int i = 0; i < value.Count; i++)
            {
                KeyHash entry = {{ValueEmitter.Hash("KeyHash.None", "value.KeyAt(i)", type.Key)}};
                entries += {{ValueEmitter.Hash("entry", "value.ValueAt(i)", type.Value)}}.Value;
            }

            return hash.With(value.IsNull ? -1 : value.Count).With(entries);
        }

        public static bool Same{{ClrTypes.Word(type)}}({{ClrTypes.Hot(type)}} left, {{ClrTypes.Hot(type)}} right)
        {
            bool isSame = left.IsNull == right.IsNull && left.Count == right.Count;
            for (int i = 0; isSame && i < left.Count; i++)
            {
                isSame = right.TryGet(left.KeyAt(i), out {{ClrTypes.Hot(type.Value)}} other)
                    && {{ValueEmitter.Same("left.ValueAt(i)", "other", type.Value)}};
            }

            return isSame;
        }
        """);

    private static Code FindStruct(StructType type)
    {
        string[] members = type.Fields.Select(field => StructMembers.NameOf(type, field.Name)).ToArray();
        string hash = "hash.With(0)";
        string same = "true";
        for (int i = 0; i < members.Length; i++)
        {
            hash = ValueEmitter.Hash(hash, "there." + members[i], type.Fields[i].Type);
            same += " && " + ValueEmitter.Same("one." + members[i], "two." + members[i], type.Fields[i].Type);
        }

        return Of($$"""
            public static KeyHash Hash{{ClrTypes.Word(type)}}(KeyHash hash, {{ClrTypes.Hot(type)}} value) =>
                value is { } there ? {{hash}} : hash.With(-1);

            public static bool Same{{ClrTypes.Word(type)}}({{ClrTypes.Hot(type)}} left, {{ClrTypes.Hot(type)}} right) =>
                left is { } one && right is { } two ? {{same}} : left is null && right is null;
            """);
    }
}
