using System.Buffers.Binary;

namespace QueryGen.Log;

/// <summary>The committed positions by name. Thread-safe.</summary>
internal sealed class PositionTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _values;

    public PositionTable(IEnumerable<KeyValuePair<string, byte[]>> values) =>
        _values = new Dictionary<string, byte[]>(values, StringComparer.Ordinal);

    /// <summary>A copy of what is known; null where nothing is.</summary>
    public byte[]? Get(string name)
    {
        lock (_gate)
        {
            return _values.TryGetValue(name, out byte[]? value) ? [.. value] : null;
        }
    }

    /// <summary>A position that is a number; null where there is none.</summary>
    public long? GetNumber(string name)
    {
        lock (_gate)
        {
            return _values.TryGetValue(name, out byte[]? value) && value.Length == sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(value)
                : null;
        }
    }

    /// <summary>Takes over what a commit sets; allocates only where a value gets another length.</summary>
    public void Set(List<NewPosition> positions)
    {
        lock (_gate)
        {
            foreach (NewPosition position in positions)
            {
                if (!position.IsSet)
                {
                    continue;
                }

                if (position.Value.IsEmpty)
                {
                    _values.Remove(position.Name);
                }
                else if (_values.TryGetValue(position.Name, out byte[]? known) && known.Length == position.Value.Length)
                {
                    position.Value.CopyTo(known);
                }
                else
                {
                    _values[position.Name] = position.Value.ToArray();
                }
            }
        }
    }

    /// <summary>Writes all of them into an entry of the file of commits.</summary>
    public void AddTo(CommitFrame frame)
    {
        lock (_gate)
        {
            foreach ((string name, byte[] value) in _values)
            {
                frame.AddPosition(name, value);
            }
        }
    }
}
