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

    /// <summary>Of a value without <c>user_id</c>, what the join writes. The others are checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ForJoin(byte* json, int length, ref Rating rating)
    {
        byte* at = json;
        if (!Scan.Is(at, "{\"rating_id\":"u8) || (at = Scan.Long(at + 13, out rating.RatingId)) == null
            || !Scan.Is(at, ",\"stars\":"u8) || (at = Scan.Int(at + 9, out rating.Stars)) == null
            || !Scan.Is(at, ",\"route_id\":"u8) || (at = Scan.PastInteger(at + 12)) == null
            || !Scan.Is(at, ",\"rating_time\":"u8) || (at = Scan.PastInteger(at + 15)) == null)
        {
            return false;
        }

        return Texts(at, json + length, ref rating);
    }

    /// <summary>Of a value without <c>user_id</c>, the stars. The others are checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StarsBesideUser(byte* json, int length, out int stars)
    {
        byte* at = json;
        stars = 0;
        return Scan.Is(at, "{\"rating_id\":"u8) && (at = Scan.PastInteger(at + 13)) != null
            && Scan.Is(at, ",\"stars\":"u8) && (at = Scan.Int(at + 9, out stars)) != null
            && Scan.Is(at, ",\"route_id\":"u8) && (at = Scan.PastInteger(at + 12)) != null
            && Scan.Is(at, ",\"rating_time\":"u8) && (at = Scan.PastInteger(at + 15)) != null
            && TextsArePlain(at, json + length, out _);
    }

    /// <summary>Of a value without <c>route_id</c>, the stars. The others are checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StarsBesideRoute(byte* json, int length, out int stars)
    {
        byte* at = json;
        stars = 0;
        return Scan.Is(at, "{\"rating_id\":"u8) && (at = Scan.PastInteger(at + 13)) != null
            && Scan.Is(at, ",\"user_id\":"u8) && (at = Scan.PastInteger(at + 11)) != null
            && Scan.Is(at, ",\"stars\":"u8) && (at = Scan.Int(at + 9, out stars)) != null
            && Scan.Is(at, ",\"rating_time\":"u8) && (at = Scan.PastInteger(at + 15)) != null
            && TextsArePlain(at, json + length, out _);
    }

    // Channel and message, to the end of the record.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Texts(byte* at, byte* end, ref Rating rating)
    {
        if (!TextsArePlain(at, end, out byte* channelEnd))
        {
            return false;
        }

        rating.Oddities = Oddities.None;
        rating.Channel.Start = at + 12;
        rating.Channel.Length = (int)(channelEnd - at) - 12;
        rating.Message.Start = channelEnd + 13;
        rating.Message.Length = (int)(end - channelEnd) - 15;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TextsArePlain(byte* at, byte* end, out byte* channelEnd)
    {
        channelEnd = Scan.StringEnd(at + 12);
        return Scan.Is(at, ",\"channel\":\""u8) && channelEnd != null && Scan.Is(channelEnd, "\",\"message\":\""u8)
            && Scan.Is(end - 2, "\"}"u8) && Scan.IsPlain(channelEnd + 13, end - 2);
    }
}
