using System.Diagnostics;

namespace QueryGen.Kafka.Tests;

/// <summary>Waits for what happens in its own time.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what, int seconds = 60)
    {
        Stopwatch time = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (time.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException($"{what}: not within {seconds} s");
            }

            await Task.Delay(300);
        }
    }

    /// <summary>Waits until a topic has so many committed records or more; gives them.</summary>
    public static async Task<List<string>> ForRecordsAsync(string servers, string topic, int count, string format = "%k|%s\n")
    {
        List<string> records = [];
        await UntilAsync(
            () =>
            {
                records = Kcat.Read(servers, topic, format);
                return Task.FromResult(records.Count >= count);
            },
            $"{count} records of {topic}");
        return records;
    }
}
