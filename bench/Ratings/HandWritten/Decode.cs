using System.Runtime.CompilerServices;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Reads ratings as their producers write them; false for any other, of which nothing is set.</summary>
/// <remarks>
/// Everything is checked: names, numbers without leading zeros, text without escapes and control characters, and that nothing stands behind
/// the object. The last text ends where the record does, so that its end need not be searched.
/// </remarks>
internal static unsafe class Decode
{
    /// <summary>All seven columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(byte* json, int length, ref Rating rating)
    {
        byte* at = json;
        if (!Scan.Is(at, "{\"rating_id\":"u8) || (at = Scan.Long(at + 13, out rating.RatingId)) == null
            || !Scan.Is(at, ",\"user_id\":"u8) || (at = Scan.Int(at + 11, out rating.UserId)) == null
            || !Scan.Is(at, ",\"stars\":"u8) || (at = Scan.Int(at + 9, out rating.Stars)) == null
            || !Scan.Is(at, ",\"route_id\":"u8) || (at = Scan.Int(at + 12, out rating.RouteId)) == null
            || !Scan.Is(at, ",\"rating_time\":"u8) || (at = Scan.Long(at + 15, out rating.RatingTime)) == null)
        {
            return false;
        }

        return Texts(at, json + length, ref rating);
    }

    // Channel and message, to the end of the record.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Texts(byte* at, byte* end, ref Rating rating)
    {
        byte* channel = at + 12;
        byte* channelEnd = Scan.StringEnd(channel);
        byte* message = channelEnd + 13;
        byte* messageEnd = end - 2;
        if (!Scan.Is(at, ",\"channel\":\""u8) || channelEnd == null || !Scan.Is(channelEnd, "\",\"message\":\""u8)
            || !Scan.Is(messageEnd, "\"}"u8) || !Scan.IsPlain(message, messageEnd))
        {
            return false;
        }

        rating.Oddities = Oddities.None;
        rating.Channel.Start = channel;
        rating.Channel.Length = (int)(channelEnd - channel);
        rating.Message.Start = message;
        rating.Message.Length = (int)(messageEnd - message);
        return true;
    }
}
