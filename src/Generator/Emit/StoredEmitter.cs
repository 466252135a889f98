using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>A field of what a store keeps.</summary>
internal readonly record struct StoredMember(string Name, SqlType Type);

/// <summary>Writes how rows and keys are kept: written for the changelog, moved into a store's memory, and, for keys, found.</summary>
internal static class StoredEmitter
{
    /// <summary>The members of a row. They are the interface's own, so that no column's name can clash with them.</summary>
    /// <param name="bounds">Those that are the bounds of a window.</param>
    public static Code Row(string type, IReadOnlyCollection<StoredMember> members, IReadOnlyCollection<string> bounds) => Sections([
        Of($$"""
            readonly void IStored<{{type}}>.Write(ref StateWriter writer)
            {
                {{Lines(members.Select(member => ValueEmitter.WriteState(member.Name, member.Type)))}}
                {{Lines(bounds.Select(bound => $"writer.Fixed({bound});"))}}
            }

            static {{type}} IStored<{{type}}>.Read(ref StateReader reader)
            {
                {{type}} row = default;
                {{Lines(members.Select(member => ValueEmitter.ReadState("row." + member.Name, member.Type)))}}
                {{Lines(bounds.Select(bound => $"row.{bound} = reader.Fixed<long>();"))}}
                return row;
            }
            """),
        Slices(type, members),
    ]);

    /// <summary>The struct of a key. Its parts are never NULL: a row with a NULL in its key reaches no store.</summary>
    public static Code Key(string summary, string type, IReadOnlyCollection<StoredMember> parts) => Of($$"""
        /// <summary>{{Xml(summary)}} No part is NULL.</summary>
        internal struct {{type}} : IStoredKey<{{type}}>
        {
            {{Lines(parts.Select(part => $"public {ClrTypes.InKey(part.Type)} {part.Name};"))}}

            readonly KeyHash IStoredKey<{{type}}>.Hash() => {{parts.Aggregate("KeyHash.None", (hash, part) => ValueEmitter.Hash(hash, part.Name, part.Type))}};

            readonly bool IStoredKey<{{type}}>.Same(in {{type}} other) =>
                {{string.Join(" && ", parts.Select(part => ValueEmitter.Same(part.Name, "other." + part.Name, part.Type)))}};

            readonly void IStored<{{type}}>.Write(ref StateWriter writer)
            {
                {{Lines(parts.Select(part => IsFixed(part) ? $"writer.Fixed({part.Name});" : ValueEmitter.WriteState(part.Name, part.Type)))}}
            }

            static {{type}} IStored<{{type}}>.Read(ref StateReader reader)
            {
                {{type}} key = default;
                {{Lines(parts.Select(part => IsFixed(part)
                    ? $"key.{part.Name} = reader.Fixed<{ClrTypes.InKey(part.Type)}>();"
                    : ValueEmitter.ReadState("key." + part.Name, part.Type)))}}
                return key;
            }

            {{Slices(type, parts)}}
        }
        """);

    /// <summary>Whether a part of a key is there, of a value as rows hold it.</summary>
    public static string IsThere(string local, SqlType type) => ClrTypes.HasIsNull(type) ? $"!{local}.IsNull" : $"{local}.HasValue";

    /// <summary>Whether a part of a key is NULL, of a value as rows hold it.</summary>
    public static string IsNull(string local, SqlType type) => ClrTypes.HasIsNull(type) ? $"{local}.IsNull" : $"{local} is null";

    /// <summary>A part of a key, of a row's value that is there.</summary>
    public static string Part(string value, SqlType type) =>
        ClrTypes.Hot(type) == ClrTypes.InKey(type) ? value : $"{value}.GetValueOrDefault()";

    // What a key holds without a byte that says whether it is there.
    private static bool IsFixed(StoredMember part) => ClrTypes.Hot(part.Type) != ClrTypes.InKey(part.Type);

    private static Code Slices(string type, IEnumerable<StoredMember> members)
    {
        string[] slices = members.Where(member => ClrTypes.HoldsSlices(member.Type))
            .Select(member => ValueEmitter.CopySlices(member.Name, member.Type)).ToArray();
        return Of($$"""
            {{(slices.Length == 0 ? "readonly " : "")}}void IStored<{{type}}>.CopySlices(ref SliceCopy copy)
            {
                {{Lines(slices)}}
            }
            """);
    }
}
