using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>The keys of a store that changed since its changes were last written; each once, in the order of their first change.</summary>
internal sealed class ChangedKeys : IDisposable
{
    private readonly OutputBuffer _keys = new(4096);

    public int Count => _keys.Count;

    /// <summary>Remembers a key. The caller marks it in its table, so that it comes here once.</summary>
    /// <param name="key">Its bytes.</param>
    /// <param name="window">Start of its window; 0 without one.</param>
    public void Add(ReadOnlySpan<byte> key, long window = 0)
    {
        _keys.Begin(window);
        BufferCursor cursor = _keys.Write();
        cursor.Raw(key);
        _keys.EndKey(cursor);
        _keys.End();
    }

    public ReadOnlySpan<byte> KeyAt(int index) => _keys[index].Key;

    public long WindowAt(int index) => _keys[index].TimestampMs;

    public void Clear() => _keys.Clear();

    public void Dispose() => _keys.Dispose();
}
