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

    /// <summary>A failed flush: programs still see what was written, but no later flush brings it to the disk.</summary>
    /// <remarks>Lengths are in the file system's journal, which does not forget.</remarks>
    public void Forget() => _pending.RemoveAll(change => change.Data is not null);

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
    /// Of what was not flushed nothing, everything, the first changes, or any of them survive; of a write any sectors may. The others are as
    /// they were, or zeros where the file was shorter.
    /// </summary>
    public override void Crash(SeededRandom random)
    {
        int kind = random.Next(4);
        int first = kind == 2 ? random.Next(_pending.Count + 1) : 0;
        for (int i = 0; i < _pending.Count; i++)
        {
            bool survives = kind switch { 0 => false, 1 => true, 2 => i <= first, _ => random.Chance(0.5) };
            if (survives && (kind == 1 || (kind == 2 && i < first)))
            {
                _durable.Apply(_pending[i]);
            }
            else if (survives)
            {
                ApplyPart(_pending[i], random);
            }
        }

        _pending.Clear();
        _seen = _durable.Copy();
    }

    private void ApplyPart(Change change, SeededRandom random)
    {
        if (change.Data is not { Length: > 0 } data)
        {
            _durable.Apply(change);
            return;
        }

        // The first bytes only, or any sectors, with the length that the whole write gives or without.
        bool isPrefix = random.Chance(0.5);
        int kept = random.Next(data.Length + 1);
        if (!isPrefix && random.Chance(0.5) && change.Position + data.Length > _durable.Length)
        {
            _durable.Apply(new Change(change.Position + data.Length, null));
        }

        for (int at = 0; at < data.Length; at += SectorBytes)
        {
            int length = Math.Min(SectorBytes, data.Length - at);
            length = isPrefix ? Math.Min(length, kept - at) : random.Chance(0.5) ? length : 0;
            if (length > 0)
            {
                _durable.Apply(new Change(change.Position + at, data[at..(at + length)]));
            }
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
