using System.Text;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>A store of a task, as the runtime sees it: entries that change, and can be restored from their records.</summary>
/// <remarks>
/// A record is an entry's key and value as bytes; one without a value takes the key out. The first record says what the
/// store keeps. <see cref="WriteChanges"/> gives the records of what changed, <see cref="WriteEntries"/> those of everything, and
/// <see cref="Restore"/> takes both.
/// </remarks>
public abstract class StateStore : IDisposable
{
    private readonly RecordArena _arena = new();
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

    /// <summary>Memory of its keys and values, in bytes.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>
    /// Entries whose record has an earlier timestamp than this are gone for good, so that the changelog need not keep them; milliseconds
    /// since 1970-01-01 UTC. <see cref="long.MinValue"/>: entries go by a record without a value only.
    /// </summary>
    internal virtual long ExpiredBeforeMs => long.MinValue;

    /// <summary>Whether any entry changed since the changes were last written.</summary>
    public abstract bool HasChanges { get; }

    /// <summary>Writes every entry that changed since the last call, once, as the changelog has it.</summary>
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

        WriteChangedEntries(changelog);
    }

    /// <summary>Writes a part of all entries, for a checkpoint; the first part begins with the layout.</summary>
    /// <param name="entries">Gets the records.</param>
    /// <param name="from">Where the part begins: <c>default</c>, then where the last call left it. The store must not change
    /// between.</param>
    /// <param name="mostBytes">The part ends with the entry that brings the buffer to so many bytes.</param>
    /// <returns>Whether there is another part.</returns>
    public bool WriteEntries(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (from == default)
        {
            WriteLayout(entries);
        }

        return WriteEntriesFrom(entries, ref from, mostBytes);
    }

    /// <summary>Takes in a record of the changelog or of a checkpoint; in the order in which they were written.</summary>
    /// <exception cref="StateLayoutException">It was written with another layout.</exception>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public unsafe void Restore(in RecordRef record)
    {
        if (record.Key.Length == 0)
        {
            CheckLayout(record);
            return;
        }

        fixed (byte* key = record.Key, value = record.Value)
        {
            StateReader keys = new(key, record.Key.Length, _arena);
            StateReader values = new(value, record.Value.Length, _arena);
            RestoreEntry(record, ref keys, ref values);
        }

        _arena.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arena.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the entries that changed.</summary>
    protected abstract void WriteChangedEntries(OutputBuffer changelog);

    /// <summary>Writes the entries from a position on.</summary>
    protected abstract bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes);

    /// <summary>Takes in one entry's record.</summary>
    protected abstract void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value);

    /// <summary>Gives its memory back.</summary>
    protected abstract void Dispose(bool disposing);

    private void CheckLayout(in RecordRef record)
    {
        string written = Encoding.UTF8.GetString(record.Value);
        if (written != Layout)
        {
            throw new StateLayoutException(Name, written, Layout);
        }

        _isLayoutWritten = true;
    }

    private void WriteLayout(OutputBuffer changelog)
    {
        changelog.Begin(timestampMs: 0);
        changelog.EndKey(changelog.Write());
        BufferCursor cursor = changelog.Write();
        cursor.Raw(Encoding.UTF8.GetBytes(Layout));
        changelog.EndValue(cursor);
        changelog.End();
    }
}
