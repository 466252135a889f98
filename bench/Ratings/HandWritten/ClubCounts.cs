using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>The two queries of Queries/club.sql by hand, as one piece: no topic between them.</summary>
/// <remarks>Right only where there is one partition; what several need is <see cref="ClubCountsByTopic"/>.</remarks>
internal unsafe class ClubCounts : HandWrittenQuery
{
    private const int BlockSize = 64;
    private const int Joined = 0;
    private const int Counted = 1;

    private readonly KeyIndex<int> _clubOf = new();
    private readonly MinuteCounts _counts = new();
    private readonly OutputRecords _changelog = new();

    public ClubCounts()
        : base(sinks: 2)
    {
    }

    /// <summary>The clubs that customers and records name.</summary>
    protected Clubs Clubs { get; } = new();

    public override void Load(RecordBatch customers)
    {
        for (int i = 0; i < customers.Count; i++)
        {
            int club = Clubs.Add(CustomerRow.Read(customers[i]).ClubStatus);
            _clubOf.Set(BinaryPrimitives.ReadInt32BigEndian(customers[i].Key), club + 1);
        }
    }

    public override void Process(RecordBatch ratings)
    {
        Match* matches = stackalloc Match[BlockSize];
        for (int start = 0; start < ratings.Count; start += BlockSize)
        {
            int found = JoinBlock(ratings.Slice(start, Math.Min(BlockSize, ratings.Count - start)), matches);
            HandOn(new ReadOnlySpan<Match>(matches, found));
        }
    }

    public override void Commit()
    {
        _counts.WriteChanges(_changelog);
        _changelog.Clear();
    }

    /// <summary>Takes the joined rows of a block to the count.</summary>
    protected virtual void HandOn(ReadOnlySpan<Match> matches)
    {
        foreach (ref readonly Match match in matches)
        {
            Slice name = Clubs.At(match.Club)->Name;
            if (name.Start != null)
            {
                Count(name, match.Club, match.TimestampMs);
            }
        }
    }

    /// <summary>SELECT club_status, COUNT(*)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Count(Slice name, int club, long timestampMs)
    {
        if (_counts.TryAdd(club, timestampMs, out MinuteCounts.Counted counted))
        {
            OutputRecords output = Output(Counted);
            byte* key = output.Begin(name.Length);
            byte* value = Encode.BigEndian(Encode.Text(key, in name), counted.StartMs);
            byte* end = Encode.Number(Encode.Constant(value, "{\"RATINGS\":"u8), counted.Count);
            output.End(key, value, Encode.Constant(end, "}"u8), counted.LastMs, sizeof(long));
        }
    }

    // The table's slots are fetched while the block is decoded.
    private int JoinBlock(RecordBatch ratings, Match* matches)
    {
        KeyIndex<int> clubOf = _clubOf;
        OutputRecords output = Output(Joined);
        Read* read = stackalloc Read[BlockSize];
        int count = 0;
        for (int i = 0; i < ratings.Count; i++)
        {
            ref readonly RecordRef record = ref ratings[i];
            if (TryRead(in record, out int user, out int stars) && stars is >= 1 and <= 5)
            {
                clubOf.Prefetch(user);
                read[count++] = new Read { TimestampMs = record.TimestampMs, User = user, Stars = stars };
            }
        }

        int found = 0;
        for (int i = 0; i < count; i++)
        {
            int club = clubOf.Find(read[i].User) - 1;
            if (club >= 0)
            {
                Slice column = Clubs.At(club)->Column;
                byte* key = output.Begin(column.Length);
                byte* value = Encode.BigEndian(key, read[i].User);
                byte* end = Encode.Number(Encode.Constant(value, "{\"STARS\":"u8), read[i].Stars);
                output.End(key, value, Encode.Text(end, in column), read[i].TimestampMs);
                matches[found++] = new Match { TimestampMs = read[i].TimestampMs, Club = club };
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRead(in RecordRef record, out int user, out int stars)
    {
        stars = 0;
        if (!TryKey(in record, out user))
        {
            return false;
        }

        if (Decode.StarsBesideUser(Start(record.Value), record.Value.Length, out stars))
        {
            return true;
        }

        // A NULL is 0 here, which is not between 1 and 5.
        bool isRead = Odd(in record, out Rating rating);
        stars = rating.Stars;
        return isRead;
    }

    public override void Dispose()
    {
        Clubs.Dispose();
        _clubOf.Dispose();
        _counts.Dispose();
        _changelog.Dispose();
        base.Dispose();
    }

    /// <summary>A rating with its club.</summary>
    protected struct Match
    {
        public long TimestampMs;
        public int Club;
    }

    private struct Read
    {
        public long TimestampMs;
        public int User;
        public int Stars;
    }
}

/// <summary>The same with a topic between the queries, as several partitions need it: the count reads what the join wrote there.</summary>
/// <remarks>A record of the topic is a club's name, an event time and an empty value: less cannot be sent.</remarks>
internal sealed unsafe class ClubCountsByTopic : ClubCounts
{
    private readonly OutputRecords _topic = new();
    private readonly RecordRef[] _exchanged = new RecordRef[1024];

    public override void Process(RecordBatch ratings)
    {
        base.Process(ratings);
        int count = _topic.Count;
        for (int i = 0; i < count; i++)
        {
            _exchanged[i] = _topic[i];
        }

        CountAll(new RecordBatch(_exchanged.AsSpan(0, count), 0));
        _topic.Clear();
    }

    protected override void HandOn(ReadOnlySpan<Match> matches)
    {
        foreach (ref readonly Match match in matches)
        {
            Slice name = Clubs.At(match.Club)->Name;
            if (name.Start != null)
            {
                byte* key = _topic.Begin(name.Length);
                byte* end = Encode.Text(key, in name);
                _topic.End(key, end, end, match.TimestampMs);
            }
        }
    }

    private void CountAll(RecordBatch joined)
    {
        for (int i = 0; i < joined.Count; i++)
        {
            Slice name = new() { Start = Start(joined[i].Key), Length = joined[i].Key.Length };
            Count(name, Clubs.Find(name.Start, name.Length), joined[i].TimestampMs);
        }
    }

    public override void Dispose()
    {
        _topic.Dispose();
        base.Dispose();
    }
}
