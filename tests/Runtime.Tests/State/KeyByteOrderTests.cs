using QueryGen.Serdes;
using QueryGen.State;
using Xunit;

namespace QueryGen.Tests.State;

public sealed class KeyByteOrderTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(1000, 3)]
    [InlineData(1000, 20)]
    public void Things_come_by_their_numbers_then_by_their_keys_bytes(int count, int longest)
    {
        using KeyByteOrder order = new();
        Random random = new(count + longest);
        for (int round = 0; round < 3; round++)
        {
            (long First, long Second, byte[] Key)[] things = [.. Enumerable.Range(0, count).Select(_ =>
                ((long)random.Next(3), (long)random.Next(3), Bytes(random, longest)))];
            order.Clear();
            for (int i = 0; i < count; i++)
            {
                OutputBuffer buffer = order.Begin();
                BufferCursor cursor = buffer.Write();
                cursor.Raw(things[i].Key);
                buffer.EndKey(cursor);
                order.End(i, things[i].First, things[i].Second);
            }

            string[] sorted = [.. order.Sort().ToArray().Select(entry => Print(things[(int)entry.Item]))];

            // Hexadecimal digits are in the order of the bytes.
            Assert.Equal(things.Select(Print).Order(StringComparer.Ordinal), sorted);
        }
    }

    // Few different bytes, zero among them: many keys begin alike.
    private static byte[] Bytes(Random random, int longest) =>
        [.. Enumerable.Range(0, random.Next(longest + 1)).Select(_ => (byte)(random.Next(3) * 127))];

    private static string Print((long First, long Second, byte[] Key) thing) =>
        $"{thing.First} {thing.Second} {Convert.ToHexString(thing.Key)}";
}
