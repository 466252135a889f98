namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>What is unusual about a rating.</summary>
[Flags]
internal enum Oddities
{
    None = 0,
    NullRatingId = 1,
    NullUserId = 2,
    NullStars = 4,
    NullRouteId = 8,
    NullRatingTime = 16,
    NullChannel = 32,
    NullMessage = 64,
    AllNull = 127,

    /// <summary>A text may hold what JSON escapes.</summary>
    Escapes = 128,
}

/// <summary>Text in UTF-8 where it lies.</summary>
internal unsafe struct Slice
{
    public byte* Start;
    public int Length;
}

/// <summary>A rating as the decoders read it; columns that its query does not need are not set.</summary>
internal struct Rating
{
    public long RatingId;
    public long RatingTime;
    public int UserId;
    public int Stars;
    public int RouteId;
    public Oddities Oddities;
    public Slice Channel;
    public Slice Message;
}
