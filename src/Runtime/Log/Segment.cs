using System.Globalization;
using Microsoft.Win32.SafeHandles;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>One file of a partition: record batches one behind the other, from <see cref="BaseOffset"/> on.</summary>
internal sealed class Segment : IDisposable
{
    public const string Extension = ".log";

    /// <summary>One entry of the index for so many bytes of batches.</summary>
    private const int IndexStepBytes = 64 * 1024;

    private readonly SafeFileHandle _file;
    private readonly List<(long Offset, long Position)> _index = [];

    private Segment(string path, long baseOffset, FileMode mode)
    {
        Path = path;
        BaseOffset = baseOffset;
        NextOffset = baseOffset;
        _file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    public string Path { get; }

    /// <summary>Offset of the first record, which is also the file's name.</summary>
    public long BaseOffset { get; }

    /// <summary>Offset behind the last record written.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Bytes of valid batches.</summary>
    public long SizeBytes { get; private set; }

    public static Segment Create(string folder, long baseOffset) =>
        new(NameOf(folder, baseOffset), baseOffset, FileMode.CreateNew);

    /// <summary>Opens a file and goes through its batches up to the first one that is not whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">True: every checksum is computed; false: only the headers are read.</param>
    public static Segment Open(string path, bool verify)
    {
        long baseOffset = long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture);
        Segment segment = new(path, baseOffset, FileMode.Open);
        segment.Scan(verify);
        return segment;
    }

    public void Append(ReadOnlySpan<byte> batches)
    {
        RandomAccess.Write(_file, batches, SizeBytes);
        while (!batches.IsEmpty)
        {
            int size = (int)RecordBatchLayout.SizeBytes(batches);
            Enter(batches);
            batches = batches[size..];
        }
    }

    /// <summary>Reads at a place in the file; gives the number of bytes read.</summary>
    public int Read(Span<byte> target, long position) => RandomAccess.Read(_file, target, position);

    /// <summary>A place at or before the batch that holds the offset.</summary>
    public long PositionBefore(long offset)
    {
        lock (_index)
        {
            int low = 0;
            int high = _index.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                if (_index[middle].Offset <= offset)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return high < 0 ? 0 : _index[high].Position;
        }
    }

    /// <summary>Cuts off all batches from this offset on.</summary>
    public void CutAt(long offset)
    {
        if (offset >= NextOffset && RandomAccess.GetLength(_file) == SizeBytes)
        {
            return;
        }

        long length = SizeBytes;
        byte[] header = new byte[HeaderBytes];
        lock (_index)
        {
            _index.Clear();
            NextOffset = BaseOffset;
            SizeBytes = 0;
            while (SizeBytes < length && Read(header, SizeBytes) == HeaderBytes && FirstOffset(header) < offset)
            {
                Enter(header);
            }
        }

        RandomAccess.SetLength(_file, SizeBytes);
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private static string NameOf(string folder, long baseOffset) =>
        System.IO.Path.Combine(folder, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    private void Scan(bool verify)
    {
        long length = RandomAccess.GetLength(_file);
        byte[] buffer = new byte[64 * 1024];
        while (length - SizeBytes >= HeaderBytes)
        {
            int read = Read(buffer.AsSpan(0, HeaderBytes), SizeBytes);
            long size = read < HeaderBytes ? -1 : RecordBatchLayout.SizeBytes(buffer);
            bool fits = size > 0 && size <= Math.Min(length - SizeBytes, Array.MaxLength) && FirstOffset(buffer) == NextOffset;
            if (!fits || (verify && !IsWhole(ref buffer, (int)size)))
            {
                return;
            }

            Enter(buffer);
        }
    }

    private bool IsWhole(ref byte[] buffer, int size)
    {
        if (buffer.Length < size)
        {
            Array.Resize(ref buffer, size);
        }

        Span<byte> batch = buffer.AsSpan(0, size);
        return Read(batch, SizeBytes) == size && HasValidChecksum(batch);
    }

    private void Enter(ReadOnlySpan<byte> batch)
    {
        lock (_index)
        {
            if (_index.Count == 0 || SizeBytes - _index[^1].Position >= IndexStepBytes)
            {
                _index.Add((FirstOffset(batch), SizeBytes));
            }
        }

        NextOffset = RecordBatchLayout.NextOffset(batch);
        SizeBytes += RecordBatchLayout.SizeBytes(batch);
    }
}
