using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.State;

/// <summary>Keys are compared and hashed by their fields. That must come to the same as comparing the bytes that the changelog has for them.</summary>
public sealed class KeyIdentityTests : IDisposable
{
    private static readonly double[] Doubles =
        [0.0, -0.0, 1.5, double.NaN, BitConverter.Int64BitsToDouble(0x7FF8000000000001), double.PositiveInfinity, double.Epsilon];

    private static readonly decimal[] Decimals = [0m, 0.00m, 1m, 1.0m, 1.00m, -1m, decimal.MaxValue];
    private static readonly string?[] Texts = [null, "", "a", "b", "ab", "ba", "a\0", "aaaaaaaa", "aaaaaaab", "aaaaaaaaa", "a text of some length", "ä"];

    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _bytes = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Keys_are_the_same_exactly_where_their_bytes_are(int seed)
    {
        Random random = new(seed);
        int same = 0;
        for (int i = 0; i < 20_000; i++)
        {
            WideKey left = Next(random);
            WideKey right = random.Next(2) == 0 ? Next(random) : Changed(left, random);
            bool isSame = left.Same(right);
            Assert.Equal(Bytes(left).SequenceEqual(Bytes(right)), isSame);
            Assert.Equal(isSame, right.Same(left));
            Assert.True(!isSame || left.Hash() == right.Hash(), "Keys that are the same have one hash.");
            same += isSame ? 1 : 0;
            _arena.Reset();
        }

        Assert.InRange(same, 1000, 19_000);
    }

    [Fact]
    public unsafe void A_key_that_was_written_reads_back_as_the_same()
    {
        Random random = new(4);
        for (int i = 0; i < 5_000; i++)
        {
            WideKey key = Next(random);
            byte[] bytes = Bytes(key);
            fixed (byte* data = bytes)
            {
                StateReader reader = new(data, bytes.Length);
                WideKey read = WideKey.Read(ref reader);
                Assert.True(key.Same(read));
                Assert.Equal(0, reader.Remaining);
            }

            _arena.Reset();
        }
    }

    [Theory]
    [InlineData(500, 10)]
    [InlineData(1_000, 11)]
    [InlineData(20_000, 16)]
    [InlineData(130_000, 18)]
    public void Keys_that_follow_a_pattern_are_found_in_few_steps(int keys, int bits)
    {
        Dictionary<string, Func<int, KeyHash>> patterns = new()
        {
            ["1, 2, 3"] = i => KeyHash.None.With(i),
            ["thousands"] = i => KeyHash.None.With(i * 1000),
            ["powers"] = i => KeyHash.None.With(i << 12),
            ["multiples"] = i => KeyHash.None.With(i * 17711),
            ["down"] = i => KeyHash.None.With(-i),
            ["longs"] = i => KeyHash.None.With(1_700_000_000_000L + i),
            ["minutes"] = i => KeyHash.None.With(1_700_000_000_000L + (60_000L * i)),
            ["snowflakes"] = i => KeyHash.None.With(((long)i * 37) << 22 | (long)(i % 5)),
            ["doubles"] = i => KeyHash.None.With((double)i),
            ["pairs"] = i => KeyHash.None.With(i / 300).With(i % 300),
            ["uneven pairs"] = i => KeyHash.None.With(i / 17).With(i % 17),
            ["pairs of texts"] = i => KeyHash.None.With(_arena.Text($"{i / 50}")).With(_arena.Text($"{i % 50}")),
            ["pairs of two kinds"] = i => KeyHash.None.With((long)(i / 3)).With(i % 3),
            ["digits"] = i => KeyHash.None.With(_arena.Text($"{i}")),
            ["names"] = i => KeyHash.None.With(_arena.Text($"customer-{i:D8}")),
            ["guids"] = i => KeyHash.None.With(_arena.Text(new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString())),
            ["long names"] = i => KeyHash.None.With(_arena.Text($"https://example.com/customers/{i}/profile")),
        };
        foreach ((string name, Func<int, KeyHash> hash) in patterns)
        {
            double steps = Steps(hash, keys, bits);
            Assert.True(steps < 2.5, $"{name}: {steps:F2} steps a key; by chance it would be 1.5");
        }
    }

    public void Dispose()
    {
        _arena.Dispose();
        _bytes.Dispose();
    }

    // As in a table of so many bits: how many slots are looked at until a key is found, on average.
    private double Steps(Func<int, KeyHash> hash, int keys, int bits)
    {
        bool[] isUsed = new bool[1 << bits];
        long steps = 0;
        for (int i = 0; i < keys; i++, steps++)
        {
            uint slot = hash(i).Value >> (32 - bits);
            for (; isUsed[slot]; slot = (slot + 1) & (uint)(isUsed.Length - 1))
            {
                steps++;
            }

            isUsed[slot] = true;
            _arena.Reset();
        }

        return (double)steps / keys;
    }

    private byte[] Bytes(in WideKey key)
    {
        _bytes.Clear();
        _bytes.Begin(timestampMs: 0);
        StateWriter writer = new(_bytes.Write());
        key.Write(ref writer);
        _bytes.EndKey(writer.Cursor);
        _bytes.End();
        return _bytes[0].Key.ToArray();
    }

    private WideKey Next(Random random) => new()
    {
        Flag = random.Next(3) switch { 0 => null, 1 => false, _ => true },
        Number = random.Next(3) == 0 ? null : random.Next(3),
        Id = random.Next(2),
        Amount = Pick(Doubles, random),
        Price = random.Next(3) == 0 ? null : Pick(Decimals, random),
        Day = random.Next(3) == 0 ? null : new SqlDate(random.Next(2)),
        At = new SqlTimestamp(random.Next(2)),
        Name = _arena.Text(Pick(Texts, random)),
        Data = _arena.Bytes(random.Next(3) == 0 ? null : new byte[random.Next(3)]),
    };

    // Differs in one field at most.
    private WideKey Changed(WideKey key, Random random)
    {
        WideKey other = Next(random);
        switch (random.Next(9))
        {
            case 0: key.Flag = other.Flag; break;
            case 1: key.Number = other.Number; break;
            case 2: key.Id = other.Id; break;
            case 3: key.Amount = other.Amount; break;
            case 4: key.Price = other.Price; break;
            case 5: key.Day = other.Day; break;
            case 6: key.At = other.At; break;
            case 7: key.Name = other.Name; break;
            default: key.Data = other.Data; break;
        }

        // The same text at another place, plain or not, is the same.
        key.Name = key.Name.IsNull ? key.Name : _arena.Text(key.Name.Span);
        return key;
    }

    private static T Pick<T>(T[] values, Random random) => values[random.Next(values.Length)];
}
