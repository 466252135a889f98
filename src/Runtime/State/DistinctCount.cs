using System.Numerics;

namespace QueryGen.State;

/// <summary>How many values differ: COUNT_DISTINCT. Exact for few; for many HyperLogLog's estimate, which is off by about 1 %.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
/// <remarks>P. Flajolet et al., "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", 2007.</remarks>
public unsafe struct DistinctCount<T, TType>
    where TType : struct, IStoredType<T>
{
    private const int MostExact = 512;
    private const int RegisterBits = 14;
    private const int Registers = 1 << RegisterBits;
    private const int RankBits = 32 - RegisterBits;

    // For this many registers: 0.7213 / (1 + 1.079 / Registers).
    private const double Bias = 0.72125;

    private StoredSet<T, TType> _exact;

    // One byte each: the most leading zeros, and one, that the hashes with these first bits went on with. Null while all are exact.
    private byte* _registers;

    /// <summary>How many values there are that differ.</summary>
    public readonly long Count => _registers == null ? _exact.Count : Estimate();

    /// <summary>Takes in a value that is not NULL.</summary>
    public void Add(T value, StoreMemory memory)
    {
        if (_registers == null)
        {
            _exact.Add(value, memory);
            if (_exact.Count <= MostExact)
            {
                return;
            }

            Estimated(memory);
        }

        Note(value);
    }

    /// <summary>Takes in the values of another state.</summary>
    public void Merge(in DistinctCount<T, TType> other, StoreMemory memory)
    {
        for (int i = 0; i < other._exact.Count; i++)
        {
            Add(other._exact[i], memory);
        }

        if (other._registers == null)
        {
            return;
        }

        Estimated(memory);
        for (int i = 0; i < Registers; i++)
        {
            _registers[i] = Math.Max(_registers[i], other._registers[i]);
        }
    }

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        _exact.Free(memory);
        if (_registers != null)
        {
            memory.Free(_registers, Registers);
        }

        _registers = null;
    }

    /// <summary>Writes it.</summary>
    public readonly void Write(ref StateWriter writer)
    {
        _exact.Write(ref writer);
        writer.Count(_registers == null ? 0 : Registers);
        for (int i = 0; _registers != null && i < Registers; i += sizeof(ulong))
        {
            writer.Fixed(*(ulong*)(_registers + i));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        Free(memory);
        _exact.Read(ref reader, memory);
        if (reader.Count() == 0)
        {
            return;
        }

        Estimated(memory);
        for (int i = 0; i < Registers; i += sizeof(ulong))
        {
            *(ulong*)(_registers + i) = reader.Fixed<ulong>();
        }
    }

    // What a hash of a key leaves alike is mixed further: here all bits must be as if by chance.
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private void Estimated(StoreMemory memory)
    {
        if (_registers != null)
        {
            return;
        }

        _registers = memory.Allocate(Registers);
        new Span<byte>(_registers, Registers).Clear();
        for (int i = 0; i < _exact.Count; i++)
        {
            Note(_exact[i]);
        }

        _exact.Free(memory);
    }

    private readonly void Note(T value)
    {
        uint hash = Mix(TType.Hash(value).Value);
        uint rest = hash << RegisterBits;
        byte rank = (byte)(Math.Min(BitOperations.LeadingZeroCount(rest), RankBits) + 1);
        byte* register = _registers + (hash >> RankBits);
        *register = Math.Max(*register, rank);
    }

    private readonly long Estimate()
    {
        double sum = 0;
        int unused = 0;
        for (int i = 0; i < Registers; i++)
        {
            sum += 1.0 / (1UL << _registers[i]);
            unused += _registers[i] == 0 ? 1 : 0;
        }

        double estimate = Bias * Registers * Registers / sum;
        bool isFew = estimate <= 2.5 * Registers && unused > 0;
        return (long)Math.Round(isFew ? Registers * Math.Log((double)Registers / unused) : estimate);
    }
}
