namespace QueryGen.Testing.Simulation;

/// <summary>Random numbers that a seed decides wholly, on every machine and version of .NET: SplitMix64.</summary>
/// <param name="seed">Any number; two seeds give unlike sequences.</param>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Any 64 bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A number from 0 up to, and without, a bound; 0 where the bound is below 2.</summary>
    public long Next(long bound) => bound < 2 ? 0 : (long)(NextBits() % (ulong)bound);

    /// <inheritdoc cref="Next(long)"/>
    public int Next(int bound) => (int)Next((long)bound);

    /// <summary>True this often.</summary>
    /// <param name="probability">0: never; 1: always.</param>
    public bool Chance(double probability) => (NextBits() >> 11) * (1.0 / (1L << 53)) < probability;

    /// <summary>A sequence of its own that this one decides.</summary>
    public SeededRandom Fork() => new(NextBits());
}
