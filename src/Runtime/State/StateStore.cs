using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>A store of a task, as the runtime sees it: something that changes, and can be restored from its changes.</summary>
public abstract class StateStore : IDisposable
{
    private bool _isLayoutWritten;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of what it keeps; a store of another layout cannot be restored from.</param>
    protected StateStore(string name, string layout)
    {
        Name = name;
        Layout = layout;
    }

    /// <summary>Its name in the topology.</summary>
    public string Name { get; }

    /// <summary>Names and types of what it keeps.</summary>
    public string Layout { get; }

    /// <summary>How many keys it holds.</summary>
    public abstract long Count { get; }

    /// <summary>Memory of its keys and variable-length values, in bytes.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Writes every key that changed since the last call, once, as the changelog has it.</summary>
    public void WriteChanges(OutputBuffer changelog)
    {
        ArgumentNullException.ThrowIfNull(changelog);
        if (!HasChanges)
        {
            return;
        }

        if (!_isLayoutWritten)
        {
            WriteLayout(changelog);
            _isLayoutWritten = true;
        }

        WriteChangedKeys(changelog);
    }

    /// <summary>Takes in a record of the changelog; in the order in which they were written.</summary>
    /// <exception cref="StateLayoutException">The changelog was written with another layout.</exception>
    public void Restore(in RecordRef record)
    {
        if (record.Key.Length > 0)
        {
            RestoreKey(record);
            return;
        }

        string written = System.Text.Encoding.UTF8.GetString(record.Value);
        if (written != Layout)
        {
            throw new StateLayoutException(Name, written, Layout);
        }

        _isLayoutWritten = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether any key changed since the changes were last written.</summary>
    protected abstract bool HasChanges { get; }

    /// <summary>Writes the keys that changed.</summary>
    protected abstract void WriteChangedKeys(OutputBuffer changelog);

    /// <summary>Takes in one key's record.</summary>
    protected abstract void RestoreKey(in RecordRef record);

    /// <summary>Gives its memory back.</summary>
    protected abstract void Dispose(bool disposing);

    private void WriteLayout(OutputBuffer changelog)
    {
        changelog.Begin(timestampMs: 0);
        changelog.EndKey(changelog.Write());
        BufferCursor cursor = changelog.Write();
        cursor.Raw(System.Text.Encoding.UTF8.GetBytes(Layout));
        changelog.EndValue(cursor);
        changelog.End();
    }
}
