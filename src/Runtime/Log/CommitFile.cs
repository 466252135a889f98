using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace QueryGen.Log;

/// <summary>One commit: what becomes visible and true together.</summary>
internal sealed class CommitEntry
{
    /// <summary>Committed end offset by topic and partition.</summary>
    public Dictionary<(string Topic, int Partition), long> Ends { get; } = [];

    /// <summary>Positions by name; an empty value takes the position away.</summary>
    public Dictionary<string, byte[]> Positions { get; } = new(StringComparer.Ordinal);

    public void Clear()
    {
        Ends.Clear();
        Positions.Clear();
    }
}

/// <summary>
/// The file of commits: framed, checksummed entries, the first of which says all that was true before it.
/// </summary>
/// <remarks>An entry counts when its frame is whole; a torn one never happened.</remarks>
internal sealed class CommitFile : IDisposable
{
    private const string Prefix = "commits-";
    private const int FrameBytes = 8;

    private readonly string _folder;
    private readonly MemoryStream _payload = new();
    private readonly BinaryWriter _writer;
    private SafeFileHandle _file;
    private long _number;

    private CommitFile(string folder, long number, SafeFileHandle file)
    {
        _folder = folder;
        _number = number;
        _file = file;
        _writer = new BinaryWriter(_payload, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>Bytes of whole entries.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Opens the newest file of the folder, or makes one.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="entries">The whole entries of the file with the place behind each of them.</param>
    public static CommitFile Open(string folder, out List<(CommitEntry Entry, long End)> entries)
    {
        string[] files = Directory.GetFiles(folder, Prefix + "*.log");
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string older in files.SkipLast(1))
        {
            File.Delete(older);
        }

        long number = files.Length == 0
            ? 0
            : long.Parse(Path.GetFileNameWithoutExtension(files[^1])[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
        SafeFileHandle file = File.OpenHandle(
            NameOf(folder, number), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        CommitFile commits = new(folder, number, file);
        entries = commits.ReadAll();
        return commits;
    }

    /// <summary>Cuts off the entries behind this place.</summary>
    public void CutAt(long end)
    {
        SizeBytes = end;
        RandomAccess.SetLength(_file, end);
    }

    /// <summary>Appends one entry; when this returns the commit has happened.</summary>
    public void Append(CommitEntry entry)
    {
        ReadOnlySpan<byte> frame = Frame(entry);
        try
        {
            RandomAccess.Write(_file, frame, SizeBytes);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, SizeBytes);
            throw;
        }

        SizeBytes += frame.Length;
    }

    /// <summary>
    /// Starts a new file with one entry that says everything; the old file goes when the new one is on disk.
    /// </summary>
    public void StartAnew(CommitEntry everything)
    {
        string old = NameOf(_folder, _number);
        string temporary = Path.Combine(_folder, "commits.tmp");
        ReadOnlySpan<byte> frame = Frame(everything);
        using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, frame, 0);
            RandomAccess.FlushToDisk(file);
        }

        _number++;
        string next = NameOf(_folder, _number);
        File.Move(temporary, next, overwrite: true);
        _file.Dispose();
        _file = File.OpenHandle(next, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        SizeBytes = frame.Length;
        File.Delete(old);
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose()
    {
        _writer.Dispose();
        _payload.Dispose();
        _file.Dispose();
    }

    private static string NameOf(string folder, long number) =>
        Path.Combine(folder, Prefix + number.ToString("D10", CultureInfo.InvariantCulture) + ".log");

    private ReadOnlySpan<byte> Frame(CommitEntry entry)
    {
        _payload.SetLength(0);
        _writer.Write(0L);
        _writer.Write7BitEncodedInt(entry.Ends.Count);
        foreach (((string topic, int partition), long end) in entry.Ends)
        {
            _writer.Write(topic);
            _writer.Write7BitEncodedInt(partition);
            _writer.Write7BitEncodedInt64(end);
        }

        _writer.Write7BitEncodedInt(entry.Positions.Count);
        foreach ((string name, byte[] value) in entry.Positions)
        {
            _writer.Write(name);
            _writer.Write7BitEncodedInt(value.Length);
            _writer.Write(value);
        }

        _writer.Flush();
        Span<byte> frame = _payload.GetBuffer().AsSpan(0, (int)_payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - FrameBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], RecordBatchLayout.Checksum(frame[FrameBytes..]));
        return frame;
    }

    private List<(CommitEntry Entry, long End)> ReadAll()
    {
        List<(CommitEntry Entry, long End)> entries = [];
        byte[] data = new byte[RandomAccess.GetLength(_file)];
        int length = RandomAccess.Read(_file, data, 0);
        int at = 0;
        while (length - at > FrameBytes)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
            uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 4));
            if (size <= 0 || size > length - at - FrameBytes
                || RecordBatchLayout.Checksum(data.AsSpan(at + FrameBytes, size)) != checksum)
            {
                break;
            }

            entries.Add((Parse(data, at + FrameBytes, size), at + FrameBytes + size));
            at += FrameBytes + size;
        }

        CutAt(at);
        return entries;
    }

    private static CommitEntry Parse(byte[] data, int start, int size)
    {
        using MemoryStream stream = new(data, start, size, writable: false);
        using BinaryReader reader = new(stream, Encoding.UTF8);
        CommitEntry entry = new();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            string topic = reader.ReadString();
            int partition = reader.Read7BitEncodedInt();
            entry.Ends[(topic, partition)] = reader.Read7BitEncodedInt64();
        }

        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            string name = reader.ReadString();
            entry.Positions[name] = reader.ReadBytes(reader.Read7BitEncodedInt());
        }

        return entry;
    }
}
