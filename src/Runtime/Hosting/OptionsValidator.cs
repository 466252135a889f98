using Microsoft.Extensions.Options;
using QueryGen.Log;

namespace QueryGen.Hosting;

/// <summary>Says at start, and with the key's name, what of the options cannot be.</summary>
internal sealed class OptionsValidator : IValidateOptions<QueryGenOptions>
{
    private const string Name = "letters, digits, '.', '_' and '-', 1 to 200 of them";

    public ValidateOptionsResult Validate(string? name, QueryGenOptions options)
    {
        List<string> errors = [.. options.Errors];
        Check(IsName(options.ApplicationId), nameof(options.ApplicationId), Name);
        Check(!string.IsNullOrWhiteSpace(options.StateDir), nameof(options.StateDir), "the path of a folder");
        Check(Enum.IsDefined(options.ProcessingGuarantee), nameof(options.ProcessingGuarantee), "exactly_once_v2 or at_least_once");
        Check(IsWithin(options.CommitInterval, 1, 3_600_000), nameof(options.CommitInterval), "1 ms to 1 hour");
        Check(options.NumStreamThreads is >= 1 and <= 256, nameof(options.NumStreamThreads), "1 to 256");
        Check(options.DefaultPartitions is >= 1 and <= 10_000, nameof(options.DefaultPartitions), "1 to 10000");
        Check(IsWithin(options.MaxTaskIdle, 0, 3_600_000), nameof(options.MaxTaskIdle), "0 to 1 hour");
        Check(IsWithin(options.HeartbeatTimeout, 1, 3_600_000), nameof(options.HeartbeatTimeout), "1 ms to 1 hour");
        Check(IsWithin(options.StopTimeout, 1, 3_600_000), nameof(options.StopTimeout), "1 ms to 1 hour");
        Check(Enum.IsDefined(options.OnError), nameof(options.OnError), "skip, fail or dlq");
        bool isLogNamed = options.ProcessingLogTopic is null || IsName(options.ProcessingLogTopic);
        Check(isLogNamed, "ProcessingLog:Topic", "the name of a topic: " + Name);
        Check(options.FailureShare is >= 0 and <= 1, "FailureLimit:Share", "0 to 1");
        Check(options.FailureWindow is >= 1 and <= 1_000_000, "FailureLimit:Records", "1 to 1000000");
        Check(options.MaxUncommittedBytes >= 64 * 1024, nameof(options.MaxUncommittedBytes), "65536 or more");
        Check(options.MaxLag >= 0, nameof(options.MaxLag), "0 or more");
        Check(options.MaxPendingLookups is >= 1 and <= 1_000_000, nameof(options.MaxPendingLookups), "1 to 1000000");
        bool isInterval = IsEver(options.Checkpoints.Interval) || IsWithin(options.Checkpoints.Interval, 0, 86_400_000);
        Check(isInterval, "Checkpoints:Interval", "0 to 1 day, or -1");
        Check(options.Checkpoints.MinEntries >= 0, "Checkpoints:MinEntries", "0 or more");
        CheckLog(options.Log, Check);
        if (options.UsesKafka && !options.HasKafka)
        {
            errors.Add("QueryGen:Kafka:bootstrap.servers is set, but this program does not know Kafka: "
                + "reference the package QueryGen.Kafka and call AddKafka() on what AddQueryGen() returns.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool isValid, string key, string expected)
        {
            if (!isValid)
            {
                errors.Add($"QueryGen:{key} must be {expected}.");
            }
        }
    }

    private static void CheckLog(EmbeddedLogOptions log, Action<bool, string, string> check)
    {
        check(log.SegmentBytes is >= 1024 and <= 1L << 40, "Log:SegmentBytes", "1024 to 2^40");
        check(log.CommitFileBytes is >= 1024 and <= 1 << 30, "Log:CommitFileBytes", "1024 to 2^30");
        check(IsEver(log.FlushInterval) || IsWithin(log.FlushInterval, 0, 3_600_000), "Log:FlushInterval", "0 to 1 hour, or -1");
        check(log.Retention is not { } kept || IsEver(kept) || kept >= TimeSpan.Zero, "Log:Retention", "0 or longer, or -1");
        check(log.RetentionBytes is not < 0, "Log:RetentionBytes", "0 or more");
        check(log.DeleteRetention >= TimeSpan.Zero, "Log:DeleteRetention", "0 or longer");
        check(IsEver(log.CleanInterval) || IsWithin(log.CleanInterval, 1, 86_400_000), "Log:CleanInterval", "1 ms to 1 day, or -1");
        check(Enum.IsDefined(log.OnCorruption), "Log:OnCorruption", "fail or skip");
    }

    private static bool IsEver(TimeSpan value) => value == Timeout.InfiniteTimeSpan;

    private static bool IsWithin(TimeSpan value, double leastMs, double mostMs) =>
        value.TotalMilliseconds >= leastMs && value.TotalMilliseconds <= mostMs;

    private static bool IsName(string? value) => value is { Length: > 0 and <= 200 }
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
