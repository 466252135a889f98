using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Queries/join.sql by hand.</summary>
/// <remarks>
/// A row of the table is kept as the end of each result that it takes part in. Where the table does not fit the processor's caches, records
/// are taken in blocks: the table's slots are fetched while the block is decoded, its rows while the slots are looked up.
/// </remarks>
internal sealed unsafe class Join : HandWrittenQuery
{
    private const int BlockSize = 64;

    // From here on the table's slots and rows take more than the second-level cache.
    private const int LargeTable = 8_192;

    private readonly EncodedRows _customers = new();

    private static ReadOnlySpan<byte> NoCustomer => ",\"FULL_NAME\":null,\"EMAIL\":null,\"CLUB_STATUS\":null}"u8;

    public override void Load(RecordBatch customers)
    {
        for (int i = 0; i < customers.Count; i++)
        {
            CustomerRow row = CustomerRow.Read(customers[i]);
            string text = $",\"FULL_NAME\":{CustomerRow.Json(row.FullName)},\"EMAIL\":{CustomerRow.Json(row.Email)},"
                + $"\"CLUB_STATUS\":{CustomerRow.Json(row.ClubStatus)}}}";
            _customers.Set(BinaryPrimitives.ReadInt32BigEndian(customers[i].Key), Encoding.UTF8.GetBytes(text));
        }
    }

    public override void Process(RecordBatch ratings)
    {
        if (_customers.Count < LargeTable)
        {
            OneByOne(ratings);
            return;
        }

        for (int start = 0; start < ratings.Count; start += BlockSize)
        {
            Block(ratings.Slice(start, Math.Min(BlockSize, ratings.Count - start)));
        }
    }

    private void OneByOne(RecordBatch ratings)
    {
        OutputRecords output = Output(0);
        EncodedRows customers = _customers;
        Rating rating = default;
        for (int i = 0; i < ratings.Count; i++)
        {
            ref readonly RecordRef record = ref ratings[i];
            if (TryRead(in record, ref rating, out int user))
            {
                Write(output, user, in rating, customers.Find(user), in record);
            }
        }
    }

    private void Block(RecordBatch ratings)
    {
        OutputRecords output = Output(0);
        EncodedRows customers = _customers;
        Rating* read = stackalloc Rating[BlockSize];
        int* users = stackalloc int[BlockSize];
        byte** rows = stackalloc byte*[BlockSize];
        for (int i = 0; i < ratings.Count; i++)
        {
            // Text of an odd record lies where that of the next will: such a block goes the other way.
            ref readonly RecordRef record = ref ratings[i];
            if (!HasIntKey(in record, out users[i]) || !Decode.ForJoin(Start(record.Value), record.Value.Length, ref read[i]))
            {
                OneByOne(ratings);
                return;
            }

            customers.Prefetch(users[i]);
        }

        for (int i = 0; i < ratings.Count; i++)
        {
            rows[i] = customers.Find(users[i]);
            EncodedRows.PrefetchRow(rows[i]);
        }

        for (int i = 0; i < ratings.Count; i++)
        {
            Write(output, users[i], in read[i], rows[i], in ratings[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRead(in RecordRef record, ref Rating rating, out int user) =>
        TryKey(in record, out user)
        && (Decode.ForJoin(Start(record.Value), record.Value.Length, ref rating) || Odd(in record, out rating));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(OutputRecords output, int user, in Rating rating, byte* row, in RecordRef record)
    {
        byte* key = output.Begin(record.Value.Length * 6);
        byte* value = Encode.BigEndian(key, user);
        byte* end = rating.Oddities == Oddities.None ? WriteValue(value, in rating) : WriteOdd(value, in rating);
        end = row != null ? Encode.Text(end, EncodedRows.Text(row)) : Encode.Constant(end, NoCustomer);
        output.End(key, value, end, record.TimestampMs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteValue(byte* to, in Rating rating)
    {
        to = Encode.Number(Encode.Constant(to, "{\"RATING_ID\":"u8), rating.RatingId);
        to = Encode.Number(Encode.Constant(to, ",\"STARS\":"u8), rating.Stars);
        to = Encode.Text(Encode.Constant(to, ",\"CHANNEL\":\""u8), in rating.Channel);
        to = Encode.Text(Encode.Constant(to, "\",\"MESSAGE\":\""u8), in rating.Message);
        return Encode.Constant(to, "\""u8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* WriteOdd(byte* to, in Rating rating)
    {
        Oddities odd = rating.Oddities;
        to = OddValue.Number(to, "{\"RATING_ID\":"u8, rating.RatingId, odd.HasFlag(Oddities.NullRatingId));
        to = OddValue.Number(to, ",\"STARS\":"u8, rating.Stars, odd.HasFlag(Oddities.NullStars));
        to = OddValue.Text(to, ",\"CHANNEL\":"u8, in rating.Channel, odd.HasFlag(Oddities.NullChannel));
        return OddValue.Text(to, ",\"MESSAGE\":"u8, in rating.Message, odd.HasFlag(Oddities.NullMessage));
    }

    public override void Dispose()
    {
        _customers.Dispose();
        base.Dispose();
    }
}
