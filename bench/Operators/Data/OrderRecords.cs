using System.Buffers.Binary;
using System.Text;

namespace QueryGen.Bench.Operators.Data;

/// <summary>Changes of orders, each of which names a customer: one in ten names another one than before.</summary>
internal static class OrderRecords
{
    private const int OrderIds = 100_000;
    private const int CustomerIds = 10_000;
    private const int Changes = 500_000 / 256 * 256;
    private const int BytesEach = 128;
    private const long FirstMs = 1_760_000_040_000;

    private static readonly string[] Clubs = ["bronze", "silver", "gold", "platinum"];

    /// <summary>All customers.</summary>
    public static RecordSet Customers()
    {
        Random random = new(12);
        RecordSet records = new(CustomerIds, BytesEach);
        for (int id = 0; id < CustomerIds; id++)
        {
            Add(records, id, FirstMs, $"{{\"full_name\":\"Customer No. {id}\",\"club_status\":\"{Clubs[random.Next(Clubs.Length)]}\"}}");
        }

        return records;
    }

    /// <summary>Orders, again and again.</summary>
    public static RecordSet[] Orders()
    {
        Random random = new(13);
        RecordSet records = new(Changes, BytesEach);
        for (int i = 0; i < Changes; i++)
        {
            int id = random.Next(OrderIds);
            int customer = random.Next(10) == 0 ? random.Next(CustomerIds) : id % CustomerIds;
            string note = $"order {random.Next(1_000_000)}";
            Add(records, id, FirstMs + i, $"{{\"customer_id\":{customer},\"amount\":{random.Next(10_000)},\"note\":\"{note}\"}}");
        }

        return [records];
    }

    private static void Add(RecordSet records, int id, long timeMs, string json)
    {
        byte[] key = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(key, id);
        records.Add(key, Encoding.UTF8.GetBytes(json), timeMs);
    }
}
