using QueryGen.Diagnostics;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>Binds what a source does with records that cannot be used: WITH says it, else SET above it, else nobody here.</summary>
internal static class ErrorPolicyBinder
{
    /// <summary>SET: the policy of the sources below.</summary>
    public const string Setting = "querygen.on.error";

    /// <summary>SET, as ksqlDB spells it: true is FAIL, false SKIP.</summary>
    public const string KsqlSetting = "ksql.fail.on.deserialization.error";

    /// <summary>SET, as ksqlDB spells it: 'true' is FAIL for sources whose event time comes from a column.</summary>
    public const string TimestampSetting = "ksql.timestamp.throw.on.invalid";

    private const string OnError = "ON_ERROR";
    private const string DeadLetterTopic = "DLQ_TOPIC";
    private const string DeadLetterSuffix = "-dlq";
    private const int LongestTopicName = 249;

    private static readonly string[] Words = ["skip", "fail", "dlq"];

    /// <summary>The properties of WITH.</summary>
    public static readonly string[] Properties = [OnError, DeadLetterTopic];

    /// <summary>The policy, null where the worker decides it, and the topic of the dead letters where there are any.</summary>
    /// <param name="properties">WITH.</param>
    /// <param name="setting">What SET says above the statement.</param>
    /// <param name="topic">The source's own.</param>
    /// <param name="hasTimestampColumn">The source's event time comes from a column.</param>
    public static (ErrorPolicy? OnError, string? DeadLetterTopic) Bind(
        WithProperties properties, Func<string, string?> setting, string topic, bool hasTimestampColumn)
    {
        ErrorPolicy? policy = Policy(properties, setting)
            ?? (hasTimestampColumn && bool.TryParse(setting(TimestampSetting), out bool throws) && throws ? ErrorPolicy.Fail : null);
        string? written = properties.Text(DeadLetterTopic);
        if (properties.Find(DeadLetterTopic) is { } property)
        {
            Check(properties, property, policy, written, topic);
        }

        return (policy, policy == ErrorPolicy.DeadLetter ? written ?? topic + DeadLetterSuffix : null);
    }

    /// <summary>Reports a value that SET cannot give.</summary>
    public static void Check(SetSyntax set, BindingReport report)
    {
        string value = set.Value.Value;
        string? wrong = set.Property.Value switch
        {
            Setting when Parse(value) is null => Allowed(value),
            KsqlSetting or TimestampSetting when !bool.TryParse(value, out _) => "'true' or 'false'",
            _ => null,
        };
        if (wrong is not null)
        {
            report.Report(BindingDiagnostics.PropertyValue, set.Value.Span, set.Property.Value, wrong);
        }
    }

    private static ErrorPolicy? Policy(WithProperties properties, Func<string, string?> setting)
    {
        if (properties.Find(OnError) is { } property)
        {
            string? written = properties.Text(OnError);
            ErrorPolicy? policy = written is null ? null : Parse(written);
            if (written is not null && policy is null)
            {
                properties.Wrong(property, Allowed(written));
            }

            // What it was to be is not known: a topic for dead letters is then no mistake of its own.
            return policy ?? (properties.Find(DeadLetterTopic) is null ? null : ErrorPolicy.DeadLetter);
        }

        return setting(Setting) is { } word ? Parse(word)
            : bool.TryParse(setting(KsqlSetting), out bool fails) ? (fails ? ErrorPolicy.Fail : ErrorPolicy.Skip)
            : null;
    }

    private static void Check(WithProperties properties, PropertySyntax property, ErrorPolicy? policy, string? written, string topic)
    {
        if (policy != ErrorPolicy.DeadLetter)
        {
            properties.NotHere(property, "it needs ON_ERROR='dlq' beside it");
        }
        else if (written == topic)
        {
            properties.Wrong(property, "another topic than the source's own: what cannot be used would be read again and again");
        }
        else
        {
            CheckTopicName(property, written, properties);
        }
    }

    /// <summary>Reports a topic's name that Kafka would not take.</summary>
    public static void CheckTopicName(PropertySyntax? property, string? written, WithProperties properties)
    {
        if (property is not null && written is not null && !IsTopicName(written))
        {
            properties.Wrong(property, $"the name of a topic: letters, digits, '.', '_' and '-', up to {LongestTopicName} of them");
        }
    }

    private static ErrorPolicy? Parse(string word) => word.ToUpperInvariant() switch
    {
        "SKIP" => ErrorPolicy.Skip,
        "FAIL" => ErrorPolicy.Fail,
        "DLQ" => ErrorPolicy.DeadLetter,
        _ => null,
    };

    private static string Allowed(string written) => "'skip', 'fail' or 'dlq'" + Suggestion.For(written.ToLowerInvariant(), Words);

    private static bool IsTopicName(string name) => name.Length is > 0 and <= LongestTopicName && name[0] != '.'
        && name.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '-');
}
