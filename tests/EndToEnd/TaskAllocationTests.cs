using QueryGen.Serdes;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>What the compiler emits allocates nothing on the managed heap once everything has been seen, commits included.</summary>
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
