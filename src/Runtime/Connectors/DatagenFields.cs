namespace QueryGen.Connectors;

/// <summary>
/// Which values <c>datagen</c> makes for which column: what the properties say, else the quickstart, else what the type
/// suggests.
/// </summary>
internal static class DatagenFields
{
    private static readonly string[] Words =
        ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "islet", "jetty", "knoll", "larch"];

    private static readonly Dictionary<string, DatagenField> Ratings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["rating_id"] = new SequenceField(1, 1),
        ["user_id"] = new RangeField(1, 20),
        ["stars"] = new RangeField(1, 5),
        ["route_id"] = new RangeField(1, 10_000),
        ["rating_time"] = new NowField(),
        ["channel"] = new OptionsField(["web", "ios", "android", "ios-test", "android-test", "call centre"]),
        ["message"] = new OptionsField(
        [
            "a friendly crew and an early landing",
            "best seat I ever had, thank you!",
            "boarding took longer than the flight",
            "good food, for once",
            "is it always this cold in row 30?",
            "my bag saw more airports than I did",
            "nothing special",
            "the screen said \"please wait\", and so I did",
            "three hours late, and nobody told us why",
            "will fly with you again",
        ]),
    };

    /// <summary>One field a column of the target, in their order.</summary>
    public static DatagenField[] Of(ConnectorTarget target, ConnectorSettings settings)
    {
        string? quickstart = settings.Text("quickstart");
        if (quickstart is not null && !quickstart.Equals("ratings", StringComparison.OrdinalIgnoreCase))
        {
            throw settings.Wrong(
                "quickstart", $"'{quickstart}' is not known; there is 'ratings', or leave it out and describe fields.<column>.");
        }

        DatagenField[] fields = new DatagenField[target.Columns.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            TargetColumn column = target.Columns[i];
            string prefix = $"fields.{column.Name}";
            DatagenField? preset = quickstart is not null ? Ratings.GetValueOrDefault(column.Name) : null;
            fields[i] = Described(settings, prefix, column, i) ?? preset ?? Suggested(settings, prefix, column, i);
            if (settings.Fraction($"{prefix}.null.rate") is { } rate and > 0)
            {
                fields[i] = new SometimesNullField(rate, fields[i]);
            }
        }

        return fields;
    }

    private static DatagenField? Described(ConnectorSettings settings, string prefix, TargetColumn column, int index)
    {
        if (settings.Text($"{prefix}.options") is { } options)
        {
            return new OptionsField(options.Split(',', StringSplitOptions.TrimEntries));
        }

        bool hasRange = settings.Text($"{prefix}.min") is not null || settings.Text($"{prefix}.max") is not null;
        return settings.Text($"{prefix}.kind") switch
        {
            "sequence" => new SequenceField(settings.Number($"{prefix}.start") ?? 1, 1),
            "now" => new NowField(),
            "range" => Range(settings, prefix, column),
            null => hasRange ? Range(settings, prefix, column) : null,
            "options" => throw settings.Wrong($"{prefix}.options", "it is missing."),
            var other => throw settings.Wrong(
                $"{prefix}.kind", $"'{other}' of column {index + 1} is none of sequence, range, options, now."),
        };
    }

    private static DatagenField Suggested(ConnectorSettings settings, string prefix, TargetColumn column, int index) => column.Type switch
    {
        ColumnType.Integer or ColumnType.BigInt when index == 0 => new SequenceField(1, 1),
        ColumnType.Integer or ColumnType.BigInt or ColumnType.Double or ColumnType.Decimal => Range(settings, prefix, column),
        ColumnType.Boolean => new OptionsField(["true", "false"]),
        ColumnType.Varchar => new OptionsField(Words),
        ColumnType.Timestamp => new NowField(),
        ColumnType.Date => new RangeField(18_262, 21_914),
        ColumnType.Time => new RangeField(0, 86_399_999),
        ColumnType.Bytes => new OptionsField(["AA==", "AQI=", "AwQF"]),
        _ => throw settings.Wrong($"{prefix}.options", "a nested column needs options, each a JSON text."),
    };

    private static DatagenField Range(ConnectorSettings settings, string prefix, TargetColumn column)
    {
        double min = settings.Fraction($"{prefix}.min") ?? 1;
        double max = settings.Fraction($"{prefix}.max") ?? Math.Max(100, min);
        if (max < min)
        {
            throw settings.Wrong($"{prefix}.max", "it is less than the minimum.");
        }

        return column.Type switch
        {
            ColumnType.Double => new FractionField(min, max, 4),
            ColumnType.Decimal => new FractionField(min, max, Math.Min(15, column.Scale)),
            _ => new RangeField((long)min, (long)max),
        };
    }
}
