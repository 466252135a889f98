using System.Globalization;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>A task that has seen its records once allocates nothing on the managed heap, over a million of them; so no collection
/// ever runs.</summary>
[Collection(AllocationCollection.Name)]
public sealed class SteadyStateTests
{
    private const int Records = 1_000;
    private const int Million = 1_000_000;

    private const string Everything = "CREATE STREAM o AS SELECT * FROM ratings;";

    private const string Ratings = """
        CREATE STREAM ratings (
            id BIGINT, user_id INT, stars INT, price DOUBLE, fee DECIMAL(8, 2), moment TIMESTAMP, vip BOOLEAN, message VARCHAR)
          WITH (kafka_topic='ratings', value_format='JSON');
        """;

    [Fact]
    public void A_filter() => AllocatesNothing("CREATE STREAM o AS SELECT * FROM ratings WHERE stars < 3;", Usual);

    [Fact]
    public void A_projection_with_functions_of_text() => AllocatesNothing(
        """
        CREATE STREAM o AS
          SELECT id, UCASE(message) AS loud, SUBSTRING(message, 2, 5) AS part, LEN(message) AS n, price * 2 AS twice FROM ratings;
        """,
        Usual);

    [Fact]
    public void Lambdas() => AllocatesNothing(
        """
        CREATE STREAM o AS SELECT id, TRANSFORM(FILTER(ARRAY[stars, 3, LEN(message)], x => x > 2), x => x * price) AS some,
          REDUCE(MAP(message := stars), 'm', (s, k, v) => CONCAT(s, k)) AS every FROM ratings;
        """,
        Usual);

    [Fact]
    public void A_repartition() => AllocatesNothing("CREATE STREAM o AS SELECT * FROM ratings PARTITION BY user_id;", Usual);

    [Fact]
    public void A_join() => AllocatesNothing(
        """
        CREATE STREAM o WITH (key_format='JSON') AS
          SELECT r.user_id, r.stars, r.message, c.name FROM keyed r LEFT JOIN customers c ON r.user_id = c.id;
        """,
        i => Invariant($"{{\"stars\":{i % 5},\"message\":\"message {i}\"}}"),
        """
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
        CREATE STREAM keyed (user_id INT KEY, stars INT, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """,
        run => run.Process("customers", run.Batch(Enumerable.Range(0, 500).Select(
            i => ((string?)$"{i}", (string?)$"{{\"name\":\"n{i}\"}}", 0L)))));

    [Fact]
    public void A_windowed_count() => AllocatesNothing(
        """
        CREATE TABLE o WITH (key_format='JSON') AS
          SELECT user_id, COUNT(*) AS n, AVG(stars) AS average FROM keyed WINDOW TUMBLING (SIZE 100 MILLISECONDS) GROUP BY user_id;
        """,
        i => Invariant($"{{\"stars\":{i % 5},\"message\":\"message {i}\"}}"),
        """
        CREATE STREAM keyed (user_id INT KEY, stars INT, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """);

    [Fact]
    public void Aggregates_that_keep_many_values() => AllocatesNothing(
        """
        SET 'ksql.functions.collect_list.limit' = '5';
        CREATE TABLE o WITH (key_format='JSON') AS
          SELECT user_id, COLLECT_LIST(message) AS l, COLLECT_SET(tags) AS s, HISTOGRAM(message) AS h, TOPK(stars, message, 3) AS t,
            LATEST_BY_OFFSET(message, 2) AS last, EARLIEST_BY_OFFSET(tags) AS first, ATTR(stars) AS a, COUNT_DISTINCT(stars) AS d,
            STDDEV_SAMPLE(stars) AS sd, MAX(message) AS hi
          FROM keyed GROUP BY user_id;
        """,
        i => Invariant($"{{\"stars\":{i % 5},\"message\":\"message {i}\",\"tags\":[\"a {i}\",null]}}"),
        """
        CREATE STREAM keyed (user_id INT KEY, stars INT, message VARCHAR, tags ARRAY<VARCHAR>)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """);

    [Fact]
    public void A_table_s_changes_on_their_way_to_their_groups() => AllocatesNothing(
        """
        CREATE TABLE o WITH (key_format='JSON') AS SELECT message, SUM(stars) AS s FROM keyed GROUP BY message;
        """,
        i => Invariant($"{{\"stars\":{i % 5},\"message\":\"message {i % 3}\"}}"),
        """
        CREATE TABLE keyed (user_id INT PRIMARY KEY, stars INT, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """);

    [Fact]
    public void Members_in_another_order() => AllocatesNothing(Everything, i => Invariant(
        $"{{\"message\":\"message {i}\",\"unknown\":[{{\"x\":{i}}}],\"vip\":false,\"stars\":{i % 5},\"user_id\":{i % 7},\"id\":{i}}}"));

    [Fact]
    public void White_space_escapes_text_that_is_no_ASCII_and_nulls() => AllocatesNothing(Everything, i => Invariant(
        $"{{ \"id\": {i}, \"us\\u0065r_id\": null, \"price\": \"1.5\", \"message\": \"say \\\"h\u00e9\\\" {i}\", \"moment\": {i}.5 }}"));

    [Fact]
    public void Values_of_other_types() => AllocatesNothing(Everything, i => Invariant(
        $"{{\"id\":\"{i}\",\"user_id\":1.5,\"stars\":1e2,\"price\":1e300,")
        + Invariant($"\"fee\":\"12.5\",\"moment\":-1,\"vip\":true,\"message\":[{i},{{\"a\":1}}]}}"));

    [Fact]
    public void Lines() => AllocatesNothing(
        "CREATE STREAM o WITH (value_format='DELIMITED') AS SELECT id, stars, price, fee, message FROM lines;",
        i => Invariant($"{i},{i % 5},{i / 8.0},{i / 100m},\"a message, {i}\""),
        """
        CREATE STREAM lines (id BIGINT, stars INT, price DOUBLE, fee DECIMAL(8, 2), message VARCHAR)
          WITH (kafka_topic='ratings', value_format='DELIMITED');
        """);

    [Fact]
    public void Collections() => AllocatesNothing(
        "CREATE STREAM o AS SELECT * FROM lists;",
        i => Invariant($"{{\"numbers\":[{i},2,3],\"named\":{{\"a\":{i}}},\"pair\":{{\"x\":1,\"y\":\"{i}\"}}}}"),
        """
        CREATE STREAM lists (numbers ARRAY<INT>, named MAP<VARCHAR, BIGINT>, pair STRUCT<x INT, y VARCHAR>)
          WITH (kafka_topic='ratings', value_format='JSON');
        """);

    [Fact]
    public void Many_rows_of_one() => AllocatesNothing(
        "CREATE STREAM o AS SELECT EXPLODE(numbers) AS n, UCASE(EXPLODE(names)) AS name, CUBE_EXPLODE(names) AS c FROM lists;",
        i => Invariant($"{{\"numbers\":[{i},2,3],\"names\":[\"a {i}\",\"b\"]}}"),
        """
        CREATE STREAM lists (numbers ARRAY<INT>, names ARRAY<VARCHAR>) WITH (kafka_topic='ratings', value_format='JSON');
        """);

    [Fact]
    public void Decimals_of_38_digits() => AllocatesNothing(
        """
        CREATE TABLE o WITH (key_format='JSON') AS
          SELECT id, SUM(big) AS total, MAX(big * 3 / 2 - 0.5) AS most, MIN(CAST(big AS VARCHAR)) AS t FROM keyed GROUP BY id;
        """,
        i => Invariant($"{{\"big\":12345678901234567890.{i:D10}}}"),
        """
        CREATE STREAM keyed (id INT KEY, big DECIMAL(38, 10)) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """);

    private static string Usual(int i) => Invariant(
        $"{{\"id\":{i},\"user_id\":{i % 7},\"stars\":{i % 5},\"price\":{i / 7.0},\"fee\":{i / 100m},")
        + Invariant($"\"moment\":{1_700_000_000_000 + i},\"vip\":true,\"message\":\"message {i}\"}}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void AllocatesNothing(string query, Func<int, string> value, string source = Ratings, Action<TaskRun>? prepare = null)
    {
        using TaskRun run = new($"{source}\n{query}");
        RecordRef[] records = run.Batch(Enumerable.Range(1, Records).Select(i => ((string?)$"{i}", (string?)value(i), (long)i)));
        prepare?.Invoke(run);
        for (int pass = 0; pass < 3; pass++)
        {
            run.Process("ratings", records);
            run.Commit();
        }

        run.Process("ratings", records);
        Assert.NotEmpty(run.Written());
        Assert.Empty(run.Events);
        run.Commit();

        // The runtime allocates a little now and then while it compiles a method anew; what a record costs comes back with every million.
        long allocated = long.MaxValue;
        for (int attempt = 0; attempt < 3 && allocated != 0; attempt++)
        {
            allocated = Allocated(run, records);
        }

        Assert.Equal(0, allocated);
    }

    private static long Allocated(TaskRun run, RecordRef[] records)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int done = 0; done < Million; done += Records)
        {
            run.Process("ratings", records);
            run.Commit();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
