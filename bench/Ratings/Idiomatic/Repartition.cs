using System.Buffers.Binary;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>Queries/repartition.sql as it is commonly written.</summary>
internal sealed class Repartition : IdiomaticQuery
{
    public override void Process(RecordBatch ratings)
    {
        Span<byte> key = stackalloc byte[sizeof(int)];
        for (int i = 0; i < ratings.Count; i++)
        {
            RatingModel rating = Read(ratings[i]);
            BinaryPrimitives.WriteInt32BigEndian(key, rating.UserId);
            Utf8JsonWriter json = Begin(0, key);
            json.WriteNumber("RATING_ID"u8, rating.RatingId);
            json.WriteNumber("STARS"u8, rating.Stars);
            json.WriteNumber("ROUTE_ID"u8, rating.RouteId);
            json.WriteNumber("RATING_TIME"u8, rating.RatingTime);
            json.WriteString("CHANNEL"u8, rating.Channel);
            json.WriteString("MESSAGE"u8, rating.Message);
            End(0, ratings[i].TimestampMs);
        }
    }
}
