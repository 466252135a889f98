using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>The two queries of Queries/club.sql as they are commonly written: one program, no topic between them.</summary>
internal sealed class ClubCounts : IdiomaticQuery
{
    private readonly Dictionary<int, CustomerModel> _customers = [];
    private readonly MinuteCounts<string> _counts = new();

    public ClubCounts()
        : base(sinks: 2)
    {
    }

    public override void Load(RecordBatch customers) => Join.LoadInto(_customers, customers);

    public override void Process(RecordBatch ratings)
    {
        for (int i = 0; i < ratings.Count; i++)
        {
            RatingModel rating = Read(ratings[i]);
            int user = BinaryPrimitives.ReadInt32BigEndian(ratings[i].Key);
            if (rating.Stars is >= 1 and <= 5 && _customers.TryGetValue(user, out CustomerModel? customer))
            {
                Utf8JsonWriter json = Begin(0, ratings[i].Key);
                json.WriteNumber("STARS"u8, rating.Stars);
                json.WriteString("CLUB_STATUS"u8, customer.ClubStatus);
                End(0, ratings[i].TimestampMs);
                Count(customer.ClubStatus, ratings[i].TimestampMs);
            }
        }
    }

    private void Count(string? club, long timestampMs)
    {
        if (club is not null && _counts.Add(club, timestampMs) is var (startMs, count, lastMs))
        {
            byte[] key = new byte[Encoding.UTF8.GetByteCount(club) + sizeof(long)];
            Encoding.UTF8.GetBytes(club, key);
            BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(key.Length - sizeof(long)), startMs);
            Begin(1, key).WriteNumber("RATINGS"u8, count);
            End(1, lastMs, sizeof(long));
        }
    }
}
