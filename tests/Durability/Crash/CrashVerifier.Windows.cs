using System.Runtime.InteropServices;

namespace QueryGen.Durability.Crash;

/// <summary>Sessions, the join of two streams, and the join by foreign key.</summary>
internal sealed partial class CrashVerifier
{
    private const long GapMs = 20;
    private const long SessionGraceMs = 200;
    private const long WithinMs = 20;
    private const long PairRetentionMs = (2 * WithinMs) + 100;

    private void CheckPairs(int partition, Fact[] orders)
    {
        Same(
            $"REFUNDS/{partition}", orders.Where(order => order.B == 0).Select(order => order with { B = 0, C = 0 }),
            Read("REFUNDS", partition));
        Same($"ORDERS_WITH_REFUND/{partition}", Pairs(orders), Read("ORDERS_WITH_REFUND", partition));
    }

    private void CheckVisits(int partition, Fact[] orders)
    {
        long streamTimeMs = long.MinValue;
        long newestEndMs = long.MinValue / 2;
        Dictionary<long, List<Fact>> sessions = [];
        List<Fact> expected = [];
        foreach (Fact order in orders)
        {
            streamTimeMs = Math.Max(streamTimeMs, order.TimestampMs);
            ref List<Fact>? own = ref CollectionsMarshal.GetValueRefOrAddDefault(sessions, order.Key, out _);
            own ??= [];
            long oldestEndMs = Math.Max(order.TimestampMs - GapMs, newestEndMs - GapMs - SessionGraceMs + 1);
            Fact[] near = [.. own.Where(session =>
                session.TimestampMs >= oldestEndMs && session.WindowStartMs <= order.TimestampMs + GapMs)];
            long startMs = near.Select(session => session.WindowStartMs).Append(order.TimestampMs).Min();
            long endMs = near.Select(session => session.TimestampMs).Append(order.TimestampMs).Max();
            if (endMs < streamTimeMs - GapMs - SessionGraceMs)
            {
                continue;
            }

            // What a session was is deleted, unless all of its orders have one time.
            if (startMs < endMs)
            {
                expected.AddRange(near.Select(session => session with { A = 0, B = 0, C = 0 }));
            }

            Fact merged = new(
                order.Key, startMs, near.Sum(session => session.A) + 1, near.Sum(session => session.B) + order.B,
                near.Select(session => session.C).Append(order.A).Max(), endMs);
            expected.Add(merged);
            own.RemoveAll(session => near.Contains(session) || session.TimestampMs < oldestEndMs - SessionGraceMs);
            own.Add(merged);
            own.Sort(static (left, right) => left.WindowStartMs.CompareTo(right.WindowStartMs));
            newestEndMs = Math.Max(newestEndMs, endMs);
        }

        Fact[] last = [.. expected.GroupBy(row => (row.Key, row.WindowStartMs, row.TimestampMs))
            .Select(rows => rows.Last()).Where(row => row.A > 0)];
        CheckTable(Visits, partition, expected.Count, (number, row) => row == expected[(int)number], last);
    }

    // An order is a refund first, where it is one, and then an order.
    private static List<Fact> Pairs(Fact[] orders)
    {
        List<Fact> pairs = [];
        PairSide left = new();
        PairSide right = new();
        foreach (Fact order in orders)
        {
            if (order.B == 0)
            {
                right.Keep(order);
                pairs.AddRange(left.Near(order).Select(other => Pair(other, order)));
            }

            left.Keep(order);
            pairs.AddRange(right.Near(order).Select(other => Pair(order, other)));
        }

        return pairs;

        static Fact Pair(Fact order, Fact refund) =>
            new(order.Key, 0, order.A, refund.A, 0, Math.Max(order.TimestampMs, refund.TimestampMs));
    }

    /// <summary>What an order saw of the customer whose number is its amount, and the last one's last version.</summary>
    private void CheckVersions(int partition, Fact[] orders, Fact[][] customers)
    {
        CheckLastOrders(partition, orders);
        string name = $"LAST_ORDERS_WITH_VERSION/{partition}";
        Dictionary<long, long> customerOf = customers.SelectMany(changes => changes).ToDictionary(change => change.A, change => change.Key);
        Dictionary<long, long> lastVersion = customers.SelectMany(changes => changes).GroupBy(change => change.Key)
            .ToDictionary(changes => changes.Key, changes => changes.Max(change => change.A));
        Dictionary<long, int> placeOf = orders.Select((order, place) => (order.A, place)).ToDictionary();
        Dictionary<long, Fact> rows = [];
        HashSet<(long, long)> seen = [];
        Dictionary<(long, long), long> seenVersion = [];
        foreach (Fact row in Read("LAST_ORDERS_WITH_VERSION", partition))
        {
            rows.TryGetValue(row.Key, out Fact former);
            if (row.A > 0)
            {
                _duplicated += Tell($"{name}: {row}", seen.Add((row.A, row.C)) ? 0 : 1, "too many");
                bool isOrder = placeOf.TryGetValue(row.A, out int place) && orders[place].Key == row.Key && orders[place].B == row.B;
                bool isLater = former.A == 0 || (isOrder && placeOf[former.A] <= place);
                ref long version = ref CollectionsMarshal.GetValueRefOrAddDefault(seenVersion, (row.Key, row.B), out _);
                bool isVersion = row.C >= version && customerOf.GetValueOrDefault(row.C, row.B) == row.B;
                version = row.C;
                Check(isOrder && isLater && isVersion, $"{name}: {row} behind {former}");
            }

            rows[row.Key] = row;
        }

        foreach (Fact order in orders.GroupBy(order => order.Key).Select(own => own.Last()))
        {
            Fact row = rows.GetValueOrDefault(order.Key);
            long version = lastVersion.GetValueOrDefault(order.B);
            bool isRight = version == 0 ? row.A == 0 : row.A == order.A && row.B == order.B && row.C == version;
            Check(isRight, $"{name}: {row} is the last one of {order}, whose version is {version}");
        }
    }

    private void CheckLastOrders(int partition, Fact[] orders)
    {
        Dictionary<long, Fact> last = [];
        List<Fact> expected = [];
        foreach (Fact order in orders)
        {
            ref Fact row = ref CollectionsMarshal.GetValueRefOrAddDefault(last, order.Key, out _);
            row = order with { C = 0, TimestampMs = Math.Max(row.TimestampMs, order.TimestampMs) };
            expected.Add(row);
        }

        CheckTable("LAST_ORDERS", partition, expected.Count, (number, row) => row == expected[(int)number], last.Values);
    }

    /// <summary>The rows of one side of the join that another may meet.</summary>
    private sealed class PairSide
    {
        private const int MostOfCustomer = 64;

        private readonly Dictionary<long, List<Fact>> _rows = [];
        private long _newestMs = long.MinValue / 2;

        public void Keep(Fact row)
        {
            if (row.TimestampMs <= _newestMs - PairRetentionMs)
            {
                return;
            }

            _newestMs = Math.Max(_newestMs, row.TimestampMs);
            ref List<Fact>? own = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, row.Key, out _);
            own ??= [];
            own.Insert(own.FindLastIndex(other => other.TimestampMs <= row.TimestampMs) + 1, row);
            if (own.Count > MostOfCustomer)
            {
                own.RemoveAll(other => other.TimestampMs <= _newestMs - PairRetentionMs);
            }
        }

        /// <summary>By event time, then as they came.</summary>
        public IEnumerable<Fact> Near(Fact row) => _rows.GetValueOrDefault(row.Key, []).Where(other =>
            Math.Abs(other.TimestampMs - row.TimestampMs) <= WithinMs && other.TimestampMs > _newestMs - PairRetentionMs);
    }
}
