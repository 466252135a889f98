using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Queries/count.sql by hand.</summary>
internal sealed unsafe class CountByRoute : HandWrittenQuery
{
    private readonly MinuteCounts _counts = new();
    private readonly OutputRecords _changelog = new();

    public override void Process(RecordBatch ratings)
    {
        OutputRecords output = Output(0);
        MinuteCounts counts = _counts;
        for (int i = 0; i < ratings.Count; i++)
        {
            ref readonly RecordRef record = ref ratings[i];
            if (!TryKey(in record, out int route))
            {
                continue;
            }

            if (!Decode.StarsBesideRoute(Start(record.Value), record.Value.Length, out int stars))
            {
                if (!Odd(in record, out Rating rating))
                {
                    continue;
                }

                // A NULL is 0 here, which is not between 1 and 5.
                stars = rating.Stars;
            }

            if (stars is >= 1 and <= 5 && counts.TryAdd(route, record.TimestampMs, out MinuteCounts.Counted counted))
            {
                byte* key = output.Begin(0);
                byte* value = Encode.BigEndian(Encode.BigEndian(key, route), counted.StartMs);
                byte* end = Encode.Number(Encode.Constant(value, "{\"RATINGS\":"u8), counted.Count);
                output.End(key, value, Encode.Constant(end, "}"u8), counted.LastMs, sizeof(long));
            }
        }
    }

    public override void Commit()
    {
        _counts.WriteChanges(_changelog);
        _changelog.Clear();
    }

    public override void Dispose()
    {
        _counts.Dispose();
        _changelog.Dispose();
        base.Dispose();
    }
}
