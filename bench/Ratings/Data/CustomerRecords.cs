using System.Buffers.Binary;
using System.Text;

namespace QueryGen.Bench.Ratings.Data;

/// <summary>Makes the rows of the customers' table: always the same ones.</summary>
internal static class CustomerRecords
{
    private const long LoadedMs = 1_760_000_000_000;
    private const int BytesEach = 128;

    private static readonly string[] Given =
        ["Aylin", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Liam", "Mei", "Noor", "Olga"];

    private static readonly string[] Family =
        ["Abe", "Brandt", "Costa", "Delgado", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanov", "Jansen", "Kowalski", "Moreau"];

    private static readonly string[] Clubs = ["bronze", "silver", "gold", "platinum"];

    /// <summary>Customers 1 to a number.</summary>
    public static RecordSet Make(int count)
    {
        RecordSet records = new(count, BytesEach);
        Span<byte> key = stackalloc byte[sizeof(int)];
        Random random = new(count);
        for (int id = 1; id <= count; id++)
        {
            string given = Given[random.Next(Given.Length)];
            string json = $"{{\"full_name\":\"{given} {Family[random.Next(Family.Length)]}\","
                + $"\"email\":\"{given.ToLowerInvariant()}.{id}@example.com\",\"club_status\":\"{Clubs[random.Next(Clubs.Length)]}\"}}";
            BinaryPrimitives.WriteInt32BigEndian(key, id);
            records.Add(key, Encoding.UTF8.GetBytes(json), LoadedMs + id);
        }

        return records;
    }
}
