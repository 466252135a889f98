using System.Text;
using QueryGen.Testing;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Records that cannot be used: left out, the end of the task, or in the dead-letter topic.</summary>
public sealed class ErrorPolicyTests
{
    private const string Query = "CREATE STREAM o AS SELECT id, stars FROM ratings;";

    [Fact]
    public void A_dead_letter_is_the_record_as_it_came_and_headers_that_say_what_is_wrong()
    {
        using TopologyTestDriver driver = Drive(Ratings("on_error='dlq'") + Query);
        TestHeader[] headers = [new("trace", "a1"), new("empty", (string?)null), new("trace", "a2")];

        driver.Topic("ratings").Pipe("\0\0\0\u0007", """{"stars": 4}""").Pipe("\0\0\0\u0008", """{"stars": "many"}""", 12, headers);

        TestRecord letter = Assert.Single(driver.Topic("ratings-dlq").ReadAll());
        Assert.Equal("\0\0\0\u0008", letter.KeyText);
        Assert.Equal("""{"stars": "many"}""", letter.ValueText);
        Assert.Equal(12, letter.TimestampMs);
        Assert.Equal(headers.Select(header => header.ToString()), letter.Headers.Take(3).Select(header => header.ToString()));
        Assert.Equal(
            [
                "__connect.errors.topic=ratings",
                "__connect.errors.partition=0",
                "__connect.errors.offset=1",
                "__connect.errors.stage=VALUE_CONVERTER",
                "__connect.errors.exception.class.name=QueryGen.Topologies.RecordException",
            ],
            letter.Headers.Skip(3).Take(5).Select(header => header.ToString()));
        Assert.StartsWith("__connect.errors.exception.message=STARS: ", letter.Headers[8].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("many", letter.Headers[8].ToString(), StringComparison.Ordinal);
        Assert.Equal(9, letter.Headers.Count);
        Assert.Equal(["""{"STARS":4}"""], driver.Topic("O").ReadAll().Select(record => record.ValueText));
        Assert.Equal((1, 1), (driver.FailedRecords, driver.DeadLetters));
    }

    [Fact]
    public void Null_keys_and_values_and_strange_bytes_stay_what_they_are()
    {
        using TopologyTestDriver driver = Drive(
            "CREATE STREAM ratings (id INT KEY, stars INT) WITH (kafka_topic='ratings', value_format='KAFKA', on_error='dlq');" + Query);
        byte[] bytes = [0, 0xFF, 0x80, 0];

        driver.Topic("ratings").PipeBytes(null, bytes.AsMemory(0, 3)).PipeBytes(bytes.AsMemory(0, 2), null)
            .PipeBytes(bytes.AsMemory(0, 1), Array.Empty<byte>());

        Assert.Equal(
            [("-", "00FF80"), ("00FF", "-"), ("00", "")],
            driver.Topic("ratings-dlq").ReadAll().Select(record => (Hex(record.Key), Hex(record.Value))));
        Assert.Equal(
            ["VALUE_CONVERTER", "KEY_CONVERTER", "KEY_CONVERTER"],
            driver.Topic("ratings-dlq").ReadAll().Select(record => Header(record, "stage")));
    }

    [Fact]
    public void A_record_that_can_be_read_and_not_used_follows_the_policy_too()
    {
        const string script = """
            CREATE TABLE users (id INT PRIMARY KEY, name STRING) WITH (kafka_topic='users', value_format='JSON', on_error='dlq');
            CREATE STREAM clicks (id INT KEY, at_time BIGINT)
              WITH (kafka_topic='clicks', value_format='JSON', timestamp='at_time', on_error='dlq');
            CREATE STREAM views (id INT KEY, page STRING) WITH (kafka_topic='views', value_format='JSON', on_error='dlq');
            CREATE STREAM o AS SELECT c.id, u.name FROM clicks c JOIN users u ON c.id = u.id;
            CREATE STREAM p AS SELECT id, page FROM views;
            """;
        using TopologyTestDriver driver = Drive(script, new TestDriverOptions { Start = DateTimeOffset.FromUnixTimeMilliseconds(500) });

        driver.Topic("users").Pipe(null, """{"name": "Ada"}""", 1);
        driver.Topic("clicks").Pipe("\0\0\0\u0001", """{"at_time": null}""", 2).Pipe("\0\0\0\u0001", """{"at_time": -5}""", 3);
        driver.Topic("views").Pipe("\0\0\0\u0001", """{"page": "x"}""", -1);

        Assert.Equal(["a table's record needs a key"], Messages(driver, "users-dlq"));
        Assert.Equal(["AT_TIME is no timestamp", "AT_TIME is no timestamp"], Messages(driver, "clicks-dlq"));
        Assert.Equal(["its timestamp is negative"], Messages(driver, "views-dlq"));
        Assert.Equal([1], driver.Topic("users-dlq").ReadAll().Select(record => record.TimestampMs));

        // No log takes a negative timestamp, so the dead letter has the time at which it was found.
        Assert.Equal([500], driver.Topic("views-dlq").ReadAll().Select(record => record.TimestampMs));
        Assert.All(driver.Topic("views-dlq").ReadAll(), record => Assert.Equal("TRANSFORMATION", Header(record, "stage")));
        Assert.Equal((0, 4, 4), (driver.FailedRecords, driver.DroppedRecords, driver.DeadLetters));
    }

    [Theory]
    [InlineData("""{"stars": "x"}""", 5, "STARS: ")]
    [InlineData("""{"stars": 1}""", -1, "its timestamp is negative")]
    public void With_the_policy_to_fail_the_task_stops_at_the_record_and_names_it(string value, long timestampMs, string reason)
    {
        using TopologyTestDriver driver = Drive(Ratings("on_error='fail'") + Query);
        driver.Topic("ratings").Pipe("\0\0\0\u0001", """{"stars": 1}""", 1);

        RecordException stop = Assert.Throws<RecordException>(() => driver.Topic("ratings").Pipe("\0\0\0\u0001", value, timestampMs));

        Assert.StartsWith($"Record 1 of ratings, partition 0, cannot be used: {reason}", stop.Message, StringComparison.Ordinal);
        Assert.Throws<RecordException>(driver.Restart);
        Assert.Single(driver.Topic("O").ReadAll());
    }

    [Fact]
    public void Dead_letters_and_the_position_are_one_commit()
    {
        using TopologyTestDriver driver = Drive(Ratings("on_error='dlq'") + Query);
        driver.Topic("ratings").Pipe("\0\0\0\u0001", "no json", 1);

        driver.Restart();
        driver.Topic("ratings").Pipe("\0\0\0\u0001", "nor this", 2);
        driver.Restart();

        Assert.Equal(["no json", "nor this"], driver.Topic("ratings-dlq").ReadAll().Select(record => record.ValueText));
    }

    [Fact]
    public void A_worker_says_what_the_sql_does_not()
    {
        const string script = """
            CREATE STREAM a (v INT) WITH (kafka_topic='a', value_format='JSON');
            CREATE STREAM b (v INT) WITH (kafka_topic='b', value_format='JSON', on_error='skip');
            CREATE STREAM c (v INT) WITH (kafka_topic='c', value_format='JSON', on_error='dlq', dlq_topic='lost');
            CREATE TABLE counts AS SELECT v, COUNT(*) AS n FROM a GROUP BY v;
            CREATE STREAM ob AS SELECT v FROM b;
            CREATE STREAM oc AS SELECT v FROM c;
            """;
        using TopologyTestDriver driver = Drive(
            script, new TestDriverOptions { Errors = new ErrorHandling { OnError = ErrorPolicy.DeadLetter } });
        foreach (string topic in (string[])["a", "b", "c"])
        {
            driver.Topic(topic).Pipe(null, """{"v": 1}""").Pipe(null, "bad " + topic);
        }

        Assert.Equal(["bad a"], driver.Topic("a-dlq").ReadAll().Select(record => record.ValueText));
        Assert.Equal(["bad c"], driver.Topic("lost").ReadAll().Select(record => record.ValueText));
        Assert.Throws<ArgumentException>(() => driver.Topic("b-dlq"));
        Assert.Single(driver.Topic("COUNTS").ReadAll());
    }

    [Fact]
    public void Sql_can_read_dead_letters()
    {
        const string script = """
            CREATE STREAM dead (text STRING) WITH (kafka_topic='ratings-dlq', value_format='KAFKA');
            CREATE STREAM mended AS SELECT REPLACE(text, 'x', '') AS text FROM dead;
            """;
        using TopologyTestDriver driver = Drive(Ratings("on_error='dlq'") + Query + script);

        driver.Topic("ratings").Pipe("\0\0\0\u0001", "x{}x");

        Assert.Equal(["{}"], driver.Topic("MENDED").ReadAll().Select(record => record.ValueText));
    }

    [Fact]
    public void A_source_of_which_too_many_records_fail_stops()
    {
        using TopologyTestDriver driver = Drive(
            Ratings("on_error='dlq'") + Query,
            new TestDriverOptions { Errors = new ErrorHandling { FailureShare = 0.3, FailureWindow = 10 } });
        TestTopic ratings = driver.Topic("ratings");

        // Two of ten are borne, as often as they come.
        for (int i = 0; i < 100; i++)
        {
            ratings.Pipe("\0\0\0\u0001", i % 5 == 0 ? "bad" : """{"stars": 1}""");
        }

        ratings.Pipe("\0\0\0\u0001", "bad");
        FailureLimitException stop = Assert.Throws<FailureLimitException>(() => ratings.Pipe("\0\0\0\u0001", "bad"));

        Assert.StartsWith(
            "3 of the last 10 records of ratings, partition 0, could not be used, so the task that reads RATINGS has stopped. "
            + "The last one is record 101: value: ",
            stop.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("the limit is QueryGen:FailureLimit.", stop.Message, StringComparison.Ordinal);
        Assert.Equal(21, driver.Topic("ratings-dlq").ReadAll().Count);
    }

    private static TopologyTestDriver Drive(string script, TestDriverOptions? options = null) =>
        new(CompiledScript.Load(script, ""), options);

    private static string Ratings(string with) =>
        $"CREATE STREAM ratings (id INT KEY, stars INT) WITH (kafka_topic='ratings', value_format='JSON', {with});";

    private static IEnumerable<string> Messages(TopologyTestDriver driver, string topic) =>
        driver.Topic(topic).ReadAll().Select(record => Header(record, "exception.message"));

    private static string Header(TestRecord record, string name) => Encoding.UTF8.GetString(
        record.Headers.Single(header => header.Name == "__connect.errors." + name).Value!.Value.Span);

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexString(some.Span) : "-";
}
