using System.Text.Json;
using QueryGen.Testing;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>What goes wrong is a stream that SQL reads.</summary>
public sealed class ProcessingLogTests
{
    private const string Log = """
        CREATE STREAM processing_log (logger STRING, logged_at BIGINT, type STRING, outcome STRING, query_id STRING, step STRING,
            clause STRING, error STRING, cause STRING, record_topic STRING, record_partition INT, record_offset BIGINT)
          WITH (kafka_topic='processing-log', value_format='JSON');
        """;

    private const string Clicks = """
        CREATE STREAM clicks (page STRING, stars INT) WITH (kafka_topic='clicks', value_format='JSON');
        CREATE TABLE counts AS SELECT page, COUNT(*) AS n FROM clicks
          WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page;
        """;

    [Fact]
    public void Late_rows_and_unreadable_and_unusable_records_are_its_records()
    {
        using TopologyTestDriver driver = Drive(Clicks, new ErrorHandling { ProcessingLogTopic = "processing-log" });

        driver.Topic("clicks").Pipe(null, """{"page": "a"}""", 1).Pipe(null, "secret", 2).Pipe(null, """{"page": "b"}""", -1)
            .Pipe(null, """{"page": "b"}""", 60_000).Pipe(null, """{"page": "late"}""", 5);

        JsonElement[] entries = Entries(driver);
        Assert.Equal(
            [
                "processing.CLICKS.SOURCE DESERIALIZATION_ERROR DROPPED CLICKS SOURCE clicks 0 1",
                "processing.CLICKS.SOURCE UNUSABLE_RECORD DROPPED CLICKS SOURCE clicks 0 2",
                "processing.COUNTS.WINDOW LATE_ROW DROPPED COUNTS WINDOW COUNTS-group-by-repartition 0 2",
            ],
            entries.Select(Summary));
        Assert.Equal("FROM CLICKS", entries[0].GetProperty("clause").GetString());
        Assert.Equal("WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS)", entries[2].GetProperty("clause").GetString());
        Assert.Equal("its timestamp is negative", entries[1].GetProperty("error").GetString());
        Assert.Equal(1000, entries[0].GetProperty("logged_at").GetInt64());
        Assert.DoesNotContain("secret", entries[0].ToString(), StringComparison.Ordinal);
        Assert.False(entries[0].TryGetProperty("record_value", out _));
    }

    [Fact]
    public void Rows_without_a_group_or_a_time_of_their_result_are_told()
    {
        const string script = """
            CREATE STREAM clicks (id INT KEY, page STRING, at_time BIGINT) WITH (kafka_topic='clicks', value_format='JSON');
            CREATE TABLE by_page AS SELECT page, COUNT(*) AS n FROM clicks GROUP BY page;
            CREATE TABLE by_id AS SELECT id, COUNT(*) AS n FROM clicks GROUP BY id;
            CREATE STREAM timed WITH (timestamp='at_time') AS SELECT id, at_time FROM clicks;
            """;
        using TopologyTestDriver driver = Drive(script, new ErrorHandling { ProcessingLogTopic = "processing-log" });

        driver.Topic("clicks").Pipe(null, """{"page": null, "at_time": -1}""", 1);

        Assert.Equal(
            [
                "processing.BY_ID.GROUP_BY UNUSABLE_RECORD DROPPED BY_ID GROUP_BY clicks 0 0",
                "processing.BY_PAGE.GROUP_BY UNUSABLE_RECORD DROPPED BY_PAGE GROUP_BY clicks 0 0",
                "processing.TIMED.SINK UNUSABLE_RECORD DROPPED TIMED SINK clicks 0 0",
            ],
            Entries(driver).Select(Summary).Order(StringComparer.Ordinal));
        Assert.Equal(3, driver.DroppedRecords);
    }

    [Fact]
    public void Columns_that_cannot_be_computed_are_told()
    {
        const string script = """
            CREATE STREAM clicks (page STRING, stars STRING, pages INT, share DECIMAL(3, 2), born STRING)
              WITH (kafka_topic='clicks', value_format='JSON');
            CREATE STREAM o AS SELECT
              page,
              CAST(stars AS INT) + 1 AS stars,
              10 / pages AS each_page,
              share * 9 AS shares,
              PARSE_DATE(born, 'yyyy-MM-dd') AS day,
              UCASE(born) AS loud
              FROM clicks;
            """;
        using TopologyTestDriver driver = Drive(script, new ErrorHandling { ProcessingLogTopic = "processing-log" });

        // All is there, and then nothing is: no error of a column.
        driver.Topic("clicks").Pipe(null, """{"page": "a", "stars": "4", "pages": 2, "share": 1.25, "born": "2024-02-29"}""", 1)
            .Pipe(null, "{}", 2);
        Assert.Empty(driver.Topic("processing-log").ReadAll());

        driver.Topic("clicks").Pipe(null, """{"page": "a", "stars": "many", "pages": 0, "share": 9.99, "born": "someday"}""", 3);
        JsonElement[] entries = Entries(driver);
        Assert.Equal(
            [
                "there is no value for CAST(stars AS INT) + 1 AS stars",
                "there is no value for 10 / pages AS each_page",
                "there is no value for PARSE_DATE(born, 'yyyy-MM-dd') AS day",
            ],
            entries.Select(entry => entry.GetProperty("error").GetString()));
        Assert.All(entries, entry => Assert.Equal("processing.O.SELECT ROW_ERROR NULL O SELECT clicks 0 2", Summary(entry)));
        Assert.Equal(3, driver.RowErrors);
        Assert.Equal(
            """{"PAGE":"a","STARS":null,"EACH_PAGE":null,"SHARES":89.91,"DAY":null,"LOUD":"SOMEDAY"}""",
            driver.Topic("O").ReadAll()[^1].ValueText);
    }

    [Fact]
    public void Rows_are_there_where_they_are_asked_for()
    {
        using TopologyTestDriver driver = Drive(Clicks, new ErrorHandling { ProcessingLogTopic = "processing-log", IncludeRows = true });

        driver.Topic("clicks").Pipe("key", "secret", 2).Pipe(null, """{"page": "b"}""", 60_000).Pipe(null, """{"page": "late"}""", 5);

        JsonElement[] entries = Entries(driver);
        Assert.Equal("key", Decoded(entries[0], "record_key"));
        Assert.Equal("secret", Decoded(entries[0], "record_value"));
        Assert.Equal("late", Decoded(entries[1], "record_key"));
    }

    [Fact]
    public void A_stream_reads_it_and_an_entry_stands_there_once_over_restarts()
    {
        const string query = """
            CREATE STREAM alarms AS SELECT record_topic, record_offset, type FROM processing_log WHERE outcome = 'DEAD_LETTERED';
            """;
        string script = "SET 'querygen.on.error' = 'dlq';" + Clicks + "UNSET 'querygen.on.error';" + Log + query;
        using TopologyTestDriver driver = Drive(script, new ErrorHandling { ProcessingLogTopic = "processing-log" });

        driver.Topic("clicks").Pipe(null, "bad", 2);
        driver.Restart();
        driver.Topic("clicks").Pipe(null, "worse", 2);

        Assert.Equal(
            [
                """{"RECORD_TOPIC":"clicks","RECORD_OFFSET":0,"TYPE":"DESERIALIZATION_ERROR"}""",
                """{"RECORD_TOPIC":"clicks","RECORD_OFFSET":1,"TYPE":"DESERIALIZATION_ERROR"}""",
            ],
            driver.Topic("ALARMS").ReadAll().Select(record => record.ValueText));
    }

    [Fact]
    public void A_mistake_in_what_reads_it_does_not_feed_itself()
    {
        // No entry has a number there, so that each one fails; and so does all that comes of it.
        const string script = """
            CREATE STREAM wrong (error INT) WITH (kafka_topic='processing-log', value_format='JSON');
            CREATE STREAM o AS SELECT error, 1 AS one FROM wrong PARTITION BY error;
            """;
        using TopologyTestDriver driver = Drive(Clicks + script, new ErrorHandling { ProcessingLogTopic = "processing-log" });

        driver.Topic("clicks").Pipe(null, "bad", 2);

        Assert.Single(Entries(driver));
        Assert.Equal(2, driver.FailedRecords);
    }

    private static TopologyTestDriver Drive(string script, ErrorHandling errors) => new(
        CompiledScript.Load(script, ""),
        new TestDriverOptions { Errors = errors, Start = DateTimeOffset.FromUnixTimeMilliseconds(1000) });

    private static JsonElement[] Entries(TopologyTestDriver driver) =>
        [.. driver.Topic("processing-log").ReadAll().Select(record => JsonDocument.Parse(record.ValueText!).RootElement)];

    private static string Summary(JsonElement entry) => string.Join(
        ' ',
        ((string[])["logger", "type", "outcome", "query_id", "step", "record_topic", "record_partition", "record_offset"])
            .Select(name => entry.GetProperty(name)));

    private static string Decoded(JsonElement entry, string name) =>
        System.Text.Encoding.UTF8.GetString(entry.GetProperty(name).GetBytesFromBase64());
}
