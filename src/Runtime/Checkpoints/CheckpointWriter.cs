using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Storage;

namespace QueryGen.Checkpoints;

/// <summary>Writes all entries of a store into a file. Kept and used again; not thread-safe.</summary>
internal sealed class CheckpointWriter : IDisposable
{
    private const int PartBytes = 1024 * 1024;

    private readonly OutputBuffer _entries = new();
    private readonly RecordBatchWriter _batches = new();

    /// <summary>Writes a store that has no changes that its changelog does not know.</summary>
    /// <param name="store">Does not change meanwhile.</param>
    /// <param name="file">An empty file; it is not flushed.</param>
    /// <param name="header">What it says of the changelog; the rest is filled in.</param>
    /// <returns>The header as it is written.</returns>
    public CheckpointHeader Write(StateStore store, IDiskFile file, CheckpointHeader header)
    {
        long bytes = CheckpointHeader.Bytes;
        long records = 0;
        EntryPosition from = default;
        bool isMore;
        try
        {
            do
            {
                isMore = store.WriteEntries(_entries, ref from, PartBytes);
                for (int i = 0; i < _entries.Count; i++)
                {
                    _batches.Append(_entries[i]);
                }

                ReadOnlySpan<byte> part = _batches.Finish(records);
                file.Write(part, bytes);
                bytes += part.Length;
                records += _batches.Count;
                Clear();
            }
            while (isMore);
        }
        finally
        {
            Clear();
        }

        header = header with { Records = records, FileBytes = bytes };
        Span<byte> first = stackalloc byte[CheckpointHeader.Bytes];
        header.Write(first);
        file.Write(first, 0);
        return header;
    }

    public void Dispose() => _entries.Dispose();

    private void Clear()
    {
        _entries.Clear();
        _batches.Reset();
    }
}
