using System.Text;

namespace QueryGen.Testing.Simulation;

/// <summary>A number over all that a run did, in order: FNV-1a.</summary>
internal sealed class TraceHash
{
    private const ulong Prime = 0x100000001B3;

    public ulong Value { get; private set; } = 0xCBF29CE484222325;

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void Add(long number) => Add(BitConverter.GetBytes(number));

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            Value = (Value ^ one) * Prime;
        }
    }
}
