namespace QueryGen.Testing.Simulation;

/// <summary>A file or a folder of a simulated disk.</summary>
internal abstract class SimulatedNode
{
    /// <summary>Becomes what a power failure leaves of it.</summary>
    public abstract void Crash(SeededRandom random);
}

/// <summary>A file: what is on the disk, what programs see, and the changes between the two.</summary>
internal sealed class SimulatedFile : SimulatedNode
{
    private const int SectorBytes = 512;

    private readonly List<Change> _pending = [];
    private Content _seen = new();
    private Content _durable = new();

    public long Length => _seen.Length;

    public int Read(Span<byte> target, long position)
    {
        int count = (int)Math.Clamp(_seen.Length - position, 0, target.Length);
        _seen.Bytes.AsSpan((int)position, count).CopyTo(target);
        return count;
    }

    public void Write(ReadOnlySpan<byte> data, long position) => Apply(new Change(position, data.ToArray()));

    public void SetLength(long length) => Apply(new Change(length, null));

    public void Flush()
    {
        foreach (Change change in _pending)
        {
            _durable.Apply(change);
        }

        _pending.Clear();
    }

    /// <summary>A failed flush: programs still see the changes, no later flush brings them to the disk.</summary>
    public void Forget() => _pending.Clear();

    /// <summary>Changes a bit behind everybody's back.</summary>
    public void FlipBit(long position, int bit)
    {
        _seen.Bytes[position] ^= (byte)(1 << bit);
        if (position < _durable.Length)
        {
            _durable.Bytes[position] ^= (byte)(1 << bit);
        }
    }

    /// <summary>Cuts the file behind everybody's back.</summary>
    public void Shorten(long length)
    {
        _seen.Apply(new Change(length, null));
        _durable.Apply(new Change(Math.Min(length, _durable.Length), null));
    }

    /// <summary>
    /// Of what was not flushed nothing, everything, the first changes, or any of them survive; a write may be torn between two
    /// sectors or leave zeros in its place.
    /// </summary>
    public override void Crash(SeededRandom random)
    {
        int kind = random.Next(4);
        int first = kind == 2 ? random.Next(_pending.Count + 1) : 0;
        for (int i = 0; i < _pending.Count; i++)
        {
            bool survives = kind switch { 0 => false, 1 => true, 2 => i <= first, _ => random.Chance(0.5) };
            if (survives)
            {
                bool isWhole = kind == 1 || (kind == 2 && i < first);
                _durable.Apply(isWhole ? _pending[i] : Torn(_pending[i], random));
            }
        }

        _pending.Clear();
        _seen = _durable.Copy();
    }

    private static Change Torn(Change change, SeededRandom random)
    {
        if (change.Data is not { Length: > 0 } data)
        {
            return change;
        }

        switch (random.Next(3))
        {
            case 0:
                return change;
            case 1:
                return change with { Data = data[..random.Next(data.Length)] };
            default:
                byte[] holed = [.. data];
                for (int at = 0; at < holed.Length; at += SectorBytes)
                {
                    if (random.Chance(0.5))
                    {
                        holed.AsSpan(at, Math.Min(SectorBytes, holed.Length - at)).Clear();
                    }
                }

                return change with { Data = holed };
        }
    }

    private void Apply(Change change)
    {
        _pending.Add(change);
        _seen.Apply(change);
    }

    /// <param name="Position">Where it is written; the new length where there is no data.</param>
    /// <param name="Data">What is written; null: the length is set.</param>
    private sealed record Change(long Position, byte[]? Data);

    private sealed class Content
    {
        public byte[] Bytes { get; private set; } = [];

        public long Length { get; private set; }

        public void Apply(Change change)
        {
            if (change.Data is not { } data)
            {
                Reserve(change.Position);
                if (change.Position < Length)
                {
                    Bytes.AsSpan((int)change.Position, (int)(Length - change.Position)).Clear();
                }

                Length = change.Position;
                return;
            }

            Reserve(change.Position + data.Length);
            data.CopyTo(Bytes.AsSpan((int)change.Position));
            Length = Math.Max(Length, change.Position + data.Length);
        }

        public Content Copy() => new() { Bytes = [.. Bytes], Length = Length };

        private void Reserve(long length)
        {
            if (Bytes.Length < length)
            {
                byte[] larger = new byte[Math.Max(length, Bytes.Length * 2L)];
                Bytes.AsSpan(0, (int)Length).CopyTo(larger);
                Bytes = larger;
            }
        }
    }
}
