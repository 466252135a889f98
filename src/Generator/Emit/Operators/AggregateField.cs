using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>A field of an aggregate's state: its type in C#, and how it is written, read and given back.</summary>
/// <param name="Save">The statement that writes it, in the state's method.</param>
/// <param name="Load">The statement that reads it.</param>
/// <param name="Free">The statement that gives its memory back; null where it has none.</param>
internal sealed record AggregateField(string Name, string Type, string Save, string Load, string? Free = null)
{
    /// <summary>A value of fixed size that is never NULL.</summary>
    public static AggregateField Number(string name, string type) =>
        new(name, type, $"writer.Fixed({name});", $"{name} = reader.Fixed<{type}>();");

    /// <summary>A value of SQL, as states hold it.</summary>
    public static AggregateField Value(string name, SqlType type) =>
        type.Kind == SqlKind.String ? new(
            name, "StoredText", $"writer.Write({name}.ToText());",
            $"reader.Read(out Text read{name});\nmemory.Keep(ref {name}, read{name});", $"memory.Free(ref {name});")
        : ClrTypes.HoldsSlices(type) ? Own(name, $"StoredValue<{ClrTypes.Hot(type)}, {AggregatedTypesEmitter.NameOf(type)}>")
        : new(name, ClrTypes.Hot(type), ValueEmitter.WriteState(name, type), ValueEmitter.ReadState(name, type));

    /// <summary>When a row came, counted over all rows of the store; 0 before the first.</summary>
    public static AggregateField Arrival(string name) => new(
        name, "long", $"writer.Fixed({name});", $"{name} = reader.Fixed<long>();\nmemory.SawArrival({name});");

    /// <summary>A struct that writes and reads itself, and has memory of the store.</summary>
    public static AggregateField Own(string name, string type) => new(
        name, type, $"{name}.Write(ref writer);", $"{name}.Read(ref reader, memory);", $"{name}.Free(memory);");
}
