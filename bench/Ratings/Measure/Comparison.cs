using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>Contenders write different records for the same input: their times would say nothing.</summary>
internal sealed class DifferentOutputException(string message) : Exception(message);

/// <summary>Compares what two contenders wrote for a batch: each record's key, value, timestamp and window, in their order.</summary>
internal static class Comparison
{
    /// <exception cref="DifferentOutputException">Something differs; the message shows the first such record.</exception>
    public static void Check(string workload, Contender expected, Contender actual)
    {
        Expect(workload, "sinks", expected.Sinks, actual.Sinks);
        for (int sink = 0; sink < expected.Sinks; sink++)
        {
            Expect(workload, "records", expected.Count(sink), actual.Count(sink));
            for (int i = 0; i < expected.Count(sink); i++)
            {
                RecordRef first = expected.Written(sink, i);
                RecordRef second = actual.Written(sink, i);
                if (!AreEqual(first, second) || expected.WindowBytes(sink, i) != actual.WindowBytes(sink, i))
                {
                    throw new DifferentOutputException(
                        $"{workload}: record {i} of sink {sink} differs\n  {Describe(expected, first)}\n  {Describe(actual, second)}");
                }
            }
        }

        Expect(workload, "unreadable records", expected.Failed, actual.Failed);
    }

    private static bool AreEqual(in RecordRef first, in RecordRef second) =>
        first.TimestampMs == second.TimestampMs && first.HasKey == second.HasKey && first.HasValue == second.HasValue
        && first.Key.SequenceEqual(second.Key) && first.Value.SequenceEqual(second.Value);

    private static string Describe(Contender contender, in RecordRef record) =>
        $"{contender.GetType().Name}: key {(record.HasKey ? Convert.ToHexString(record.Key) : "null")}, timestamp {record.TimestampMs}, "
        + $"value {(record.HasValue ? System.Text.Encoding.UTF8.GetString(record.Value) : "null")}";

    private static void Expect(string workload, string what, long expected, long actual)
    {
        if (expected != actual)
        {
            throw new DifferentOutputException($"{workload}: {expected} {what} and {actual} {what}");
        }
    }
}
