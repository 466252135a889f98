using System.Globalization;
using System.Text.RegularExpressions;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>Binds CREATE SOURCE/SINK CONNECTOR.</summary>
internal sealed class ConnectorBinder(
    BindingReport report,
    Func<string, FoundSource?> findByName,
    Func<string, DataSource?> findByTopic,
    Func<string, bool> isBroken)
{
    private static readonly Dictionary<string, string> Classes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["datagen"] = "datagen",
        ["io.confluent.kafka.connect.datagen.DatagenConnector"] = "datagen",
        ["file"] = "file",
        ["database"] = "database",
        ["io.confluent.connect.jdbc.JdbcSourceConnector"] = "database",
    };

    private static readonly Regex Secret = new(
        "password|secret|api[._-]?key|token", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex SecretInside = new(
        @"(?:password|pwd)\s*=\s*(?!\$\{)[^;\s]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Null where it has an error (reported).</summary>
    public BoundConnector? Bind(CreateConnectorSyntax syntax)
    {
        int before = report.Errors;
        WithProperties properties = new(syntax.With, report, known: null);
        foreach (PropertySyntax property in syntax.With.Properties)
        {
            CheckSecret(property);
        }

        if (properties.Find("connector.class") is not { } written)
        {
            report.Report(BindingDiagnostics.MissingConnectorProperty, syntax.Name.Span, syntax.Name.Text, "connector.class");
            return null;
        }

        string connectorClass = properties.Text("connector.class") ?? "";
        if (written.Value is StringLiteralSyntax && !Classes.ContainsKey(connectorClass))
        {
            report.Report(BindingDiagnostics.UnknownConnectorClass, written.Value.Span, connectorClass);
            return null;
        }

        DataSource? source = BindTarget(syntax, properties);
        return report.Errors > before || source is null
            ? null
            : new BoundConnector(
                syntax.Name.Text,
                syntax.IsSink,
                Classes[connectorClass],
                source,
                syntax.With.Properties.Select(
                    property => new KeyValuePair<string, string>(property.Name, ValueOf(property))).ToEquatableArray(),
                report.ClauseOf(SyntaxPrinter.Print(syntax), syntax.Span));
    }

    // By SQL name (source, stream, table) or by topic (topic, kafka.topic, topics, topic.prefix with table).
    private DataSource? BindTarget(CreateConnectorSyntax syntax, WithProperties properties)
    {
        bool isTableName = properties.Find("topic.prefix") is not null
            || (Classes.TryGetValue(properties.Text("connector.class") ?? "", out string? kind) && kind == "database");
        foreach (string name in isTableName ? new[] { "source", "stream" } : ["source", "stream", "table"])
        {
            if (properties.Find(name) is { } property && properties.Text(name) is { } text)
            {
                string sqlName = text.Trim('`');
                sqlName = sqlName == text ? text.ToUpperInvariant() : sqlName;
                FoundSource? found = findByName(sqlName);
                return found is not null ? found.Source
                    : isBroken(sqlName) ? null
                    : Missing(syntax, property, $"there is no stream or table '{text}'");
            }
        }

        foreach (string name in new[] { "kafka.topic", "topic", "topics" })
        {
            if (properties.Find(name) is { } property && properties.Text(name) is { } topic)
            {
                return findByTopic(topic) ?? Missing(syntax, property, $"no stream or table has the topic '{topic}'");
            }
        }

        if (properties.Find("topic.prefix") is { } prefix && properties.Text("topic.prefix") is { } start
            && properties.Text("table") is { } table)
        {
            return findByTopic(start + table) ?? Missing(syntax, prefix, $"no stream or table has the topic '{start + table}'");
        }

        report.Report(
            BindingDiagnostics.ConnectorSource, syntax.Name.Span, syntax.Name.Text,
            "say which stream or table it fills or reads with 'source' or 'topic'");
        return null;
    }

    private DataSource? Missing(CreateConnectorSyntax syntax, PropertySyntax property, string reason)
    {
        report.Report(BindingDiagnostics.ConnectorSource, property.Value.Span, syntax.Name.Text, reason);
        return null;
    }

    private void CheckSecret(PropertySyntax property)
    {
        if (property.Value is not StringLiteralSyntax { Value: var value } || value.Length == 0)
        {
            return;
        }

        bool isPlaceholder = value.StartsWith("${", StringComparison.Ordinal);
        if ((Secret.IsMatch(property.Name) && !isPlaceholder) || SecretInside.IsMatch(value))
        {
            report.Report(SecurityDiagnostics.LiteralSecret, property.Value.Span, property.Name);
        }
    }

    private static string ValueOf(PropertySyntax property) => property.Value switch
    {
        StringLiteralSyntax text => text.Value,
        IntegerLiteralSyntax number => number.Value.ToString(CultureInfo.InvariantCulture),
        BooleanLiteralSyntax flag => flag.Value ? "true" : "false",
        DecimalLiteralSyntax number => number.Text,
        DoubleLiteralSyntax number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        ColumnSyntax name => name.Name.Text,
        _ => "",
    };
}
