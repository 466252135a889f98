using System.Globalization;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Makes a data source from a CREATE statement's columns and its WITH clause.</summary>
internal sealed class WithClauseBinder
{
    private static readonly string[] Both =
    [
        "KAFKA_TOPIC", "FORMAT", "KEY_FORMAT", "VALUE_FORMAT", "KEY_DELIMITER", "VALUE_DELIMITER", "WRAP_SINGLE_VALUE",
        "TIMESTAMP",
        "TIMESTAMP_FORMAT", "PARTITIONS", "REPLICAS", "RETENTION_MS", .. ErrorPolicyBinder.Properties,
    ];

    private static readonly string[] CreateOnly = ["WINDOW_TYPE", "WINDOW_SIZE", "SOURCE_CONNECTOR", "SOURCED_BY_CONNECTOR"];

    private static readonly string[] Registry =
    [
        "KEY_SCHEMA_ID", "VALUE_SCHEMA_ID", "KEY_SCHEMA_FULL_NAME", "VALUE_SCHEMA_FULL_NAME", "VALUE_AVRO_SCHEMA_FULL_NAME",
        "KEY_PROTOBUF_NULLABLE_REPRESENTATION", "VALUE_PROTOBUF_NULLABLE_REPRESENTATION",
    ];

    private readonly StatementScope _scope;
    private readonly WithProperties _properties;
    private readonly FormatBinder _formats;
    private readonly IdentifierSyntax _name;
    private readonly SourceKind _kind;

    public WithClauseBinder(StatementScope scope, WithSyntax? with, IdentifierSyntax name, SourceKind kind)
    {
        _scope = scope;
        _name = name;
        _kind = kind;
        _properties = new WithProperties(with, scope.Report, [.. Both, .. CreateOnly, .. Registry, "CLEANUP_POLICY"]);
        _formats = new FormatBinder(_properties, scope);
    }

    /// <summary>A source that is declared with its columns.</summary>
    public DataSource Declare(IReadOnlyList<PlacedColumn> columns, bool isReadOnly, SourceSpan statement)
    {
        CheckNames(isDerived: false);
        if (_properties.Find("KAFKA_TOPIC") is null)
        {
            _scope.Report.Report(BindingDiagnostics.MissingTopic, _name.Span, _name.Text);
        }

        SerdeFormat key = _formats.Written("KEY", out bool keyIsBroken) ?? DefaultKeyFormat();
        SerdeFormat? value = _formats.Written("VALUE", out bool valueIsBroken) ?? DefaultValueFormat();
        if (value is null && !valueIsBroken)
        {
            _scope.Report.Report(BindingDiagnostics.MissingFormat, _name.Span, _name.Text);
        }

        KeyWindow window = BindWindow(columns);
        bool isChecked = !keyIsBroken;
        return Build(
            columns, key, value ?? SerdeFormat.Json, ',', ',', isChecked, value is not null, window,
            statement) with
        { IsReadOnly = isReadOnly };
    }

    /// <summary>A query's result.</summary>
    /// <param name="from">The left-most source, whose formats the result takes where none are written.</param>
    /// <param name="isKeyRemoved">PARTITION BY NULL: there is no key, and its format is NONE.</param>
    public DataSource Derive(
        IReadOnlyList<PlacedColumn> columns, DataSource from, KeyWindow window, bool isKeyRemoved, SourceSpan statement)
    {
        CheckNames(isDerived: true);
        SerdeFormat? writtenKey = _formats.Written("KEY", out bool keyIsBroken);
        SerdeFormat? writtenValue = _formats.Written("VALUE", out bool valueIsBroken);
        bool hasKey = columns.Any(placed => IsKey(placed.Column));
        SerdeFormat key = writtenKey ?? (
            from.KeyFormat.Format == SerdeFormat.None && hasKey ? DefaultKeyFormat() : from.KeyFormat.Format);
        if (isKeyRemoved)
        {
            if (writtenKey is not null and not SerdeFormat.None && _properties.Find("KEY_FORMAT") is { } property)
            {
                _scope.Report.Report(
                    BindingDiagnostics.PropertyNotHere, property.NameSpan, "KEY_FORMAT",
                    "PARTITION BY NULL leaves no key; remove it");
            }

            key = SerdeFormat.None;
        }

        SerdeFormat value = writtenValue ?? from.ValueFormat.Format;
        return Build(
            columns, key, value, from.KeyFormat.Delimiter, from.ValueFormat.Delimiter, !keyIsBroken, !valueIsBroken,
            window, statement) with
        {
            IsDerived = true,
        };
    }

    private DataSource Build(
        IReadOnlyList<PlacedColumn> columns,
        SerdeFormat key,
        SerdeFormat value,
        char keyDelimiter,
        char valueDelimiter,
        bool checksKey,
        bool checksValue,
        KeyWindow window,
        SourceSpan statement)
    {
        List<PlacedColumn> keys = columns.Where(placed => IsKey(placed.Column)).ToList();
        List<PlacedColumn> values = columns.Where(placed => placed.Column.Role == ColumnRole.Value).ToList();
        IEnumerable<PlacedColumn> headers = columns.Where(
            placed => placed.Column.Role is ColumnRole.Header or ColumnRole.Headers);
        if (checksKey)
        {
            _formats.Check("KEY", key, keys);
        }

        if (checksValue)
        {
            _formats.Check("VALUE", value, values);
        }

        FormatSpec keyFormat = new(
            key, _formats.Delimiter("KEY", key, keyDelimiter), IsWrapped: key == SerdeFormat.Json && keys.Count > 1);
        FormatSpec valueFormat = new(
            value, _formats.Delimiter("VALUE", value, valueDelimiter), _formats.IsWrapped(value, values.Count));
        string? written = _properties.Text("KAFKA_TOPIC");
        ErrorPolicyBinder.CheckTopicName(_properties.Find("KAFKA_TOPIC"), written, _properties);
        string topic = written ?? (_scope.Setting("ksql.output.topic.name.prefix") ?? "") + _name.Text;
        (string? timestamp, string? format) = BindTimestamp(columns);
        (ErrorPolicy? onError, string? deadLetters) = ErrorPolicyBinder.Bind(_properties, _scope.Setting, topic, timestamp is not null);
        return new DataSource(
            _name.Text,
            _kind,
            keys.Concat(values).Concat(headers).Select(placed => placed.Column).ToEquatableArray(),
            topic,
            keyFormat,
            valueFormat,
            window,
            timestamp,
            format,
            (int?)_properties.Number("PARTITIONS", 100_000),
            (int?)_properties.Number("REPLICAS", short.MaxValue),
            BindRetention(window),
            onError,
            IsReadOnly: false,
            IsDerived: false,
            RowTypeName: null,
            _scope.Report.PlaceOf(statement))
        {
            DeadLetterTopic = deadLetters,
        };
    }

    private static bool IsKey(ColumnSchema column) => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey;

    private void CheckNames(bool isDerived)
    {
        foreach (string name in Registry)
        {
            if (_properties.Find(name) is { } property)
            {
                _scope.Report.Report(BindingDiagnostics.NotSupportedYet, property.NameSpan, name);
            }
        }

        if (_properties.Find("CLEANUP_POLICY") is { } policy)
        {
            _scope.Report.Report(
                BindingDiagnostics.PropertyNotHere, policy.NameSpan, "CLEANUP_POLICY",
                "a stream's topic is deleted from, a table's compacted; remove it");
        }

        foreach (string name in isDerived ? CreateOnly : [])
        {
            if (_properties.Find(name) is { } property)
            {
                _scope.Report.Report(
                    BindingDiagnostics.PropertyNotHere, property.NameSpan, name, "the query decides it; remove it");
            }
        }
    }

    private SerdeFormat DefaultKeyFormat() =>
        _scope.Setting("ksql.persistence.default.format.key") is { } text
            && _formats.Parse(text, _name.Span, reports: true) is { } format
            ? format
            : SerdeFormat.Kafka;

    private SerdeFormat? DefaultValueFormat() =>
        _scope.Setting("ksql.persistence.default.format.value") is { } text
            ? _formats.Parse(text, _name.Span, reports: true)
            : null;

    private long? BindRetention(KeyWindow window)
    {
        if (_properties.Find("RETENTION_MS") is { } property && _kind == SourceKind.Table && window.Kind == WindowKind.None)
        {
            _scope.Report.Report(
                BindingDiagnostics.PropertyNotHere, property.NameSpan, "RETENTION_MS",
                "a table's topic is compacted and keeps the last row of each key");
            return null;
        }

        return _properties.Number("RETENTION_MS", long.MaxValue);
    }

    private (string? Column, string? Format) BindTimestamp(IReadOnlyList<PlacedColumn> columns)
    {
        string? format = _properties.Text("TIMESTAMP_FORMAT");
        if (_properties.Find("TIMESTAMP") is not { } property || _properties.Text("TIMESTAMP") is not { } written)
        {
            if (_properties.Find("TIMESTAMP_FORMAT") is { } alone && _properties.Find("TIMESTAMP") is null)
            {
                _scope.Report.Report(
                    BindingDiagnostics.TimestampColumnType, alone.NameSpan,
                    "TIMESTAMP_FORMAT needs TIMESTAMP='column' beside it");
            }

            return (null, null);
        }

        string name = written.Length > 1 && written[0] == '`' ? written.Trim('`') : written.ToUpperInvariant();
        if (columns.FirstOrDefault(placed => placed.Column.Name == name)?.Column is not { } column)
        {
            _scope.Report.Report(
                BindingDiagnostics.UnknownColumn,
                property.Value.Span,
                name,
                Suggestion.Among(name, "there are", columns.Select(placed => placed.Column.Name).ToList()));
            return (null, null);
        }

        string? wrong = column.Type.Kind switch
        {
            SqlKind.Error => null,
            SqlKind.String when format is null => $"'{name}' is STRING: write TIMESTAMP_FORMAT='…' to say how it is read",
            SqlKind.String => null,
            SqlKind.BigInt or SqlKind.Timestamp when format is not null =>
                $"TIMESTAMP_FORMAT is for a STRING, '{name}' is {column.Type}; remove it",
            SqlKind.BigInt or SqlKind.Timestamp => null,
            _ => $"'{name}' is {column.Type}; an event time is BIGINT, TIMESTAMP, or STRING with TIMESTAMP_FORMAT",
        };
        if (wrong is not null)
        {
            _scope.Report.Report(BindingDiagnostics.TimestampColumnType, property.Value.Span, wrong);
        }

        return (name, format);
    }

    private KeyWindow BindWindow(IReadOnlyList<PlacedColumn> columns)
    {
        if (_properties.Find("WINDOW_TYPE") is not { } type || _properties.Text("WINDOW_TYPE") is not { } kind)
        {
            if (_properties.Find("WINDOW_SIZE") is { } alone && _properties.Find("WINDOW_TYPE") is null)
            {
                _scope.Report.Report(
                    BindingDiagnostics.WindowProperties, alone.NameSpan, "WINDOW_SIZE needs WINDOW_TYPE beside it");
            }

            return KeyWindow.None;
        }

        bool isSession = kind.Equals("SESSION", StringComparison.OrdinalIgnoreCase);
        bool isTime = kind.Equals("TUMBLING", StringComparison.OrdinalIgnoreCase)
            || kind.Equals("HOPPING", StringComparison.OrdinalIgnoreCase);
        if (!isSession && !isTime)
        {
            _properties.Wrong(type, "'TUMBLING', 'HOPPING' or 'SESSION'");
            return KeyWindow.None;
        }

        if (!columns.Any(placed => IsKey(placed.Column)))
        {
            _scope.Report.Report(
                BindingDiagnostics.WindowProperties, type.NameSpan,
                "A windowed source needs a key column: the window stands in the key");
        }

        return isSession ? SessionWindow() : TimeWindow(type);
    }

    private KeyWindow SessionWindow()
    {
        if (_properties.Find("WINDOW_SIZE") is { } size)
        {
            _scope.Report.Report(
                BindingDiagnostics.WindowProperties, size.NameSpan,
                "A session has no WINDOW_SIZE: each one has its own; remove it");
        }

        return new KeyWindow(WindowKind.Session, 0);
    }

    private KeyWindow TimeWindow(PropertySyntax type)
    {
        if (_properties.Find("WINDOW_SIZE") is not { } property)
        {
            _scope.Report.Report(
                BindingDiagnostics.WindowProperties, type.Span,
                "WINDOW_TYPE needs WINDOW_SIZE='…' beside it, for instance '10 SECONDS'");
            return new KeyWindow(WindowKind.Time, 1);
        }

        string[] words = (_properties.Text("WINDOW_SIZE") ?? "").Split([' '], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 2
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && Durations.UnitMs(words[1]) is { } unitMs
            && count > 0)
        {
            return new KeyWindow(WindowKind.Time, count * unitMs);
        }

        if (property.Value is StringLiteralSyntax)
        {
            _properties.Wrong(property, "a number and a unit, for instance '10 SECONDS'");
        }

        return new KeyWindow(WindowKind.Time, 1);
    }
}
