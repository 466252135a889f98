using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Durability.Crash;

/// <summary>Computes from the orders, in plain C#, what every topic must hold, and compares every record of it.</summary>
/// <remarks>
/// Each order has a number. A topic that is compacted keeps offsets, so a record that is left stands at the number that it had among all.
/// </remarks>
internal sealed partial class CrashVerifier(string folder, long records)
{
    private const int Partitions = CrashWorker.Partitions;
    private const long WindowMs = 10_000;
    private const long GraceMs = 5_000;
    private const int MostProblems = 20;
    private const string Sessions = "VISITS";

    private readonly byte[] _partitionOfOrder = new byte[records + 1];

    /// <summary>What is wrong, the first ones.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Records that should be there and are not, or are other ones.</summary>
    public long Lost { get; private set; }

    /// <summary>Records that are there more than once.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Records looked at.</summary>
    public long Compared { get; private set; }

    public void Verify()
    {
        EmbeddedLogOptions options = CrashWorker.LogOptions with { CleanInterval = Timeout.InfiniteTimeSpan };
        using EmbeddedLog log = EmbeddedLog.Open(Path.Combine(folder, "log"), options);
        Fact[][] orders = Read(log, "orders");
        CheckInput(orders);
        for (int partition = 0; partition < Partitions; partition++)
        {
            Same($"LARGE_ORDERS/{partition}", orders[partition].Where(order => order.C >= 50), Read(log, "LARGE_ORDERS", partition));
        }

        Fact[][] byCustomer = Read(log, "ORDERS_BY_CUSTOMER");
        CheckMoved(orders, byCustomer);
        Fact[][] customers = Read(log, "customers");
        CheckJoin(byCustomer, Read(log, "ORDERS_WITH_CUSTOMER"), customers);
        for (int partition = 0; partition < Partitions; partition++)
        {
            CheckAmounts(log, partition, byCustomer[partition]);
            CheckWindows(log, partition, byCustomer[partition]);
            CheckVersions(log, partition, byCustomer[partition], customers);
        }

        CheckTotals(log, byCustomer);
    }

    private void CheckInput(Fact[][] orders)
    {
        byte[] seen = new byte[records + 1];
        for (int partition = 0; partition < Partitions; partition++)
        {
            long former = 0;
            foreach (Fact order in orders[partition])
            {
                seen[order.A]++;
                _partitionOfOrder[order.A] = (byte)partition;
                Check(order.A > former, $"orders/{partition}: {order.A} stands behind {former}");
                former = order.A;
            }
        }

        Lost += Tell("orders", seen.Skip(1).Count(times => times == 0), "missing");
        Duplicated += Tell("orders", seen.Sum(times => Math.Max(0, times - 1L)), "too many");
    }

    /// <summary>Each order once, in the partition of its customer, and in the order of each partition that it came from.</summary>
    private void CheckMoved(Fact[][] orders, Fact[][] byCustomer)
    {
        for (int target = 0; target < Partitions; target++)
        {
            for (int source = 0; source < Partitions; source++)
            {
                Same(
                    $"ORDERS_BY_CUSTOMER/{target} from orders/{source}",
                    orders[source].Where(order => PartitionOf(order.B) == target)
                        .Select(order => new Fact(order.B, 0, order.A, order.C, 0, order.TimestampMs)),
                    byCustomer[target].Where(order => _partitionOfOrder[order.A] == source));
            }
        }
    }

    private void CheckJoin(Fact[][] byCustomer, Fact[][] joined, Fact[][] customers)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            // What an order saw of its customer is a version of this one, unless compaction has taken it, and no older than what the
            // order before saw.
            Dictionary<long, long> customerOf = customers[partition].ToDictionary(change => change.A, change => change.Key);
            Same(
                $"ORDERS_WITH_CUSTOMER/{partition}", byCustomer[partition].Select(order => order with { C = 0 }),
                joined[partition].Select(row => row with { C = 0 }));
            Dictionary<long, long> seen = [];
            foreach (Fact row in joined[partition])
            {
                ref long former = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, row.Key, out _);
                bool isVersion = customerOf.GetValueOrDefault(row.C, row.Key) == row.Key;
                Check(row.C >= former && isVersion, $"ORDERS_WITH_CUSTOMER/{partition}: {row} behind version {former}");
                former = row.C;
            }
        }
    }

    private void CheckAmounts(EmbeddedLog log, int partition, Fact[] orders)
    {
        long streamTimeMs = long.MinValue;
        Dictionary<(long, long), Fact> groups = [];
        List<Fact> expected = [];
        foreach (Fact order in orders)
        {
            streamTimeMs = Math.Max(streamTimeMs, order.TimestampMs);
            long startMs = order.TimestampMs - (order.TimestampMs % WindowMs);
            if (startMs + WindowMs > streamTimeMs - GraceMs)
            {
                ref Fact group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (order.Key, startMs), out _);
                long lastId = Math.Max(group.C, order.A);
                group = new Fact(
                    order.Key, startMs, group.A + 1, group.B + order.B, lastId, Math.Max(group.TimestampMs, order.TimestampMs));
                expected.Add(group);
            }
        }

        CheckTable(log, "AMOUNTS", partition, expected.Count, (offset, row) => row == expected[(int)offset], groups.Values);
    }

    /// <summary>The orders of a group come from several partitions, so only their number and the end are known.</summary>
    private void CheckTotals(EmbeddedLog log, Fact[][] byCustomer)
    {
        Fact[] groups = [.. byCustomer.SelectMany(orders => orders).GroupBy(order => order.B)
            .Select(group => new Fact(
                group.Key, 0, group.LongCount(), group.Sum(order => order.A), 0, group.Max(order => order.TimestampMs)))];
        for (int partition = 0; partition < Partitions; partition++)
        {
            Fact[] own = [.. groups.Where(group => PartitionOf(group.Key) == partition)];
            Dictionary<long, long> seen = [];
            CheckTable(log, "TOTALS", partition, own.Sum(group => group.A), (_, row) =>
            {
                long former = seen.GetValueOrDefault(row.Key);
                seen[row.Key] = row.A;
                return row.A > former;
            }, own);
        }
    }

    /// <summary>A compacted topic: all records were written, what is left of them is right, and each key's last one is.</summary>
    private void CheckTable(
        EmbeddedLog log, string topic, int partition, long count, Func<long, Fact, bool> isRight, IEnumerable<Fact> last)
    {
        LogTopic found = log.GetOrCreateTopic(topic, Partitions);
        string name = $"{topic}/{partition}";
        long end = found.CommittedOffset(partition);
        Lost += Tell(name, count - end, "missing");
        Duplicated += Tell(name, end - count, "too many");
        Dictionary<(long, long, long), Fact> rows = [];
        foreach ((long offset, Fact row) in ReadWithOffsets(found, partition))
        {
            Check(offset < count && isRight(offset, row), $"{name}: {offset} is {row}");
            rows[KeyOf(topic, row)] = row;
        }

        foreach (Fact row in last)
        {
            Check(rows.GetValueOrDefault(KeyOf(topic, row)) == row, $"{name}: {row} is not the last one of its key");
        }
    }

    // The end of a session, which is a record's time, is in its key.
    private static (long Key, long StartMs, long EndMs) KeyOf(string topic, in Fact row) =>
        (row.Key, row.WindowStartMs, topic == Sessions ? row.TimestampMs : 0);

    private void Same(string topic, IEnumerable<Fact> expected, IEnumerable<Fact> found)
    {
        Fact[] left = [.. expected];
        Fact[] right = [.. found];
        Lost += Tell(topic, left.Length - right.Length, "missing");
        Duplicated += Tell(topic, right.Length - left.Length, "too many");
        int least = Math.Min(left.Length, right.Length);
        int same = left.AsSpan(0, least).CommonPrefixLength(right.AsSpan(0, least));
        Fact should = same < least ? left[same] : default;
        Check(same == least, $"{topic}: number {same} should be {should} and is {(same < least ? right[same] : default)}");
    }

    private void Check(bool isRight, string problem)
    {
        if (!isRight)
        {
            Lost += Tell(problem, 1, "wrong");
        }
    }

    private long Tell(string topic, long count, string what)
    {
        if (count > 0 && Problems.Count < MostProblems)
        {
            Problems.Add($"{topic}: {count} {what}");
        }

        return Math.Max(0, count);
    }

    private static int PartitionOf(long key)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)key);
        return Murmur2.Partition(bytes, Partitions);
    }

    private Fact[][] Read(EmbeddedLog log, string topic) =>
        [.. Enumerable.Range(0, Partitions).Select(partition => Read(log, topic, partition).ToArray())];

    private IEnumerable<Fact> Read(EmbeddedLog log, string topic, int partition) =>
        ReadWithOffsets(log.GetOrCreateTopic(topic, Partitions), partition).Select(record => record.Row);

    private List<(long Offset, Fact Row)> ReadWithOffsets(LogTopic topic, int partition)
    {
        List<(long, Fact)> rows = [];
        using LogReader reader = new(topic, partition, topic.FirstOffset(partition));
        while (reader.TryRead(out RecordBatch batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                rows.Add((batch[i].Offset, Fact.Of(batch[i], topic.Name is "AMOUNTS" or Sessions)));
            }
        }

        Compared += rows.Count;
        return rows;
    }
}

/// <summary>A record as numbers: the key, where it is one, and the value's members in their order; 0 for NULL, and without a
/// value.</summary>
internal readonly record struct Fact(long Key, long WindowStartMs, long A, long B, long C, long TimestampMs)
{
    public static Fact Of(in RecordRef record, bool isWindowed)
    {
        Utf8JsonReader json = new(record.Value);
        Span<long> values = stackalloc long[3];
        values.Clear();
        int count = 0;
        while (record.HasValue && json.Read())
        {
            if (json.TokenType is JsonTokenType.Number or JsonTokenType.Null)
            {
                values[count++] = json.TokenType == JsonTokenType.Null ? 0 : json.GetInt64();
            }
        }

        ReadOnlySpan<byte> key = record.Key;
        bool isNumber = (key.Length == sizeof(int) && key[0] == 0) || isWindowed;
        return new Fact(
            isNumber ? BinaryPrimitives.ReadInt32BigEndian(key) : 0,
            isWindowed ? BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]) : 0,
            values[0], values[1], values[2], record.TimestampMs);
    }
}
