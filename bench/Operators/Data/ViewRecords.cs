using System.Buffers.Binary;
using System.Text;

namespace QueryGen.Bench.Operators.Data;

/// <summary>Pages that users look at: a user comes back after ten seconds on average.</summary>
internal static class ViewRecords
{
    private const int Users = 10_000;
    private const int Views = 500_000 / 256 * 256;
    private const int BytesEach = 64;
    private const long FirstMs = 1_760_000_040_000;

    /// <summary>Views, one a millisecond.</summary>
    /// <param name="jitterMs">Records come up to that much out of the order of event time.</param>
    public static RecordSet[] Make(int jitterMs)
    {
        Random random = new(14);
        RecordSet records = new(Views, BytesEach);
        byte[] key = new byte[sizeof(int)];
        for (int i = 0; i < Views; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(key, random.Next(Users));
            string json = $"{{\"page\":\"/shop/{random.Next(1_000_000)}\",\"took_ms\":{random.Next(10_000)}}}";
            records.Add(key, Encoding.UTF8.GetBytes(json), FirstMs + i - random.Next(jitterMs));
        }

        return [records];
    }
}
