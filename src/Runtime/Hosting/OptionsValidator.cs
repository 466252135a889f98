using Microsoft.Extensions.Options;

namespace QueryGen.Hosting;

/// <summary>Says at start, and with the key's name, what of the options cannot be.</summary>
internal sealed class OptionsValidator : IValidateOptions<QueryGenOptions>
{
    public ValidateOptionsResult Validate(string? name, QueryGenOptions options)
    {
        List<string> errors = [.. options.Errors];
        Check(IsName(options.ApplicationId), nameof(options.ApplicationId), "letters, digits, '.', '_' and '-', 1 to 200 of them");
        Check(!string.IsNullOrWhiteSpace(options.StateDir), nameof(options.StateDir), "the path of a folder");
        Check(Enum.IsDefined(options.ProcessingGuarantee), nameof(options.ProcessingGuarantee), "exactly_once_v2 or at_least_once");
        Check(IsWithin(options.CommitInterval, 1, 3_600_000), nameof(options.CommitInterval), "1 ms to 1 hour");
        Check(options.NumStreamThreads is >= 1 and <= 256, nameof(options.NumStreamThreads), "1 to 256");
        Check(options.DefaultPartitions is >= 1 and <= 10_000, nameof(options.DefaultPartitions), "1 to 10000");
        Check(IsWithin(options.MaxTaskIdle, 0, 3_600_000), nameof(options.MaxTaskIdle), "0 to 1 hour");
        Check(IsWithin(options.HeartbeatTimeout, 1, 3_600_000), nameof(options.HeartbeatTimeout), "1 ms to 1 hour");
        Check(IsWithin(options.StopTimeout, 1, 3_600_000), nameof(options.StopTimeout), "1 ms to 1 hour");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool isValid, string key, string expected)
        {
            if (!isValid)
            {
                errors.Add($"QueryGen:{key} must be {expected}.");
            }
        }
    }

    private static bool IsWithin(TimeSpan value, double leastMs, double mostMs) =>
        value.TotalMilliseconds >= leastMs && value.TotalMilliseconds <= mostMs;

    private static bool IsName(string? value) => value is { Length: > 0 and <= 200 }
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
