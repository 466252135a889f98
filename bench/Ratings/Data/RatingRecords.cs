using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace QueryGen.Bench.Ratings.Data;

/// <summary>Which column is the record's key and not in its value.</summary>
internal enum RatingKey
{
    None,
    User,
    Route,
}

/// <summary>Makes ratings as JSON: of one seed always the same ones.</summary>
/// <remarks>The shape of the sample's datagen connector, a value of 157 bytes on average where no column is the key.</remarks>
internal sealed class RatingRecords(int seed, RatingKey key, int customers)
{
    public const int Routes = 10_000;

    /// <summary>One rating in a hundred comes from somebody who is not in the table.</summary>
    private const int StrangersPerHundred = 1;

    /// <summary>Records come up to that much out of the order of event time.</summary>
    private const int JitterMs = 50;

    /// <summary>Start of the first record's minute.</summary>
    private const long FirstMs = 1_760_000_040_000;

    private const int BytesEach = 192;

    private static readonly string[] Channels = ["web", "ios", "android", "ios-test", "android-test", "call centre"];

    private static readonly string[] Messages =
    [
        "meh", "more tea please, and less turbulence", "nothing special, which is good news", "good food, for once",
        "late again, as ever...",
        "best seat I ever had, thank you!", "is it always this cold in row 30?", "a friendly crew and an early landing",
        "will fly with you again, gladly", "boarding took longer than the flight", "my bag saw more airports than I did this year",
        "three hours late, and nobody told us why, or for how long", "the lounge is new, the queue in front of it is not",
        "thank you for the warmest welcome that I have had in any airport",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _json = new();
    private readonly byte[] _value = new byte[512];
    private readonly byte[] _key = new byte[sizeof(int)];
    private long _timeMs = FirstMs;

    /// <summary>Makes a number of them. Event time goes on by a millisecond a record, on average.</summary>
    public RecordSet Make(int count)
    {
        RecordSet records = new(count, BytesEach);
        for (int i = 0; i < count; i++)
        {
            Rating rating = Next(i + 1L);
            int length = Encoding.UTF8.GetBytes(Json(rating), _value);
            records.Add(Key(rating), _value.AsSpan(0, length), rating.RatingTime);
        }

        return records;
    }

    /// <summary>The next rating; its time is the record's.</summary>
    public Rating Next(long id)
    {
        _timeMs += _random.Next(3);
        return new Rating(
            id,
            _random.Next(100) < StrangersPerHundred ? customers + _random.Next(1, 1000) : _random.Next(1, customers + 1),
            _random.Next(1, 6),
            _random.Next(1, Routes + 1),
            _timeMs - _random.Next(JitterMs),
            Channels[_random.Next(Channels.Length)],
            Messages[_random.Next(Messages.Length)]);
    }

    /// <summary>The key of its record; empty where it has none.</summary>
    public ReadOnlySpan<byte> Key(in Rating rating)
    {
        BinaryPrimitives.WriteInt32BigEndian(_key, key == RatingKey.User ? rating.UserId : rating.RouteId);
        return key == RatingKey.None ? [] : _key;
    }

    private string Json(in Rating rating)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        _json.Clear();
        _json.Append(plain, $"{{\"rating_id\":{rating.RatingId}");
        if (key != RatingKey.User)
        {
            _json.Append(plain, $",\"user_id\":{rating.UserId}");
        }

        _json.Append(plain, $",\"stars\":{rating.Stars}");
        if (key != RatingKey.Route)
        {
            _json.Append(plain, $",\"route_id\":{rating.RouteId}");
        }

        _json.Append(plain, $",\"rating_time\":{rating.RatingTime},\"channel\":\"{rating.Channel}\",\"message\":\"{rating.Message}\"}}");
        return _json.ToString();
    }

    /// <summary>A rating.</summary>
    public readonly record struct Rating(
        long RatingId, int UserId, int Stars, int RouteId, long RatingTime, string Channel, string Message);
}
