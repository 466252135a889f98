using QueryGen.Serdes;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>What the compiler emits allocates nothing on the managed heap once everything has been seen, commits included.</summary>
[Collection(AllocationCollection.Name)]
public sealed class TaskAllocationTests
{
    private const int Records = 2_000;

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public void A_join_allocates_nothing(int customers)
    {
        using TaskRun run = new("""
            CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR, club VARCHAR)
              WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
            CREATE STREAM ratings (user_id INT KEY, stars INT, message VARCHAR)
              WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
            CREATE STREAM o WITH (key_format='JSON') AS
              SELECT r.user_id, stars, UCASE(message) AS message, name, club FROM ratings r LEFT JOIN customers c ON r.user_id = c.id
              WHERE stars < 4;
            """);
        RecordRef[] table = run.Batch(Enumerable.Range(0, customers).Select(i =>
            ((string?)$"{i}", (string?)$$"""{"name":"customer {{i}}","club":"gold"}""", 0L)));
        RecordRef[] changes = run.Batch(Enumerable.Range(0, 100).Select(i =>
            ((string?)$"{i}", i % 3 == 0 ? null : (string?)$$"""{"name":"customer {{i}}","club":"{{new string('x', i)}}"}""", 0L)));
        RecordRef[] stream = run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$"{i * 7 % (customers + 5)}", (string?)$$"""{"stars":{{i % 5}},"message":"a \"message\" {{i}}"}""", (long)i)));
        run.Process("customers", table);
        run.Commit();

        AssertAllocatesNothing(run, _ =>
        {
            run.Process("customers", changes);
            run.Process("ratings", stream);
        });
    }

    [Fact]
    public void A_windowed_aggregation_allocates_nothing_while_windows_come_and_go()
    {
        using TaskRun run = new("""
            CREATE STREAM ratings (name VARCHAR KEY, route INT KEY, stars INT, message VARCHAR)
              WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS
              SELECT name, route, COUNT(*) AS n, AVG(stars) AS average, MIN(message) AS least, LATEST_BY_OFFSET(message) AS latest
              FROM ratings WINDOW TUMBLING (SIZE 1 SECOND, GRACE PERIOD 2 SECONDS) GROUP BY name, route HAVING COUNT(*) > 3;
            """);
        RecordRef[][] passes = [.. Enumerable.Range(0, 6).Select(pass => run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$$"""{"NAME":"name {{i % 20}}","ROUTE":{{i % 3}}}""",
                (string?)$$"""{"stars":{{i % 5}},"message":"message {{new string('m', i % 40)}}"}""",
                (pass * 2000L) + i - (i % 11)))))];

        AssertAllocatesNothing(run, pass => run.Process("ratings", passes[pass]));
    }

    [Theory]
    [InlineData("HOPPING (SIZE 1 SECOND, ADVANCE BY 300 MILLISECONDS, GRACE PERIOD 1 SECOND)", "EMIT CHANGES")]
    [InlineData("HOPPING (SIZE 1 SECOND, ADVANCE BY 300 MILLISECONDS)", "EMIT FINAL")]
    [InlineData("TUMBLING (SIZE 100 MILLISECONDS, GRACE PERIOD 20 MILLISECONDS)", "EMIT FINAL")]
    [InlineData("SESSION (65 MILLISECONDS, GRACE PERIOD 100 MILLISECONDS)", "EMIT CHANGES")]
    [InlineData("SESSION (65 MILLISECONDS, GRACE PERIOD 100 MILLISECONDS)", "EMIT FINAL")]
    public void Windows_that_overlap_or_grow_or_come_at_their_end_allocate_nothing(string window, string emit)
    {
        using TaskRun run = new($"""
            CREATE STREAM ratings (name VARCHAR KEY, stars INT, message VARCHAR)
              WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS
              SELECT name, COUNT(*) AS n, MAX(message) AS most, LATEST_BY_OFFSET(message) AS latest
              FROM ratings WINDOW {window} GROUP BY name HAVING COUNT(*) > 1 {emit};
            """);
        RecordRef[][] passes = [.. Enumerable.Range(0, 6).Select(pass => run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$"\"name {(i / 200 * 30) + (i * 7 % 60)}\"",
                (string?)$$"""{"stars":{{i % 5}},"message":"message {{new string('m', i % 40)}}"}""",
                (pass * 2000L) + i - (i % 11)))))];

        AssertAllocatesNothing(run, pass => run.Process("ratings", passes[pass]));
    }

    [Theory]
    [InlineData("FULL", "GRACE PERIOD 100 MILLISECONDS")]
    [InlineData("LEFT", "")]
    [InlineData("INNER", "GRACE PERIOD 100 MILLISECONDS")]
    public void A_join_of_two_streams_allocates_nothing_while_rows_come_and_expire(string kind, string grace)
    {
        using TaskRun run = new($"""
            CREATE STREAM l (id INT KEY, name VARCHAR, message VARCHAR) WITH (kafka_topic='l', key_format='JSON', value_format='JSON');
            CREATE STREAM r (id INT KEY, stars INT, note VARCHAR) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
            CREATE STREAM o WITH (key_format='JSON') AS
              SELECT {(kind == "FULL" ? "ROWKEY AS k" : "l.id")}, name, UCASE(message) AS message, stars, note, r.ROWTIME AS t
              FROM l {kind} JOIN r WITHIN (50 MILLISECONDS, 20 MILLISECONDS) {grace} ON l.id = r.id;
            """);
        RecordRef[][] left = [.. Enumerable.Range(0, 40).Select(part => run.Batch(Enumerable.Range(0, 100).Select(i => (
            (string?)$"{i % 60}", (string?)$$"""{"name":"name {{i}}","message":"a \"message\" {{new string('m', i % 40)}}"}""",
            (part * 100L) + i - (i % 7)))))];
        RecordRef[][] right = [.. Enumerable.Range(0, 40).Select(part => run.Batch(Enumerable.Range(0, 100).Select(i => (
            (string?)$"{i % 80}", i % 9 == 0 ? null : (string?)$$"""{"stars":{{i % 5}},"note":"{{new string('n', i % 30)}}"}""",
            (part * 100L) + i - (i % 11)))))];

        int next = 0;
        AssertAllocatesNothing(run, _ =>
        {
            // Event time goes on from pass to pass.
            for (int end = next + 6; next < end; next++)
            {
                run.Process("l", left[next]);
                run.Process("r", right[next]);
            }
        });
    }

    [Fact]
    public void A_join_of_two_tables_allocates_nothing()
    {
        using TaskRun run = new("""
            CREATE TABLE l (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='l', key_format='JSON', value_format='JSON');
            CREATE TABLE r (id INT PRIMARY KEY, note VARCHAR) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
            CREATE TABLE t (id INT PRIMARY KEY, n INT) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS
              SELECT l.id, name, note, n FROM l LEFT JOIN r ON l.id = r.id LEFT JOIN t ON l.id = t.id WHERE name <> 'name 7';
            """);
        RecordRef[] left = run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$"{i % 200}", (string?)$$"""{"name":"name {{i % 30}}"}""", (long)i)));
        RecordRef[] right = run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$"{i % 200}", i % 5 == 0 ? null : (string?)$$"""{"note":"{{new string('n', i % 30)}}"}""", (long)i)));
        RecordRef[] third = run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)$"{i % 200}", (string?)$$"""{"n":{{i}}}""", (long)i)));

        AssertAllocatesNothing(run, _ =>
        {
            run.Process("l", left);
            run.Process("r", right);
            run.Process("t", third);
        });
    }

    [Theory]
    [InlineData(0, "orders", "O-join-answer")]
    [InlineData(1, "O-join-request", "customers")]
    public void A_join_by_foreign_key_allocates_nothing(int part, string first, string second)
    {
        using TaskRun run = new("""
            CREATE TABLE orders (id INT PRIMARY KEY, customer INT, total INT)
              WITH (kafka_topic='orders', key_format='JSON', value_format='JSON');
            CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR)
              WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS
              SELECT o.id, total, name FROM orders o JOIN customers c ON o.customer = c.id WHERE total < 90;
            """, part: part);
        Dictionary<string, Func<int, string?>> values = new()
        {
            ["orders"] = i => i % 7 == 0 ? null : $$"""{"customer":{{i % 50}},"total":{{i % 100}}}""",
            ["customers"] = i => i % 5 == 0 ? null : $$"""{"name":"name {{new string('n', i % 30)}}"}""",
            ["O-join-request"] = i => $$"""{"KEY0":{{i % 300}},"REQUEST":{{i % 4}},"VERSION":{{i}}}""",
            ["O-join-answer"] = i => $$"""{"VERSION":{{i}},"FOUND":true,"C_NAME":"name {{i % 20}}"}""",
        };
        RecordRef[] ones = run.Batch(Enumerable.Range(0, Records).Select(i => ((string?)$"{i}", values[first](i), (long)i)));
        RecordRef[] others = run.Batch(Enumerable.Range(0, Records).Select(i => ((string?)$"{i}", values[second](i), (long)i)));

        AssertAllocatesNothing(run, _ =>
        {
            run.Process(first, ones);
            run.Process(second, others);
        });
    }

    private static void AssertAllocatesNothing(TaskRun run, Action<int> pass)
    {
        long allocated = 0;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            pass(i);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.NotEmpty(run.Written());
            before = GC.GetAllocatedBytesForCurrentThread();
            run.Commit();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Empty(run.Events);
        Assert.Equal(0, allocated);
    }
}
