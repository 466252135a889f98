using QueryGen.Serdes;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Where a store is large, records are decoded some way ahead. Nobody may notice: what comes out is what comes out of a small store.</summary>
public sealed class ReadAheadTests
{
    private const int Others = 20_000;

    private const string Join = """
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR, club VARCHAR)
          WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
        CREATE STREAM ratings (user_id INT KEY, stars INT, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS
          SELECT r.user_id, stars, UCASE(message) AS message, name, club FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
        """;

    private const string Count = """
        CREATE STREAM ratings (user_id INT KEY, stars INT, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        CREATE TABLE o WITH (key_format='JSON') AS SELECT user_id, COUNT(*) AS n, SUM(stars) AS stars, MAX(message) AS longest
          FROM ratings WINDOW TUMBLING (SIZE 100 MILLISECONDS, GRACE PERIOD 10 MILLISECONDS) GROUP BY user_id;
        """;

    [Fact]
    public void A_join_with_a_large_table_writes_what_one_with_a_small_table_writes()
    {
        (List<string> written, IReadOnlyList<string> events) = Run(Join, large: false);
        (List<string> writtenLarge, IReadOnlyList<string> eventsLarge) = Run(Join, large: true);

        Assert.Equal(written, writtenLarge);
        Assert.Equal(events, eventsLarge);
        Assert.Contains(written, line => line.Contains("\"NAME\":\"customer 7\"", StringComparison.Ordinal));
        Assert.Contains(written, line => line.Contains("\"NAME\":null", StringComparison.Ordinal));
        Assert.Contains(events, line => line.StartsWith("Deserialization", StringComparison.Ordinal));
        Assert.Contains(events, line => line.StartsWith("Unusable", StringComparison.Ordinal));
    }

    [Fact]
    public void A_count_of_many_groups_writes_what_one_of_few_groups_writes()
    {
        (List<string> written, IReadOnlyList<string> events) = Run(Count, large: false);
        (List<string> writtenLarge, IReadOnlyList<string> eventsLarge) = Run(Count, large: true);

        Assert.Equal(written, writtenLarge);
        Assert.Equal(events, eventsLarge);
        Assert.Contains(events, line => line.StartsWith("Late", StringComparison.Ordinal));
        Assert.Contains(events, line => line.StartsWith("Deserialization", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_a_bad_record_ends_the_task_all_before_it_are_processed_and_none_behind_it()
    {
        using TaskRun run = new(Join, part => part with { Sources = [.. part.Sources.Select(source => source with { OnError = ErrorPolicy.Fail })] });
        Load(run, Others);
        RecordRef[] batch = run.Batch(Enumerable.Range(0, 100).Select(i =>
            ((string?)"1", (string?)(i is 70 or 80 ? "{" : $$"""{"stars":{{i}}}"""), (long)i)));

        RecordException error = Assert.Throws<RecordException>(() => run.Process("ratings", batch));

        Assert.Contains("70", error.Message, StringComparison.Ordinal);
        Assert.Equal(70, run.Written().Count);
    }

    private static (List<string> Written, IReadOnlyList<string> Events) Run(string script, bool large)
    {
        using TaskRun run = new(script);
        if (script == Join)
        {
            Load(run, large ? Others : 0);
        }
        else if (large)
        {
            run.Process("ratings", run.Batch(Enumerable.Range(0, Others).Select(i =>
                ((string?)$"{1000 + i}", (string?)"""{"stars":1,"message":"other"}""", 0L))));
            run.Commit();
        }

        run.Process("ratings", run.Batch(Enumerable.Range(0, 1000).Select(Rating)));
        List<string> written = run.Written();
        Assert.NotEmpty(written);
        Assert.Equal(large, run.Stores.Single().SizeBytes > 1 << 20);
        return (written, run.Events);
    }

    // Among them: some that cannot be read, side by side too, some without a key, a value or a time, some that come late.
    private static (string? Key, string? Value, long TimestampMs) Rating(int i)
    {
        string? value = i % 50 is 13 or 14 ? "{\"stars\":" : i % 50 == 20 ? null : $$"""{"stars":{{i % 5}},"message":"message {{i}}"}""";
        string? key = i % 70 == 30 ? null : i % 70 == 31 ? "?" : $"{i % 25}";
        long timestampMs = i % 90 == 45 ? -1 : i % 90 == 46 ? 0 : i;
        return (key, value, timestampMs);
    }

    // Ten customers that ratings come from, and others.
    private static void Load(TaskRun run, int others)
    {
        run.Process("customers", run.Batch(Enumerable.Range(0, 10).Concat(Enumerable.Range(1000, others)).Select(i =>
            ((string?)$"{i}", (string?)$$"""{"name":"customer {{i}}","club":"a \"club\""}""", 0L))));
        run.Commit();
    }
}
