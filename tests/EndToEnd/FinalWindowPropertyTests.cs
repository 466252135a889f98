using System.Globalization;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>EMIT FINAL on random rows against the rules of docs/semantics/windows.md, computed anew from all rows taken.</summary>
public sealed class FinalWindowPropertyTests
{
    private sealed record Row(int Id, int Value, long TimestampMs);

    private sealed record Result(int Id, long StartMs, long EndMs, int Count, int Sum);

    public static TheoryData<int, int, int, int> Windows => new()
    {
        { 1, 10, 10, 0 }, { 2, 10, 10, 7 }, { 3, 10, 3, 0 }, { 4, 10, 4, 25 }, { 5, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Every_closed_window_comes_once_in_order_whatever_jumps_and_restarts(int seed, int sizeMs, int advanceMs, int graceMs)
    {
        string window = $"HOPPING (SIZE {sizeMs} MILLISECONDS, ADVANCE BY {advanceMs} MILLISECONDS, GRACE PERIOD {graceMs} MILLISECONDS)";
        Row[] rows = RandomRows(new Random(seed), sizeMs);
        List<string> expected = [];
        List<(Row Row, long StartMs)> taken = [];
        HashSet<long> written = [];
        long streamTimeMs = 0;
        foreach (Row row in rows)
        {
            streamTimeMs = Math.Max(streamTimeMs, row.TimestampMs);
            long closedMs = streamTimeMs - graceMs;
            for (long startMs = 0; startMs <= row.TimestampMs; startMs += advanceMs)
            {
                if (startMs + sizeMs > row.TimestampMs && startMs + sizeMs > closedMs)
                {
                    taken.Add((row, startMs));
                }
            }

            expected.AddRange(taken.Where(one => one.StartMs + sizeMs <= closedMs && !written.Contains(one.StartMs))
                .GroupBy(one => (one.StartMs, one.Row.Id)).OrderBy(group => group.Key)
                .Select(group => Print(
                    new Result(
                        group.Key.Id, group.Key.StartMs, group.Key.StartMs + sizeMs, group.Count(), group.Sum(one => one.Row.Value)),
                    ')', group.Max(one => one.Row.TimestampMs)))
                .ToList());
            written.UnionWith(taken.Select(one => one.StartMs).Where(startMs => startMs + sizeMs <= closedMs));
            taken.RemoveAll(one => one.StartMs + sizeMs <= closedMs);
        }

        Check(window, rows, seed, expected);
    }

    [Theory]
    [InlineData(11, 3, 0)]
    [InlineData(12, 3, 20)]
    [InlineData(13, 1, 1)]
    public void Every_closed_session_comes_once_in_order_whatever_jumps_and_restarts(int seed, int gapMs, int graceMs)
    {
        Row[] rows = RandomRows(new Random(seed), gapMs + 1);
        List<string> expected = [];
        List<Result> open = [];
        long streamTimeMs = 0;
        foreach (Row row in rows)
        {
            streamTimeMs = Math.Max(streamTimeMs, row.TimestampMs);
            long closedMs = streamTimeMs - graceMs - gapMs;
            List<Result> near = open.FindAll(one => one.Id == row.Id && one.EndMs >= row.TimestampMs - gapMs
                && one.StartMs <= row.TimestampMs + gapMs);
            Result merged = new(
                row.Id, near.Select(one => one.StartMs).Append(row.TimestampMs).Min(),
                near.Select(one => one.EndMs).Append(row.TimestampMs).Max(), near.Sum(one => one.Count) + 1,
                near.Sum(one => one.Sum) + row.Value);
            if (merged.EndMs >= closedMs)
            {
                open.RemoveAll(near.Contains);
                open.Add(merged);
            }

            expected.AddRange(open.Where(one => one.EndMs < closedMs).OrderBy(one => (one.EndMs, one.StartMs, one.Id))
                .Select(one => Print(one, ']', one.EndMs)).ToList());
            open.RemoveAll(one => one.EndMs < closedMs);
        }

        Check($"SESSION ({gapMs} MILLISECONDS, GRACE PERIOD {graceMs} MILLISECONDS)", rows, seed, expected);
    }

    // Keys of one digit: their bytes are in the order of their values.
    private static Row[] RandomRows(Random random, int stepMs)
    {
        long nowMs = 0;
        return [.. Enumerable.Range(0, 400).Select(_ =>
        {
            nowMs += random.Next(30) == 0 ? random.Next(stepMs * 20) : random.Next((stepMs / 2) + 1);
            return new Row(random.Next(4), random.Next(10), Math.Max(0, nowMs - (random.Next(3) == 0 ? random.Next(stepMs * 3) : 0)));
        })];
    }

    private static void Check(string window, Row[] rows, int seed, List<string> expected)
    {
        Assert.NotEmpty(expected);
        Sql sql = Sql.Run($"""
            CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE TABLE o AS SELECT id, COUNT(*) AS n, SUM(v) AS sum FROM s WINDOW {window} GROUP BY id EMIT FINAL;
            """);
        Random random = new(seed);
        foreach (Row row in rows)
        {
            sql.In("s", row.Id.ToString(CultureInfo.InvariantCulture), $$"""{"v":{{row.Value}}}""", row.TimestampMs);
            if (random.Next(40) == 0)
            {
                sql.Restart();
            }
        }

        sql.Gives("O", [.. expected]);
    }

    private static string Print(Result one, char closing, long timestampMs) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{{one.Id}} [{{one.StartMs}}, {{one.EndMs}}{{closing}} | {"N":{{one.Count}},"SUM":{{one.Sum}}} | {{timestampMs}}""");
}
