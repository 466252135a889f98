using System.Globalization;
using Microsoft.Extensions.Configuration;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>
/// Reads <see cref="QueryGenOptions"/> out of a configuration section, so that every mistake can be told with its key.
/// </summary>
internal sealed class OptionsReader(IConfigurationSection section, QueryGenOptions options)
{
    /// <summary>Sections whose keys are not this reader's: librdkafka checks its own.</summary>
    private static readonly string[] Sections = ["Kafka"];

    private readonly HashSet<string> _known = new(Sections, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes over what the section says; mistakes go to <see cref="QueryGenOptions.Errors"/>.</summary>
    public static void Read(IConfigurationSection section, QueryGenOptions options) => new OptionsReader(section, options).ReadAll();

    private void ReadAll()
    {
        Text(nameof(options.ApplicationId), value => options.ApplicationId = value);
        Text(nameof(options.StateDir), value => options.StateDir = value);
        Text(nameof(options.ProcessingGuarantee), ReadGuarantee);
        Duration(nameof(options.CommitInterval), value => options.CommitInterval = value);
        Number(nameof(options.NumStreamThreads), value => options.NumStreamThreads = (int)value, int.MaxValue);
        Number(nameof(options.DefaultPartitions), value => options.DefaultPartitions = (int)value, int.MaxValue);
        Duration(nameof(options.MaxTaskIdle), value => options.MaxTaskIdle = value);
        Duration(nameof(options.HeartbeatTimeout), value => options.HeartbeatTimeout = value);
        Duration(nameof(options.StopTimeout), value => options.StopTimeout = value);
        Flag(nameof(options.RunConnectors), value => options.RunConnectors = value);
        Text(nameof(options.OnError), ReadErrorPolicy);
        Text(nameof(options.OnIncompatible), ReadIncompatiblePolicy);
        Text("ProcessingLog:Topic", value => options.ProcessingLogTopic = value);
        Flag("ProcessingLog:IncludeRows", value => options.IncludeRows = value);
        Text("FailureLimit:Share", ReadFailureShare);
        Number("FailureLimit:Records", value => options.FailureWindow = (int)value, int.MaxValue);
        Number(nameof(options.MaxUncommittedBytes), value => options.MaxUncommittedBytes = value);
        Number(nameof(options.MaxLag), value => options.MaxLag = value);
        Number(nameof(options.MaxPendingLookups), value => options.MaxPendingLookups = (int)value, int.MaxValue);
        ReadCheckpoints();
        ReadLog();
        foreach (IConfigurationSection property in section.GetSection("Kafka").GetChildren())
        {
            options.Kafka[property.Key] = property.Value ?? "";
        }

        options.UnknownKeys.AddRange(section.GetChildren().Where(child => !_known.Contains(child.Key)).SelectMany(Unknown));
    }

    // Of a section with known keys the others, else the key itself.
    private IEnumerable<string> Unknown(IConfigurationSection child) =>
        _known.Any(key => key.StartsWith(child.Key + ":", StringComparison.OrdinalIgnoreCase))
            ? child.GetChildren().Where(part => !_known.Contains($"{child.Key}:{part.Key}")).Select(part => part.Path)
            : [child.Path];

    private void ReadCheckpoints()
    {
        CheckpointOptions checkpoints = options.Checkpoints;
        DurationOrEver("Checkpoints:Interval", value => checkpoints = checkpoints with { Interval = value });
        Number("Checkpoints:MinEntries", value => checkpoints = checkpoints with { MinEntries = value });
        options.Checkpoints = checkpoints;
    }

    private void ReadLog()
    {
        EmbeddedLogOptions log = options.Log;
        Number("Log:SegmentBytes", value => log = log with { SegmentBytes = value });
        Number("Log:CommitFileBytes", value => log = log with { CommitFileBytes = value });
        DurationOrEver("Log:FlushInterval", value => log = log with { FlushInterval = value });
        DurationOrEver("Log:Retention", value => log = log with { Retention = value });
        Number("Log:RetentionBytes", value => log = log with { RetentionBytes = value });
        Duration("Log:DeleteRetention", value => log = log with { DeleteRetention = value });
        DurationOrEver("Log:CleanInterval", value => log = log with { CleanInterval = value });
        Text("Log:OnCorruption", value =>
        {
            if (Enum.TryParse(value, ignoreCase: true, out CorruptionPolicy policy) && Enum.IsDefined(policy))
            {
                log = log with { OnCorruption = policy };
            }
            else
            {
                Wrong("Log:OnCorruption", value, "fail or skip");
            }
        });
        options.Log = log;
    }

    private void ReadGuarantee(string value)
    {
        switch (value)
        {
            case "exactly_once_v2" or nameof(ProcessingGuarantee.ExactlyOnceV2):
                options.ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2;
                break;
            case "at_least_once" or nameof(ProcessingGuarantee.AtLeastOnce):
                options.ProcessingGuarantee = ProcessingGuarantee.AtLeastOnce;
                break;
            default:
                Wrong(nameof(options.ProcessingGuarantee), value, "exactly_once_v2 or at_least_once");
                break;
        }
    }

    private void ReadIncompatiblePolicy(string value)
    {
        if (Enum.TryParse(value, ignoreCase: true, out IncompatiblePolicy policy) && Enum.IsDefined(policy))
        {
            options.OnIncompatible = policy;
        }
        else
        {
            Wrong(nameof(options.OnIncompatible), value, "fail or rebuild");
        }
    }

    private void ReadErrorPolicy(string value)
    {
        ErrorPolicy? policy = value.ToUpperInvariant() switch
        {
            "SKIP" => ErrorPolicy.Skip,
            "FAIL" => ErrorPolicy.Fail,
            "DLQ" => ErrorPolicy.DeadLetter,
            _ => null,
        };
        if (policy is { } known)
        {
            options.OnError = known;
        }
        else
        {
            Wrong(nameof(options.OnError), value, "skip, fail or dlq");
        }
    }

    private void ReadFailureShare(string value)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share))
        {
            options.FailureShare = share;
        }
        else
        {
            Wrong("FailureLimit:Share", value, "a share from 0 to 1, such as 0.5");
        }
    }

    private void Flag(string key, Action<bool> set) => Text(key, value =>
    {
        if (bool.TryParse(value, out bool flag))
        {
            set(flag);
        }
        else
        {
            Wrong(key, value, "true or false");
        }
    });

    private void Text(string key, Action<string> set)
    {
        _known.Add(key);
        if (section[key] is { } value)
        {
            set(value);
        }
    }

    private void Number(string key, Action<long> set, long most = long.MaxValue) => Text(key, value =>
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= -most && number <= most)
        {
            set(number);
        }
        else
        {
            Wrong(key, value, "a whole number");
        }
    });

    private void Duration(string key, Action<TimeSpan> set) => Text(key, value =>
    {
        if (TryParse(value, out TimeSpan duration))
        {
            set(duration);
        }
        else
        {
            Wrong(key, value, "a time as hh:mm:ss.fff, or milliseconds");
        }
    });

    // -1 as in Kafka: for ever, or never.
    private void DurationOrEver(string key, Action<TimeSpan> set)
    {
        if (section[key] == "-1")
        {
            Text(key, _ => set(Timeout.InfiniteTimeSpan));
        }
        else
        {
            Duration(key, set);
        }
    }

    private static bool TryParse(string value, out TimeSpan duration)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            && milliseconds <= (long)TimeSpan.MaxValue.TotalMilliseconds)
        {
            duration = TimeSpan.FromMilliseconds(milliseconds);
            return true;
        }

        return TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out duration);
    }

    private void Wrong(string key, string value, string expected) =>
        options.Errors.Add($"{section.Path}:{key} is '{value}'; write {expected}.");
}
