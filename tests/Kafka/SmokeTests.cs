using System.Globalization;
using System.Text.Json;
using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>Every aggregate over 20 keys of 1,000 records, while three workers are started, killed and started again in turn.</summary>
public sealed class SmokeTests
{
    private const int Keys = 20;
    private const int PerKey = 1000;
    private const int Rounds = 5;
    private const int Words = 7;

    [KafkaTheory]
    [InlineData("exactly_once_v2")]
    [InlineData("at_least_once")]
    public async Task Every_aggregate_survives_workers_that_are_killed(string guarantee)
    {
        using Broker broker = new();
        string[] settings = [$"QueryGen:ProcessingGuarantee={guarantee}"];
        using ChildWorker first = new(broker.Servers, null, settings);
        using ChildWorker second = new(broker.Servers, null, settings);
        using ChildWorker third = new(broker.Servers, null, settings);
        ChildWorker[] workers = [first, second, third];
        await Wait.UntilAsync(
            () => Task.FromResult(Kcat.Topics(broker.Servers).Contains("\"numbers\"", StringComparison.Ordinal)), "topics are made");
        for (int round = 0; round < Rounds; round++)
        {
            Kcat.Write(broker.Servers, "numbers", Numbers(round * PerKey / Rounds, PerKey / Rounds));
            ChildWorker victim = workers[round % workers.Length];
            await Task.Delay(500 * round);
            victim.Kill();
            await Task.Delay(500);
            victim.Restart();
        }

        Dictionary<string, JsonElement> last = [];
        await Wait.UntilAsync(
            () =>
            {
                last = Last(broker);
                return Task.FromResult(last.Count == Keys && last.Values.All(row => row.GetProperty("LATEST").GetInt32() == PerKey - 1));
            },
            "all is summed up");
        bool isExact = guarantee == "exactly_once_v2";
        Assert.All(last, pair => Check(pair.Key, pair.Value, isExact));
        if (isExact)
        {
            Assert.Equal(Keys * PerKey, Kcat.Read(broker.Servers, "SUMMARIES", "%k\n").Count);
        }
    }

    private static Dictionary<string, JsonElement> Last(Broker broker)
    {
        Dictionary<string, JsonElement> rows = [];
        foreach (string line in Kcat.Read(broker.Servers, "SUMMARIES"))
        {
            string[] parts = line.Split('|', 2);
            rows[parts[0]] = JsonElement.Parse(parts[1]);
        }

        return rows;
    }

    private static void Check(string name, JsonElement row, bool isExact)
    {
        // What a record that is taken in twice does not change.
        int[] numbers = [.. Enumerable.Range(0, PerKey)];
        Assert.Equal(Words, row.GetProperty("WORDS").GetInt64());
        Assert.Equal(0, row.GetProperty("LEAST").GetInt32());
        Assert.Equal(PerKey - 1, row.GetProperty("MOST").GetInt32());
        Assert.Equal(0, row.GetProperty("EARLIEST").GetInt32());
        Assert.Equal(name, row.GetProperty("SAME").GetString());
        Assert.Equal(
            ["w0", "w1", "w2", "w3", "w4", "w5", "w6"], row.GetProperty("WORD_SET").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal([999, 998, 997], Numbers(row, "TOP_DISTINCT"));
        Assert.Equal(1.0, row.GetProperty("CORRELATION").GetDouble(), 9);
        if (!isExact)
        {
            Assert.InRange(row.GetProperty("COUNTED").GetInt64(), PerKey, long.MaxValue);
            Assert.Equal(numbers, Numbers(row, "ALL_N").Distinct().Order());
            return;
        }

        Assert.Equal(PerKey, row.GetProperty("COUNTED").GetInt64());
        Assert.Equal(PerKey, row.GetProperty("COUNTED_N").GetInt64());
        Assert.Equal(numbers.Sum(), row.GetProperty("TOTAL").GetInt32());
        Assert.Equal(2 * numbers.Sum(), row.GetProperty("PARTS_TOTAL").GetInt32());
        Assert.Equal(numbers.Average(), row.GetProperty("MEAN").GetDouble(), 9);
        double variance = numbers.Sum(n => Math.Pow(n - numbers.Average(), 2)) / (PerKey - 1);
        Assert.Equal(Math.Sqrt(variance), row.GetProperty("DEVIATION").GetDouble(), 6);
        Assert.Equal(variance, row.GetProperty("VARIANCE").GetDouble(), 6);
        Assert.Equal(numbers, Numbers(row, "ALL_N"));
        Assert.Equal([999, 998, 997], Numbers(row, "TOP"));
        for (int word = 0; word < Words; word++)
        {
            int times = numbers.Count(n => n % Words == word);
            Assert.Equal(times, row.GetProperty("HISTOGRAM").GetProperty($"w{word}").GetInt64());
        }
    }

    private static IEnumerable<int> Numbers(JsonElement row, string column) =>
        row.GetProperty(column).EnumerateArray().Select(number => number.GetInt32());

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count)
        .SelectMany(n => Enumerable.Range(0, Keys).Select(key => string.Create(
            CultureInfo.InvariantCulture, $"k{key}|{{\"n\":{n},\"word\":\"w{n % Words}\",\"parts\":[{n},{n}]}}")));
}
