using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Queries/decode.sql by hand: all columns are looked at, no record passes.</summary>
internal sealed unsafe class DecodeOnly : HandWrittenQuery
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

            // A NULL is 0 and an empty text here, which no condition accepts.
            if (rating.RatingId < 0 || rating.UserId < 0 || rating.Stars < 0 || rating.RouteId < 0 || rating.RatingTime < 0
                || IsQuestionMark(rating.Channel) || IsQuestionMark(rating.Message))
            {
                Filter.Write(output, in rating, in record);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsQuestionMark(in Slice text) => text.Length == 1 && *text.Start == '?';
}

/// <summary>Queries/filter.sql by hand.</summary>
internal sealed unsafe class Filter : HandWrittenQuery
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

            if (rating.Stars < 3 && (rating.Oddities & Oddities.NullStars) == 0)
            {
                Write(output, in rating, in record);
            }
        }
    }

    /// <summary>SELECT *</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(OutputRecords output, in Rating rating, in RecordRef record)
    {
        byte* start = output.Begin(record.Value.Length * 6);
        byte* end = rating.Oddities == Oddities.None ? WriteValue(start, in rating) : WriteOdd(start, in rating);
        output.End(start, start, end, record.TimestampMs);
    }

    /// <summary>The value of a rating that has nothing unusual; gives the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteValue(byte* to, in Rating rating)
    {
        to = Encode.Number(Encode.Constant(to, "{\"RATING_ID\":"u8), rating.RatingId);
        to = Encode.Number(Encode.Constant(to, ",\"USER_ID\":"u8), rating.UserId);
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
        to = OddValue.Number(to, ",\"USER_ID\":"u8, rating.UserId, odd.HasFlag(Oddities.NullUserId));
        to = OddValue.Number(to, ",\"STARS\":"u8, rating.Stars, odd.HasFlag(Oddities.NullStars));
        to = OddValue.Number(to, ",\"ROUTE_ID\":"u8, rating.RouteId, odd.HasFlag(Oddities.NullRouteId));
        to = OddValue.Number(to, ",\"RATING_TIME\":"u8, rating.RatingTime, odd.HasFlag(Oddities.NullRatingTime));
        to = OddValue.Text(to, ",\"CHANNEL\":"u8, in rating.Channel, odd.HasFlag(Oddities.NullChannel));
        to = OddValue.Text(to, ",\"MESSAGE\":"u8, in rating.Message, odd.HasFlag(Oddities.NullMessage));
        return Encode.Constant(to, "}"u8);
    }
}
