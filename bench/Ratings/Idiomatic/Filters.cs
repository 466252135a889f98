using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>Queries/decode.sql as it is commonly written.</summary>
internal sealed class DecodeOnly : IdiomaticQuery
{
    public override void Process(RecordBatch ratings)
    {
        for (int i = 0; i < ratings.Count; i++)
        {
            RatingModel rating = Read(ratings[i]);
            if (rating.RatingId < 0 || rating.UserId < 0 || rating.Stars < 0 || rating.RouteId < 0 || rating.RatingTime < 0
                || rating.Channel == "?" || rating.Message == "?")
            {
                Filter.Write(Begin(0), rating);
                End(0, ratings[i].TimestampMs);
            }
        }
    }
}

/// <summary>Queries/filter.sql as it is commonly written.</summary>
internal sealed class Filter : IdiomaticQuery
{
    public override void Process(RecordBatch ratings)
    {
        for (int i = 0; i < ratings.Count; i++)
        {
            RatingModel rating = Read(ratings[i]);
            if (rating.Stars < 3)
            {
                Write(Begin(0), rating);
                End(0, ratings[i].TimestampMs);
            }
        }
    }

    /// <summary>SELECT *</summary>
    public static void Write(Utf8JsonWriter json, RatingModel rating)
    {
        json.WriteNumber("RATING_ID"u8, rating.RatingId);
        json.WriteNumber("USER_ID"u8, rating.UserId);
        json.WriteNumber("STARS"u8, rating.Stars);
        json.WriteNumber("ROUTE_ID"u8, rating.RouteId);
        json.WriteNumber("RATING_TIME"u8, rating.RatingTime);
        json.WriteString("CHANNEL"u8, rating.Channel);
        json.WriteString("MESSAGE"u8, rating.Message);
    }
}
