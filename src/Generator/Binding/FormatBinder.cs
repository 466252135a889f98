using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>A column with the place where the script names it.</summary>
internal sealed record PlacedColumn(ColumnSchema Column, SourceSpan Span);

/// <summary>Binds the formats of a WITH clause, and checks that they can hold the columns.</summary>
internal sealed class FormatBinder(WithProperties properties, StatementScope scope)
{
    private static readonly string[] Names =
        ["JSON", "DELIMITED", "KAFKA", "NONE", "AVRO", "PROTOBUF", "PROTOBUF_NOSR", "JSON_SR"];

    /// <summary>The format that KEY_FORMAT or VALUE_FORMAT (or FORMAT) names; null where none does.</summary>
    public SerdeFormat? Written(string side, out bool isBroken)
    {
        properties.Exclude("FORMAT", $"{side}_FORMAT");
        string name = properties.Find($"{side}_FORMAT") is null ? "FORMAT" : $"{side}_FORMAT";
        isBroken = false;
        if (properties.Find(name) is not { } property)
        {
            return null;
        }

        SerdeFormat? format = properties.Text(name) is { } text
            ? Parse(text, property.Value.Span, reports: name != "FORMAT" || side == "VALUE")
            : null;
        isBroken = format is null;
        return format;
    }

    /// <summary>A format's name; null where there is none of it, or not yet.</summary>
    public SerdeFormat? Parse(string text, SourceSpan span, bool reports)
    {
        string name = text.Trim().ToUpperInvariant();
        switch (name)
        {
            case "JSON":
                return SerdeFormat.Json;
            case "DELIMITED":
                return SerdeFormat.Delimited;
            case "KAFKA":
                return SerdeFormat.Kafka;
            case "NONE":
                return SerdeFormat.None;
        }

        if (reports && Names.Contains(name, StringComparer.Ordinal))
        {
            scope.Report.Report(BindingDiagnostics.NotSupportedYet, span, name);
        }
        else if (reports)
        {
            scope.Report.Report(BindingDiagnostics.UnknownFormat, span, text, Suggestion.Among(name, "there are", Names));
        }

        return null;
    }

    /// <summary>The delimiter that is written for a side, or the inherited one.</summary>
    public char Delimiter(string side, SerdeFormat format, char inherited)
    {
        string name = $"{side}_DELIMITER";
        if (properties.Find(name) is not { } property || properties.Text(name) is not { } text)
        {
            return inherited;
        }

        if (format != SerdeFormat.Delimited)
        {
            scope.Report.Report(
                BindingDiagnostics.PropertyNeedsFormat, property.NameSpan, name, SqlOf(format),
                $"{side}_FORMAT='DELIMITED'");
            return inherited;
        }

        switch (text)
        {
            case "TAB":
                return '\t';
            case "SPACE":
                return ' ';
            case { Length: 1 } when text[0] is > ' ' and <= '~' and not '"':
                return text[0];
            default:
                properties.Wrong(property, "one character of ASCII other than a double quote, or 'TAB' or 'SPACE'");
                return inherited;
        }
    }

    /// <summary>Whether a single value column stands in an object.</summary>
    public bool IsWrapped(SerdeFormat format, int valueColumns)
    {
        const string name = "WRAP_SINGLE_VALUE";
        bool isConfigured = !string.Equals(
            scope.Setting("ksql.persistence.wrap.single.values"), "false", StringComparison.OrdinalIgnoreCase);
        if (properties.Find(name) is not { } property || properties.Flag(name) is not { } isWrapped)
        {
            return format == SerdeFormat.Json && (valueColumns != 1 || isConfigured);
        }

        if (valueColumns != 1)
        {
            scope.Report.Report(
                BindingDiagnostics.WrapNotAllowed, property.NameSpan,
                "is for a value of a single column only; remove it");
        }
        else if (format != SerdeFormat.Json && isWrapped)
        {
            scope.Report.Report(
                BindingDiagnostics.WrapNotAllowed, property.NameSpan,
                $"cannot be TRUE with the {SqlOf(format)} format, which never wraps a value");
        }

        return format == SerdeFormat.Json && isWrapped;
    }

    /// <summary>Reports what a side's format cannot hold. The first column that does not fit is enough.</summary>
    public void Check(string side, SerdeFormat format, IReadOnlyList<PlacedColumn> columns)
    {
        bool isKey = side == "KEY";
        foreach (PlacedColumn placed in columns)
        {
            SqlType type = placed.Column.Type;
            string name = placed.Column.Name;
            if (Coercion.IsError(type))
            {
                continue;
            }

            if (isKey && Coercion.HoldsMap(type))
            {
                scope.Report.Report(BindingDiagnostics.MapInKey, placed.Span, name, type.ToString());
                return;
            }

            if (BadMapKey(type) is { } key)
            {
                scope.Report.Report(BindingDiagnostics.MapKeyType, placed.Span, name, key.ToString());
                return;
            }

            if (!CanHold(format, type))
            {
                string wayOut = format == SerdeFormat.Kafka
                    ? $"write {side}_FORMAT='JSON' or DELIMITED"
                    : $"write {side}_FORMAT='JSON'";
                scope.Report.Report(
                    BindingDiagnostics.FormatCannotHold, placed.Span, SqlOf(format), name, type.ToString(), wayOut);
                return;
            }
        }

        if (format == SerdeFormat.None && columns.Count > 0)
        {
            scope.Report.Report(
                BindingDiagnostics.FormatNoColumns, columns[0].Span, isKey ? "key" : "value", columns[0].Column.Name);
        }
        else if (format == SerdeFormat.Kafka && columns.Count > 1)
        {
            string names = string.Join(", ", columns.Select(placed => placed.Column.Name));
            scope.Report.Report(BindingDiagnostics.FormatSingleColumn, columns[1].Span, $"{columns.Count}", names, side);
        }
    }

    public static string SqlOf(SerdeFormat format) => format.ToString().ToUpperInvariant();

    private static bool CanHold(SerdeFormat format, SqlType type) => format switch
    {
        SerdeFormat.Kafka => type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Double or SqlKind.String or SqlKind.Bytes,
        SerdeFormat.Delimited => !Coercion.IsContainer(type),
        _ => true,
    };

    private static SqlType? BadMapKey(SqlType type) => type switch
    {
        MapType map => map.Key.Kind != SqlKind.String ? map.Key : BadMapKey(map.Value),
        ArrayType array => BadMapKey(array.Element),
        StructType fields => fields.Fields.Select(field => BadMapKey(field.Type)).FirstOrDefault(bad => bad is not null),
        _ => null,
    };
}
