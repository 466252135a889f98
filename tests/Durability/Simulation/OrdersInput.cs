using System.Buffers.Binary;
using System.Text;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Simulation;

/// <summary>Orders and changes of customers, as a seed decides.</summary>
internal static class OrdersInput
{
    private const int Records = 140;

    public static IEnumerable<SimulatedRecord> Of(SeededRandom random)
    {
        long nowMs = 1_000_000;
        for (int id = 0; id < Records; id++)
        {
            nowMs += random.Chance(0.02) ? 60_000 : random.Next(700);
            if (random.Chance(0.25))
            {
                string? value = random.Chance(0.25) ? null : $"{{\"VERSION\":{id}}}";
                yield return new SimulatedRecord("customers", Number(random.Next(7)), Text(value), nowMs);
            }
            else
            {
                string value = random.Chance(0.06)
                    ? $"no order {id}"
                    : $"{{\"ID\":{id},\"CUSTOMER\":{random.Next(7)},\"AMOUNT\":{random.Next(10) * 10}}}";

                // Some are late, a few too late.
                long backMs = random.Chance(0.3) ? random.Next(18_000) : 0;
                yield return new SimulatedRecord("orders", $"shop{random.Next(9)}", value, nowMs - backMs);
            }
        }
    }

    /// <summary>An INT as the KAFKA format writes it.</summary>
    public static ReadOnlyMemory<byte> Number(int number)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    // A plain null beside a ReadOnlyMemory would become an empty one.
    private static ReadOnlyMemory<byte>? Text(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text));
}
