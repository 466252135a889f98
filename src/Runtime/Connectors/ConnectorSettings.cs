using System.Globalization;

namespace QueryGen.Connectors;

/// <summary>
/// The properties of a CREATE CONNECTOR, with secrets put in; remembers which of them were asked for.
/// </summary>
internal sealed class ConnectorSettings
{
    /// <summary>Properties that the compiler reads, or that mean something to Kafka Connect only.</summary>
    private static readonly string[] ReadElsewhere =
    [
        "connector.class", "source", "kafka.topic", "topic", "topic.prefix", "name", "tasks.max", "key.converter", "value.converter",
        "runtime",
    ];

    private readonly string _connector;
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _asked = new(ReadElsewhere, StringComparer.OrdinalIgnoreCase);

    public ConnectorSettings(string connector, IEnumerable<KeyValuePair<string, string>> properties)
    {
        _connector = connector;
        foreach ((string name, string value) in properties)
        {
            try
            {
                _values[name] = SecretReference.Resolve(value);
            }
            catch (ConnectorException problem)
            {
                throw Wrong(name, problem.Message);
            }
        }
    }

    /// <summary>Properties that nothing asked for; misspelt, as a rule.</summary>
    public IEnumerable<string> NotRead => _values.Keys.Where(name => !_asked.Contains(name)).Order(StringComparer.Ordinal);

    public string? Text(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
    }

    public string Text(string name, string fallback) => Text(name) ?? fallback;

    public string Required(string name) => Text(name) ?? throw Wrong(name, "it is missing.");

    /// <summary>One of several words, in lower case.</summary>
    public string Choice(string name, string fallback, params string[] choices)
    {
        string value = Text(name, fallback).ToLowerInvariant();
        return choices.Contains(value, StringComparer.Ordinal)
            ? value
            : throw Wrong(name, $"'{value}' is none of {string.Join(", ", choices)}.");
    }

    public long? Number(string name, long least = long.MinValue) => Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least ? number
        : throw Wrong(name, least > long.MinValue ? $"'{text}' is no whole number from {least} on." : $"'{text}' is no whole number.");

    public double? Fraction(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
        : throw Wrong(name, $"'{text}' is no number.");

    public bool Flag(string name, bool fallback) => Text(name) is not { } text ? fallback
        : bool.TryParse(text, out bool value) ? value
        : throw Wrong(name, $"'{text}' is neither true nor false.");

    public TimeSpan Milliseconds(string name, long fallback) => TimeSpan.FromMilliseconds(Number(name, least: 0) ?? fallback);

    public ConnectorException Wrong(string name, string problem) => new($"Connector {_connector}, property '{name}': {problem}");
}
