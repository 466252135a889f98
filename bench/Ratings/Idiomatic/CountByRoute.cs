using System.Buffers.Binary;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Idiomatic;

/// <summary>Queries/count.sql as it is commonly written.</summary>
internal sealed class CountByRoute : IdiomaticQuery
{
    private readonly MinuteCounts<int> _counts = new();

    public override void Process(RecordBatch ratings)
    {
        Span<byte> key = stackalloc byte[sizeof(int) + sizeof(long)];
        for (int i = 0; i < ratings.Count; i++)
        {
            int route = BinaryPrimitives.ReadInt32BigEndian(ratings[i].Key);
            RatingModel rating = Read(ratings[i]);
            if (rating.Stars is >= 1 and <= 5
                && _counts.Add(route, ratings[i].TimestampMs) is var (startMs, count, lastMs))
            {
                BinaryPrimitives.WriteInt32BigEndian(key, route);
                BinaryPrimitives.WriteInt64BigEndian(key[sizeof(int)..], startMs);
                Begin(0, key).WriteNumber("RATINGS"u8, count);
                End(0, lastMs, sizeof(long));
            }
        }
    }
}
