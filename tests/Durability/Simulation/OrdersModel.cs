using System.Globalization;
using QueryGen.Serdes;
using QueryGen.Testing;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Simulation;

/// <summary>What the queries of <c>orders.sql</c> should have made, computed again in plain C# from the records that they read.</summary>
/// <remarks>
/// Records of several partitions come into one in any order, so each step is computed from what the step before has written: that must be
/// all of it, once, and in the order of each partition that it came from.
/// </remarks>
internal sealed class OrdersModel
{
    private const long WindowMs = 10_000;
    private const long GraceMs = 5_000;

    private readonly SimulationRun _run;
    private readonly int _partitions;
    private readonly Row[][] _orders;
    private readonly Row[][] _byCustomer;
    private readonly Row[][] _repartitioned;

    private OrdersModel(SimulationRun run, int partitions)
    {
        _run = run;
        _partitions = partitions;
        _orders = Read("orders", record => record.ValueText!.StartsWith('{') ? Row.OfText(record) : new Row("", null, null, 0))
            .Select(rows => rows.Where(row => row.Values is not null).ToArray()).ToArray();
        _byCustomer = Read("ORDERS_BY_CUSTOMER", Row.OfNumber);
        _repartitioned = Read("TOTALS-group-by-repartition", Row.OfNumber);
    }

    public static void Check(SimulationRun run, int partitions)
    {
        OrdersModel model = new(run, partitions);
        model.CheckInput();
        model.CheckDeadLetters();
        model.CheckLargeOrders();
        model.CheckMoved(
            "ORDERS_BY_CUSTOMER", model._orders, model._byCustomer, row => $"{row.Values![1]}", row => new(row.Values![0], row.Values[2]));
        model.CheckJoin();
        model.CheckAmounts();
        model.CheckMoved(
            "TOTALS-group-by-repartition", model._byCustomer, model._repartitioned, row => $"{row.Values![1]}", row => new(row.Values![0]));
        model.CheckTotals();
    }

    private Row[][] Read(string topic, Func<TestRecord, Row> read)
    {
        TestRecord[] all = [.. _run.Records(topic)];
        return [.. Enumerable.Range(0, _partitions).Select(partition =>
            all.Where(record => record.Partition == partition).Select(read).ToArray())];
    }

    private void CheckInput()
    {
        foreach (string topic in (string[])["orders", "customers"])
        {
            SimulatedRecord[] input = [.. _run.Input.Where(record => record.Topic == topic)];
            for (int partition = 0; partition < _partitions; partition++)
            {
                Expect.Same(
                    topic,
                    input.Where(record => Murmur2.Partition(record.Key!.Value.Span, _partitions) == partition)
                        .Select(record => Print(record.Key, record.Value, record.TimestampMs)),
                    _run.Records(topic).Where(record => record.Partition == partition)
                        .Select(record => Print(record.Key, record.Value, record.TimestampMs)));
            }
        }
    }

    private static string Print(ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? value, long timestampMs) =>
        $"{Hex(key)} {Hex(value)} {timestampMs}";

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexString(some.Span) : "null";

    /// <summary>What cannot be read is a dead letter, once and as it came.</summary>
    private void CheckDeadLetters() => Expect.Same(
        "orders-dlq",
        _run.Records("orders").Select(record => record.ValueText!).Where(text => !text.StartsWith('{')).Order(StringComparer.Ordinal),
        _run.Records("orders-dlq").Select(record => record.ValueText!).Order(StringComparer.Ordinal));

    private void CheckLargeOrders()
    {
        Row[][] large = Read("LARGE_ORDERS", Row.OfText);
        for (int partition = 0; partition < _partitions; partition++)
        {
            Expect.Same("LARGE_ORDERS", _orders[partition].Where(order => order.Values![2] >= 50), large[partition]);
        }
    }

    /// <summary>Each record is in the partition of its new key, once, and behind those that stood before it where it comes from.</summary>
    private void CheckMoved(string topic, Row[][] from, Row[][] to, Func<Row, string> key, Func<Row, Numbers> values)
    {
        for (int target = 0; target < _partitions; target++)
        {
            HashSet<long?>[] ids = [.. from.Select(rows => rows.Select(row => row.Values![0]).ToHashSet())];
            for (int source = 0; source < _partitions; source++)
            {
                Expect.Same(
                    topic,
                    from[source].Select(row => new Row(key(row), null, values(row), row.TimestampMs))
                        .Where(row => Partition(row.Key) == target),
                    to[target].Where(row => ids[source].Contains(row.Values![0])));
            }

            Expect.Same(topic, [], to[target].Where(row => !ids.Any(known => known.Contains(row.Values![0]))));
        }
    }

    private int Partition(string number) => Murmur2.Partition(Key(number).Span, _partitions);

    private static ReadOnlyMemory<byte> Key(string number) => OrdersInput.Number(int.Parse(number, CultureInfo.InvariantCulture));

    /// <summary>
    /// One row an order, in their order; and what it saw of a customer only goes forward. It may skip changes: the table's topic is
    /// compacted.
    /// </summary>
    private void CheckJoin()
    {
        Row[][] joined = Read("ORDERS_WITH_CUSTOMER", Row.OfNumber);
        Row[][] customers = Read("customers", Row.OfNumber);
        for (int partition = 0; partition < _partitions; partition++)
        {
            Expect.Same(
                "ORDERS_WITH_CUSTOMER",
                _byCustomer[partition].Select(row => $"{row.Key} {row.Values![0]} {row.Values[1]} {row.TimestampMs}"),
                joined[partition].Select(row => $"{row.Key} {row.Values![0]} {row.Values[1]} {row.TimestampMs}"));
            foreach (IGrouping<string, Row> rows in joined[partition].GroupBy(row => row.Key))
            {
                long?[] versions = [null, .. customers[partition].Where(row => row.Key == rows.Key).Select(row => row.Values?[0])];
                int seen = 0;
                foreach (Row row in rows)
                {
                    seen = Array.IndexOf(versions, row.Values![2], seen);
                    Expect.True(seen >= 0, $"ORDERS_WITH_CUSTOMER: {row} saw a customer that was not there any more.");
                }
            }

            foreach (string key in customers[partition].Select(row => row.Key).Distinct())
            {
                Numbers? last = customers[partition].Last(row => row.Key == key).Values;
                Numbers? state = State(1, 0, partition, key, null);
                Expect.Same("CUSTOMERS", [last], [state]);
            }
        }
    }

    private void CheckAmounts()
    {
        Row[][] amounts = Read("AMOUNTS", Row.OfNumber);
        for (int partition = 0; partition < _partitions; partition++)
        {
            long streamTimeMs = long.MinValue;
            Dictionary<(string, long), Row> groups = [];
            List<Row> expected = [];
            foreach (Row order in _byCustomer[partition])
            {
                streamTimeMs = Math.Max(streamTimeMs, order.TimestampMs);
                long startMs = order.TimestampMs - (order.TimestampMs % WindowMs);
                if (startMs + WindowMs <= streamTimeMs - GraceMs)
                {
                    continue;
                }

                Row? former = groups.GetValueOrDefault((order.Key, startMs));
                Numbers values = new(
                    1 + (former?.Values![0] ?? 0),
                    order.Values![1] + (former?.Values![1] ?? 0),
                    Math.Max(order.Values[0]!.Value, former?.Values![2] ?? long.MinValue));
                Row result = new(order.Key, startMs, values, Math.Max(order.TimestampMs, former?.TimestampMs ?? 0));
                groups[(order.Key, startMs)] = result;
                expected.Add(result);
            }

            Expect.Same("AMOUNTS", expected, amounts[partition]);
            long newestMs = expected.Count == 0 ? 0 : expected.Max(row => row.WindowStartMs!.Value);
            foreach (Row row in groups.Values.Where(row => row.WindowStartMs == newestMs))
            {
                Expect.Same("AMOUNTS", [row.Values], [State(1, 1, partition, row.Key, newestMs)]);
            }
        }
    }

    private void CheckTotals()
    {
        Row[][] totals = Read("TOTALS", Row.OfNumber);
        for (int partition = 0; partition < _partitions; partition++)
        {
            Dictionary<string, Row> groups = [];
            List<Row> expected = [];
            foreach (Row order in _repartitioned[partition])
            {
                Row? former = groups.GetValueOrDefault(order.Key);
                Numbers values = new(1 + (former?.Values![0] ?? 0), order.Values![0] + (former?.Values![1] ?? 0));
                Row result = new(order.Key, null, values, Math.Max(order.TimestampMs, former?.TimestampMs ?? 0));
                groups[order.Key] = result;
                expected.Add(result);
            }

            Expect.Same("TOTALS", expected, totals[partition]);
            foreach (Row row in groups.Values)
            {
                Expect.Same("TOTALS", [row.Values], [State(2, 0, partition, row.Key, null)]);
            }
        }
    }

    private Numbers? State(int subTopology, int table, int partition, string key, long? windowStartMs) =>
        Numbers.Of(_run.ReadState(subTopology, table, partition, Key(key), windowStartMs)?.Value);
}
