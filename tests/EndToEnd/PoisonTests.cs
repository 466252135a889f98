using System.Globalization;
using System.Text;
using QueryGen.Testing;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Ten thousand damaged records of each format: none stops the task, none is lost.</summary>
public sealed class PoisonTests
{
    private const int Records = 10_000;

    private const string Columns = "id BIGINT, name STRING, price DECIMAL(10, 2), rate DOUBLE, day DATE";

    private static readonly string[] JsonSeeds =
    [
        """{"ID":1,"NAME":"Ada","PRICE":12.50,"RATE":0.25,"DAY":19000,"TAGS":["a","b"],"WHO":{"CITY":"Kyiv","ZIP":7}}""",
        """{ "id" : -9223372036854775808, "name" : "\u00e9\ud83d\ude00\n", "rate" : 1e-300, "tags" : [], "who" : null }""",
        "{\"ID\":" + new string('9', 4000) + "}",
        "{\"WHO\":" + string.Concat(Enumerable.Repeat("{\"CITY\":", 10_000)),
        "{\"TAGS\":" + new string('[', 10_000) + new string(']', 10_000) + "}",
        "{\"UNKNOWN\":" + new string('[', 10_000) + new string(']', 10_000) + ",\"ID\":1}",
        """{"ID":1,"ID":2,"NAME":"\ud800","NAME":"\udc00\ud800","RATE":NaN,"RATE":"Infinity"}""",
        """{"NAME":"%LONG%"}""",
        "",
        "null",
        "\u0000\u0001\u0002",
    ];

    private static readonly string[] CsvSeeds =
    [
        "1,Ada,12.50,0.25,19000",
        "-9223372036854775808,\"a \"\"quoted\"\" name\",,1e-300,",
        ",,,,",
        "1,\"never closed,12.50,0.25,19000",
        new string('9', 4000) + ",%LONG%,NaN,Infinity,1.5",
        new string(',', 5000),
        "",
        "\u0000,\u0001",
    ];

    [Theory]
    [InlineData("JSON", 1)]
    [InlineData("JSON", 2)]
    [InlineData("DELIMITED", 1)]
    [InlineData("DELIMITED", 2)]
    public void Each_damaged_record_is_read_or_is_a_dead_letter(string format, int seed)
    {
        string columns = format == "JSON" ? Columns + ", tags ARRAY<STRING>, who STRUCT<city STRING, zip INT>" : Columns;
        string script = $"""
            CREATE STREAM poison ({columns}) WITH (kafka_topic='poison', value_format='{format}', on_error='dlq');
            CREATE STREAM good WITH (value_format='JSON') AS SELECT * FROM poison;
            """;
        using TopologyTestDriver driver = new(CompiledScript.Load(script, ""));
        Random random = new(seed);
        string[] seeds = format == "JSON" ? JsonSeeds : CsvSeeds;
        string veryLong = new('x', 100_000);
        byte[][] sources = [.. seeds.Select(text => Encoding.UTF8.GetBytes(text.Replace("%LONG%", veryLong, StringComparison.Ordinal)))];
        List<byte[]> records = [.. sources];
        while (records.Count < Records)
        {
            // The small ones most of the time: ten thousand long ones take a minute and say no more.
            byte[] source = sources[random.Next(4) > 0 ? random.Next(2) : random.Next(sources.Length)];
            records.Add(source.Length > 20_000 ? source : Damaged(source, random));
        }

        foreach (byte[] record in records)
        {
            driver.Topic("poison").PipeBytes(null, record, timestampMs: 1, [new TestHeader("id", "x")]);
        }

        IReadOnlyList<TestRecord> letters = driver.Topic("poison-dlq").ReadAll();
        Assert.Equal(Records, letters.Count + driver.Topic("GOOD").ReadAll().Count);
        Assert.InRange(letters.Count, Records / 10, Records - 10);
        foreach (TestRecord letter in letters)
        {
            Assert.Equal(
                ["id", .. ((string[])["topic", "partition", "offset", "stage", "exception.class.name", "exception.message"])
                    .Select(name => "__connect.errors." + name)],
                letter.Headers.Select(header => header.Name));
            int offset = int.Parse(Encoding.UTF8.GetString(letter.Headers[3].Value!.Value.Span), CultureInfo.InvariantCulture);
            Assert.True(letter.Value!.Value.Span.SequenceEqual(records[offset]), $"Record {offset} is not as it came.");
            Assert.NotEqual(0, letter.Headers[6].Value!.Value.Length);
        }

        Assert.Equal(letters.Count, driver.DeadLetters);
    }

    private static byte[] Damaged(byte[] source, Random random)
    {
        List<byte> bytes = [.. source];
        for (int change = random.Next(0, 4); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(8, bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
