using QueryGen.Serdes;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>As <see cref="SteadyStateTests"/>, where event time goes on: windows, sessions and rows that wait come and go over a million
/// records, without an allocation and without a collection.</summary>
[Collection(AllocationCollection.Name)]
public sealed class SteadyWindowTests
{
    private const int Records = 1_000;
    private const int Million = 1_000_000;
    private const string Keyed = "INT KEY, stars INT, message VARCHAR) WITH (key_format='KAFKA', value_format='JSON', kafka_topic=";

    [Theory]
    [InlineData("HOPPING (SIZE 1 SECOND, ADVANCE BY 300 MILLISECONDS, GRACE PERIOD 1 SECOND)", "CHANGES")]
    [InlineData("HOPPING (SIZE 1 SECOND, ADVANCE BY 300 MILLISECONDS, GRACE PERIOD 1 SECOND)", "FINAL")]
    [InlineData("SESSION (65 MILLISECONDS, GRACE PERIOD 100 MILLISECONDS)", "CHANGES")]
    [InlineData("SESSION (65 MILLISECONDS, GRACE PERIOD 100 MILLISECONDS)", "FINAL")]
    public void Windows(string window, string emit)
    {
        using TaskRun run = new($"""
            CREATE STREAM s (id {Keyed}'s');
            CREATE TABLE o AS SELECT id, COUNT(*) AS n, SUM(stars) AS total FROM s WINDOW {window} GROUP BY id EMIT {emit};
            """);
        AssertSteady(run, "s");
    }

    [Theory]
    [InlineData("JOIN")]
    [InlineData("FULL JOIN")]
    public void A_join_of_two_streams(string join)
    {
        string id = join == "JOIN" ? "l.id" : "ROWKEY AS k";
        using TaskRun run = new($"""
            CREATE STREAM l (id {Keyed}'l');
            CREATE STREAM r (id {Keyed}'r');
            CREATE STREAM o AS SELECT {id}, l.stars, r.message
              FROM l {join} r WITHIN 50 MILLISECONDS GRACE PERIOD 100 MILLISECONDS ON l.id = r.id;
            """);
        AssertSteady(run, "l", "r");
    }

    [Theory]
    [InlineData(0, "orders", "O-join-answer")]
    [InlineData(1, "O-join-request", "customers")]
    public void A_join_by_foreign_key(int part, params string[] topics)
    {
        using TaskRun run = new($"""
            CREATE TABLE orders (id {Keyed.Replace("KEY", "PRIMARY KEY")}'orders');
            CREATE TABLE customers (id {Keyed.Replace("KEY", "PRIMARY KEY")}'customers');
            CREATE TABLE o AS SELECT o.id, c.stars, c.message FROM orders o JOIN customers c ON o.stars = c.id;
            """, part: part);
        AssertSteady(run, topics);
    }

    // A value that each of the topics can read.
    private static string Value(int i) =>
        $$"""{"stars":{{i % 50}},"message":"message {{i}}","KEY0":{{i % 300}},"REQUEST":{{i % 4}},"VERSION":{{i}},"FOUND":true}""";

    private static void AssertSteady(TaskRun run, params string[] topics)
    {
        RecordRef[][] batches = [.. topics.Select((topic, place) => run.Batch(Enumerable.Range(0, Records).Select(i =>
            ((string?)Key((i / 200 * 10) + (i * (7 + place) % 60)), (string?)Value(i), (long)(i + 20 - (i % 11))))))];
        for (int pass = 0; pass < 30; pass++)
        {
            Process(run, topics, batches);
            run.Commit();
        }

        Process(run, topics, batches);
        Assert.NotEmpty(run.Written());
        Assert.Empty(run.Events);
        run.Commit();

        // The runtime allocates a little now and then while it compiles a method anew; what a record costs comes back with every million.
        (long Bytes, int Collections) allocated = (long.MaxValue, int.MaxValue);
        for (int attempt = 0; attempt < 3 && allocated != (0, 0); attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int collections = GC.CollectionCount(0);
            for (int done = 0; done < Million; done += Records * topics.Length)
            {
                Process(run, topics, batches);
                run.Commit();
            }

            allocated = (GC.GetAllocatedBytesForCurrentThread() - before, GC.CollectionCount(0) - collections);
        }

        Assert.Equal((0, 0), allocated);
        Assert.Empty(run.Events);
    }

    private static void Process(TaskRun run, string[] topics, RecordRef[][] batches)
    {
        for (int i = 0; i < topics.Length; i++)
        {
            run.Process(topics[i], batches[i]);
            MoveOn(batches[i]);
        }
    }

    // An INT as Kafka's own format has it; all of its bytes are ASCII.
    private static string Key(int number) => $"\0\0\0{(char)number}";

    private static unsafe void MoveOn(RecordRef[] records)
    {
        for (int i = 0; i < records.Length; i++)
        {
            ref RecordRef record = ref records[i];
            fixed (byte* key = record.Key, value = record.Value)
            {
                // Native memory: it stays where it is.
                record = new RecordRef(
                    key, record.Key.Length, value, record.Value.Length, null, 0, record.TimestampMs + Records, record.Offset);
            }
        }
    }
}
