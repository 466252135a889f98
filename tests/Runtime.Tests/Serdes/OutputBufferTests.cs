using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed class OutputBufferTests
{
    [Fact]
    public void Records_are_what_was_written_however_the_buffer_grew()
    {
        Random random = new(1);
        using OutputBuffer output = new(initialBytes: 256);
        for (int pass = 0; pass < 3; pass++)
        {
            List<(byte[]? Key, byte[]? Value, byte[] Headers, long? WindowMs)> expected = [];
            for (int i = 0; i < 1000; i++)
            {
                (byte[]? Key, byte[]? Value, byte[] Headers, long? WindowMs) record =
                    (RandomBytes(random), RandomBytes(random), RandomBytes(random) ?? [], random.Next(3) == 0 ? random.NextInt64() : null);
                Write(output, record, timestampMs: i);
                expected.Add(record);
            }

            Assert.Equal(expected.Count, output.Count);
            for (int i = 0; i < expected.Count; i++)
            {
                Check(expected[i], output, i);
            }

            output.Clear();
            Assert.Equal(0, output.Count);
        }
    }

    [Fact]
    public void A_record_from_elsewhere_is_copied()
    {
        using OutputBuffer first = new();
        using OutputBuffer second = new();
        Write(first, ([1, 2], null, [3], null), timestampMs: 4);

        second.Add(first[0]);

        Check(([1, 2], null, [3], null), second, 0);
        Assert.Equal(4, second[0].TimestampMs);
    }

    [Fact]
    public void A_buffer_that_has_grown_allocates_nothing()
    {
        using OutputBuffer output = new();
        byte[] value = new byte[100];
        long allocated = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
            {
                Write(output, (value, value, value, null), timestampMs: i);
            }

            output.Clear();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static byte[]? RandomBytes(Random random)
    {
        byte[] bytes = new byte[random.Next(20) == 0 ? random.Next(5000) : random.Next(40)];
        random.NextBytes(bytes);
        return random.Next(4) == 0 ? null : bytes;
    }

    private static void Write(OutputBuffer output, (byte[]? Key, byte[]? Value, byte[] Headers, long? WindowMs) record, long timestampMs)
    {
        output.Begin(timestampMs, record.Headers);
        if (record.Key is not null)
        {
            BufferCursor key = output.Write();
            key.Raw(record.Key);
            if (record.WindowMs is { } window)
            {
                output.EndKey(key, window);
            }
            else
            {
                output.EndKey(key);
            }
        }

        if (record.Value is not null)
        {
            BufferCursor value = output.Write();
            value.Raw(record.Value);
            output.EndValue(value);
        }

        output.End();
    }

    private static void Check((byte[]? Key, byte[]? Value, byte[] Headers, long? WindowMs) expected, OutputBuffer output, int index)
    {
        RecordRef record = output[index];
        bool isWindowed = expected is { Key: not null, WindowMs: not null };
        byte[] window = isWindowed ? BitConverter.GetBytes(expected.WindowMs!.Value) : [];
        Array.Reverse(window);
        Assert.Equal(expected.Key is not null, record.HasKey);
        Assert.Equal(expected.Value is not null, record.HasValue);
        Assert.Equal([.. expected.Key ?? [], .. window], record.Key.ToArray());
        Assert.Equal(expected.Value ?? [], record.Value.ToArray());
        Assert.Equal(expected.Headers, record.Headers.ToArray());
        Assert.Equal(expected.Key ?? [], output.PartitionKey(index).ToArray());
    }
}
