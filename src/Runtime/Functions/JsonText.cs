using System.Text.Json;
using System.Text.Json.Serialization;

namespace QueryGen.Functions;

/// <summary>JSON as ksqlDB prints it: compact, and other than quotes and controls nothing is escaped.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonText : JsonSerializerContext
{
    public static JsonText Compact { get; } = new(new JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
