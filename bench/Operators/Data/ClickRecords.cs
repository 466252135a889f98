using System.Buffers.Binary;
using System.Text;

namespace QueryGen.Bench.Operators.Data;

/// <summary>Clicks and impressions, one of each by turns: a click finds the impression that it is made on every other time.</summary>
internal static class ClickRecords
{
    private const int Users = 10_000;
    private const int Each = 500_000 / 256 * 256;
    private const int BytesEach = 96;
    private const long FirstMs = 1_760_000_040_000;

    /// <summary>Records come up to that much out of the order of event time.</summary>
    private const int JitterMs = 50;

    /// <summary>Clicks, and impressions.</summary>
    public static RecordSet[] Make()
    {
        Random random = new(11);
        RecordSet clicks = new(Each, BytesEach);
        RecordSet impressions = new(Each, BytesEach);
        byte[] key = new byte[sizeof(int)];
        for (int i = 0; i < Each; i++)
        {
            long timeMs = FirstMs + (2L * i);
            Add(clicks, timeMs, $"{{\"page\":\"/shop/{random.Next(1_000_000)}\",\"position\":{random.Next(100)}}}");
            Add(impressions, timeMs + 1, $"{{\"ad\":\"campaign {random.Next(1000)}\",\"price\":{random.Next(100_000)}}}");
        }

        return [clicks, impressions];

        void Add(RecordSet records, long timeMs, string json)
        {
            BinaryPrimitives.WriteInt32BigEndian(key, random.Next(Users));
            records.Add(key, Encoding.UTF8.GetBytes(json), timeMs - random.Next(JitterMs));
        }
    }
}
