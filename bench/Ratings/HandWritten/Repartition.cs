using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Queries/repartition.sql by hand.</summary>
internal sealed unsafe class Repartition : HandWrittenQuery
{
    public override void Process(RecordBatch ratings)
    {
        OutputRecords output = Output(0);
        Rating rating = default;
        for (int i = 0; i < ratings.Count; i++)
        {
            ref readonly RecordRef record = ref ratings[i];
            if (!Decode.All(Start(record.Value), record.Value.Length, ref rating) && !Odd(in record, out rating))
            {
                continue;
            }

            byte* key = output.Begin(record.Value.Length * 6);
            byte* value = (rating.Oddities & Oddities.NullUserId) == 0 ? Encode.BigEndian(key, rating.UserId) : key;
            byte* end = rating.Oddities == Oddities.None ? WriteValue(value, in rating) : WriteOdd(value, in rating);
            output.End(key, value, end, record.TimestampMs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteValue(byte* to, in Rating rating)
    {
        to = Encode.Number(Encode.Constant(to, "{\"RATING_ID\":"u8), rating.RatingId);
        to = Encode.Number(Encode.Constant(to, ",\"STARS\":"u8), rating.Stars);
        to = Encode.Number(Encode.Constant(to, ",\"ROUTE_ID\":"u8), rating.RouteId);
        to = Encode.Number(Encode.Constant(to, ",\"RATING_TIME\":"u8), rating.RatingTime);
        to = Encode.Text(Encode.Constant(to, ",\"CHANNEL\":\""u8), in rating.Channel);
        to = Encode.Text(Encode.Constant(to, "\",\"MESSAGE\":\""u8), in rating.Message);
        return Encode.Constant(to, "\"}"u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* WriteOdd(byte* to, in Rating rating)
    {
        Oddities odd = rating.Oddities;
        to = OddValue.Number(to, "{\"RATING_ID\":"u8, rating.RatingId, odd.HasFlag(Oddities.NullRatingId));
        to = OddValue.Number(to, ",\"STARS\":"u8, rating.Stars, odd.HasFlag(Oddities.NullStars));
        to = OddValue.Number(to, ",\"ROUTE_ID\":"u8, rating.RouteId, odd.HasFlag(Oddities.NullRouteId));
        to = OddValue.Number(to, ",\"RATING_TIME\":"u8, rating.RatingTime, odd.HasFlag(Oddities.NullRatingTime));
        to = OddValue.Text(to, ",\"CHANNEL\":"u8, in rating.Channel, odd.HasFlag(Oddities.NullChannel));
        to = OddValue.Text(to, ",\"MESSAGE\":"u8, in rating.Message, odd.HasFlag(Oddities.NullMessage));
        return Encode.Constant(to, "}"u8);
    }
}
