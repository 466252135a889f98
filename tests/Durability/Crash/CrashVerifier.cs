using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Durability.Crash;

/// <summary>Computes from the orders, in plain C#, what every topic must hold, and compares every record of it.</summary>
/// <remarks>
/// Each order has a number. A record of a compacted topic keeps the number that it had among all.
/// </remarks>
internal sealed partial class CrashVerifier(ICrashTopics topics, long records)
{
    private const int Partitions = CrashWorker.Partitions;
    private const string Amounts = "AMOUNTS";
    private const string Visits = "VISITS";
    private const long WindowMs = 10_000;
    private const long GraceMs = 5_000;
    private const int MostProblems = 20;

    private readonly byte[] _partitionOfOrder = new byte[records + 1];
    private readonly List<string> _problems = [];
    private long _lost;
    private long _duplicated;
    private long _compared;

    /// <summary>Whether the topics of sessions and of the joins that have other inputs are verified, too.</summary>
    public bool ChecksMore { get; init; }

    /// <summary>Whether a topic's keys have the start of a window at their end.</summary>
    public static bool IsWindowed(string topic) => topic is Amounts or Visits;

    /// <summary>Verifies, and says what came of it.</summary>
    /// <returns>True: all is right.</returns>
    public bool Report(string verb, int kills, string summary)
    {
        Verify();
        _problems.ForEach(Console.WriteLine);
        Console.WriteLine($"{records} orders, {_compared} records compared, {summary}");
        Console.WriteLine($"{verb}: kills {kills}, lost {_lost}, duplicated {_duplicated}");
        return _lost + _duplicated == 0;
    }

    private void Verify()
    {
        Fact[][] orders = Read("orders");
        CheckInput(orders);
        for (int partition = 0; partition < Partitions; partition++)
        {
            Same($"LARGE_ORDERS/{partition}", orders[partition].Where(order => order.C >= 50), Read("LARGE_ORDERS", partition));
        }

        Fact[][] byCustomer = Read("ORDERS_BY_CUSTOMER");
        CheckMoved(orders, byCustomer);
        Fact[][] customers = Read("customers");
        CheckJoin(byCustomer, Read("ORDERS_WITH_CUSTOMER"), customers);
        for (int partition = 0; partition < Partitions; partition++)
        {
            CheckAmounts(partition, byCustomer[partition]);
            if (ChecksMore)
            {
                CheckPairs(partition, byCustomer[partition]);
                CheckVisits(partition, byCustomer[partition]);
                CheckVersions(partition, byCustomer[partition], customers);
            }
        }

        CheckTotals(byCustomer);
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

        _lost += Tell("orders", seen.Skip(1).Count(times => times == 0), "missing");
        _duplicated += Tell("orders", seen.Sum(times => Math.Max(0, times - 1L)), "too many");
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

    private void CheckAmounts(int partition, Fact[] orders)
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

        CheckTable(Amounts, partition, expected.Count, (number, row) => row == expected[(int)number], groups.Values);
    }

    /// <summary>The orders of a group come from several partitions, so only their number and the end are known.</summary>
    private void CheckTotals(Fact[][] byCustomer)
    {
        Fact[] groups = [.. byCustomer.SelectMany(orders => orders).GroupBy(order => order.B)
            .Select(group => new Fact(
                group.Key, 0, group.LongCount(), group.Sum(order => order.A), 0, group.Max(order => order.TimestampMs)))];
        for (int partition = 0; partition < Partitions; partition++)
        {
            Fact[] own = [.. groups.Where(group => PartitionOf(group.Key) == partition)];
            Dictionary<long, long> seen = [];
            CheckTable("TOTALS", partition, own.Sum(group => group.A), (_, row) =>
            {
                long former = seen.GetValueOrDefault(row.Key);
                seen[row.Key] = row.A;
                return row.A > former;
            }, own);
        }
    }

    /// <summary>A compacted topic: all records were written, what is left of them is right, and each key's last one is.</summary>
    private void CheckTable(
        string topic, int partition, long count, Func<long, Fact, bool> isRight, IEnumerable<Fact> last)
    {
        string name = $"{topic}/{partition}";
        long end = topics.Count(topic, partition);
        _lost += Tell(name, count - end, "missing");
        _duplicated += Tell(name, end - count, "too many");
        Dictionary<(long, long, long), Fact> rows = [];
        foreach ((long number, Fact row) in ReadWithNumbers(topic, partition))
        {
            Check(number < count && isRight(number, row), $"{name}: {number} is {row}");
            rows[KeyOf(topic, row)] = row;
        }

        foreach (Fact row in last)
        {
            Check(rows.GetValueOrDefault(KeyOf(topic, row)) == row, $"{name}: {row} is not the last one of its key");
        }
    }

    // The end of a session, which is a record's time, is in its key.
    private static (long Key, long StartMs, long EndMs) KeyOf(string topic, in Fact row) =>
        (row.Key, row.WindowStartMs, topic == Visits ? row.TimestampMs : 0);

    private void Same(string topic, IEnumerable<Fact> expected, IEnumerable<Fact> found)
    {
        Fact[] left = [.. expected];
        Fact[] right = [.. found];
        _lost += Tell(topic, left.Length - right.Length, "missing");
        _duplicated += Tell(topic, right.Length - left.Length, "too many");
        int least = Math.Min(left.Length, right.Length);
        int same = left.AsSpan(0, least).CommonPrefixLength(right.AsSpan(0, least));
        Fact should = same < least ? left[same] : default;
        Check(same == least, $"{topic}: number {same} should be {should} and is {(same < least ? right[same] : default)}");
    }

    private void Check(bool isRight, string problem)
    {
        if (!isRight)
        {
            _lost += Tell(problem, 1, "wrong");
        }
    }

    private long Tell(string topic, long count, string what)
    {
        if (count > 0 && _problems.Count < MostProblems)
        {
            _problems.Add($"{topic}: {count} {what}");
        }

        return Math.Max(0, count);
    }

    private static int PartitionOf(long key)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)key);
        return Murmur2.Partition(bytes, Partitions);
    }

    private Fact[][] Read(string topic) =>
        [.. Enumerable.Range(0, Partitions).Select(partition => Read(topic, partition).ToArray())];

    private IEnumerable<Fact> Read(string topic, int partition) => ReadWithNumbers(topic, partition).Select(record => record.Row);

    private IReadOnlyList<(long Number, Fact Row)> ReadWithNumbers(string topic, int partition)
    {
        IReadOnlyList<(long, Fact)> rows = topics.Read(topic, partition);
        _compared += rows.Count;
        return rows;
    }
}

/// <summary>A record as numbers: the key, where it is one, and the value's members in their order; 0 for NULL, and without a
/// value.</summary>
internal readonly record struct Fact(long Key, long WindowStartMs, long A, long B, long C, long TimestampMs)
{
    public static Fact Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs, bool isWindowed)
    {
        Utf8JsonReader json = new(value);
        Span<long> values = stackalloc long[3];
        values.Clear();
        int count = 0;
        while (!value.IsEmpty && json.Read())
        {
            if (json.TokenType is JsonTokenType.Number or JsonTokenType.Null)
            {
                values[count++] = json.TokenType == JsonTokenType.Null ? 0 : json.GetInt64();
            }
        }

        bool isNumber = (key.Length == sizeof(int) && key[0] == 0) || isWindowed;
        return new Fact(
            isNumber ? BinaryPrimitives.ReadInt32BigEndian(key) : 0,
            isWindowed ? BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]) : 0,
            values[0], values[1], values[2], timestampMs);
    }
}
