using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>Writes typed keys and rows as bytes, into memory that is used again for the next one.</summary>
internal sealed class KeyEncoder : IDisposable
{
    private readonly OutputBuffer _scratch = new(1024);

    /// <summary>A value's bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode<TValue>(in TValue value)
        where TValue : struct, IStored<TValue>
    {
        _scratch.Clear();
        _scratch.Begin(timestampMs: 0);
        StateWriter writer = new(_scratch.Write());
        value.Write(ref writer);
        _scratch.EndKey(writer.Cursor);
        _scratch.End();
        return _scratch[0].Key;
    }

    public void Dispose() => _scratch.Dispose();
}
