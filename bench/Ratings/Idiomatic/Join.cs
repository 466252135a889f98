using System.Buffers.Binary;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>Queries/join.sql as it is commonly written.</summary>
internal sealed class Join : IdiomaticQuery
{
    private readonly Dictionary<int, CustomerModel> _customers = [];

    public override void Load(RecordBatch customers) => LoadInto(_customers, customers);

    public override void Process(RecordBatch ratings)
    {
        for (int i = 0; i < ratings.Count; i++)
        {
            int user = BinaryPrimitives.ReadInt32BigEndian(ratings[i].Key);
            RatingModel rating = Read(ratings[i]);
            CustomerModel? customer = _customers.GetValueOrDefault(user);
            Utf8JsonWriter json = Begin(0, ratings[i].Key);
            json.WriteNumber("RATING_ID"u8, rating.RatingId);
            json.WriteNumber("STARS"u8, rating.Stars);
            json.WriteString("CHANNEL"u8, rating.Channel);
            json.WriteString("MESSAGE"u8, rating.Message);
            json.WriteString("FULL_NAME"u8, customer?.FullName);
            json.WriteString("EMAIL"u8, customer?.Email);
            json.WriteString("CLUB_STATUS"u8, customer?.ClubStatus);
            End(0, ratings[i].TimestampMs);
        }
    }

    /// <summary>Puts customers into a dictionary.</summary>
    public static void LoadInto(Dictionary<int, CustomerModel> rows, RecordBatch customers)
    {
        for (int i = 0; i < customers.Count; i++)
        {
            rows[BinaryPrimitives.ReadInt32BigEndian(customers[i].Key)] =
                JsonSerializer.Deserialize(customers[i].Value, Models.Default.CustomerModel)!;
        }
    }
}
