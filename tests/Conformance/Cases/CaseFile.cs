using System.Text.Json;

namespace QueryGen.Conformance.Cases;

/// <summary>Reads query-validation files: JSON with comments, a list of cases each.</summary>
internal static class CaseFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>All cases of all files of a folder, in the order of the names of the files.</summary>
    public static IReadOnlyList<TestCase> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .SelectMany(path => Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))];

    /// <summary>The cases of one file, one for each format.</summary>
    /// <exception cref="InvalidDataException">The text is no list of cases.</exception>
    public static IReadOnlyList<TestCase> Read(string file, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            return [.. document.RootElement.GetProperty("tests").EnumerateArray()
                .SelectMany(element => Expand(file, element.Clone()))];
        }
        catch (Exception mistake) when (mistake is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file} is no file of query-validation cases: {mistake.Message}", mistake);
        }
    }

    // A list of configurations lists values of one property whose results must not differ: the first one stands for all.
    private static IEnumerable<TestCase> Expand(string file, JsonElement test)
    {
        string[] formats = Texts(test, "format");
        string? config = Texts(test, "config").FirstOrDefault();
        foreach (string? format in formats.Length == 0 ? new string?[] { null } : formats)
        {
            yield return Make(file, test, format, config);
        }
    }

    private static TestCase Make(string file, JsonElement test, string? format, string? config)
    {
        Dictionary<string, string> properties = Properties(test, config, out string? configured);
        string name = $"{file} - {test.GetProperty("name").GetString()}"
            + (format is null ? "" : " - " + format)
            + (configured is null ? "" : $" - {configured}={config}");
        bool isDisabled = test.TryGetProperty("enabled", out JsonElement enabled) && enabled.ValueKind == JsonValueKind.False;
        return new TestCase(
            file,
            name,
            [.. Texts(test, "statements").Select(sql => format is null ? sql : sql.Replace("{FORMAT}", format, StringComparison.Ordinal))],
            properties,
            Records(test, "inputs") ?? [],
            Records(test, "outputs"),
            Error(test),
            test.TryGetProperty("post", out JsonElement post) ? post : default,
            isDisabled ? "disabled in the suite itself" : null);
    }

    private static Dictionary<string, string> Properties(JsonElement test, string? config, out string? configured)
    {
        configured = null;
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        if (test.TryGetProperty("properties", out JsonElement given))
        {
            foreach (JsonProperty property in given.EnumerateObject())
            {
                string value = property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : property.Value.GetRawText();
                bool isConfigured = config is not null && value == "{CONFIG}";
                configured = isConfigured ? property.Name : configured;
                properties[property.Name] = isConfigured ? config! : value;
            }
        }

        return properties;
    }

    private static string[] Texts(JsonElement test, string member) => test.TryGetProperty(member, out JsonElement list)
        ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())]
        : [];

    private static ExpectedError? Error(JsonElement test)
    {
        if (!test.TryGetProperty("expectedException", out JsonElement error))
        {
            return null;
        }

        string type = Text(error, "type");
        return new ExpectedError(type[(type.LastIndexOf('.') + 1)..], Text(error, "message"));
    }

    private static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static CaseRecord[]? Records(JsonElement test, string member) => test.TryGetProperty(member, out JsonElement records)
        ? [.. records.EnumerateArray().Select(Record)]
        : null;

    private static CaseRecord Record(JsonElement record)
    {
        record.TryGetProperty("key", out JsonElement key);
        record.TryGetProperty("value", out JsonElement value);
        return new CaseRecord(
            record.GetProperty("topic").GetString()!,
            key,
            value,
            record.TryGetProperty("timestamp", out JsonElement timestamp) && timestamp.ValueKind == JsonValueKind.Number
                ? timestamp.GetInt64()
                : null,
            record.TryGetProperty("window", out JsonElement window) && window.ValueKind == JsonValueKind.Object ? Window(window) : null,
            record.TryGetProperty("headers", out JsonElement headers) && headers.ValueKind == JsonValueKind.Array
                ? [.. headers.EnumerateArray().Select(Header)]
                : null);
    }

    private static CaseWindow Window(JsonElement window) => new(
        window.GetProperty("start").GetInt64(),
        window.GetProperty("end").GetInt64(),
        string.Equals(Text(window, "type"), "session", StringComparison.OrdinalIgnoreCase));

    private static CaseHeader Header(JsonElement header) => new(
        header.GetProperty("KEY").GetString()!,
        header.TryGetProperty("VALUE", out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetBytesFromBase64()
            : null);
}
