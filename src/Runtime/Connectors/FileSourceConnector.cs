using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>
/// Reads a file of JSON lines or CSV, and what is appended to it; the position is the byte behind the last whole line.
/// </summary>
/// <remarks>A file that has become shorter than the position was made anew, and is read from its start.</remarks>
internal sealed class FileSourceConnector : SourceConnector
{
    private const int ChunkBytes = 256 * 1024;
    private const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    private readonly ConnectorTarget _target;
    private readonly string _path;
    private readonly bool _isCsv;
    private readonly bool _hasHeader;
    private readonly char _delimiter;
    private readonly bool _isTailed;
    private readonly TimeSpan _interval;
    private readonly object?[] _row;
    private readonly int _maxLineBytes;
    private byte[] _buffer = new byte[ChunkBytes];
    private int[]? _csvColumns;
    private long _position;

    // Bytes behind the position that belong to a line too long to take; its end is not found yet.
    private long _passedOver;

    public FileSourceConnector(ConnectorTarget target, ConnectorSettings settings, string? position)
    {
        _target = target;
        _row = new object?[target.Columns.Count];
        _path = Path.GetFullPath(settings.Required("file"));
        string format = Path.GetExtension(_path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "json";
        _isCsv = settings.Choice("format", format, "json", "csv") == "csv";
        _hasHeader = settings.Flag("header", true);
        _delimiter = settings.Text("delimiter", ",")[0];
        _isTailed = settings.Choice("mode", "tail", "tail", "once") == "tail";
        _interval = settings.Milliseconds("poll.interval.ms", 250);
        _maxLineBytes = (int)Math.Min(settings.Number("max.line.bytes", least: 1) ?? DefaultMaxLineBytes, Array.MaxLength);
        _position = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
    }

    public override string Position => _position.ToString(CultureInfo.InvariantCulture);

    public override async ValueTask<TimeSpan?> PollAsync(ConnectorOutput output, CancellationToken cancellationToken)
    {
        if (_isTailed && !File.Exists(_path))
        {
            return _interval;
        }

        FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length < _position)
            {
                _position = 0;
                _passedOver = 0;
                _csvColumns = null;
            }

            if (_isCsv && _hasHeader && _csvColumns is null && _position > 0)
            {
                await ReadHeaderAgainAsync(file, cancellationToken).ConfigureAwait(false);
            }

            file.Position = _position + _passedOver;
            int read = await file.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            bool reachesEnd = _position + _passedOver + read >= file.Length;
            bool isDone = _passedOver > 0
                ? PassOver(_buffer.AsSpan(0, read), reachesEnd, output)
                : TakeLines(_buffer.AsSpan(0, read), reachesEnd, output);
            return !isDone ? TimeSpan.Zero : _isTailed ? _interval : null;
        }
    }

    /// <summary>Takes the whole lines; true where there is nothing more to read now.</summary>
    private bool TakeLines(ReadOnlySpan<byte> data, bool reachesEnd, ConnectorOutput output)
    {
        int used = Take(data, isLast: reachesEnd && !_isTailed, output);
        _position += used;
        if (used > 0 || data.Length < _buffer.Length)
        {
            return reachesEnd;
        }

        // One line is longer than the buffer, which grows, or longer than a line may be, which passes it over.
        if (_buffer.Length < _maxLineBytes)
        {
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, _maxLineBytes));
        }
        else
        {
            _passedOver = _buffer.Length;
        }

        return false;
    }

    /// <summary>
    /// Looks for the end of a line too long; true where there is nothing more to read now. The position goes behind the line once
    /// its end is found, so that a restart looks again.
    /// </summary>
    private bool PassOver(ReadOnlySpan<byte> data, bool reachesEnd, ConnectorOutput output)
    {
        int end = data.IndexOf((byte)'\n');
        _passedOver += end < 0 ? data.Length : end + 1;
        if (end < 0 && (_isTailed || !reachesEnd))
        {
            return reachesEnd;
        }

        output.Reject($"A line is longer than {_maxLineBytes} bytes; the property max.line.bytes can allow more.");
        _position += _passedOver;
        _passedOver = 0;
        return end < 0;
    }

    private async ValueTask ReadHeaderAgainAsync(FileStream file, CancellationToken cancellationToken)
    {
        file.Position = 0;
        using StreamReader reader = new(file, Encoding.UTF8, leaveOpen: true);
        _csvColumns = Columns(DelimitedLine.Split(await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "", _delimiter));
    }

    /// <summary>Takes the whole lines; gives the number of bytes taken.</summary>
    private int Take(ReadOnlySpan<byte> data, bool isLast, ConnectorOutput output)
    {
        int taken = 0;
        while (taken < data.Length)
        {
            ReadOnlySpan<byte> rest = data[taken..];
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && !isLast)
            {
                break;
            }

            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            taken += end < 0 ? rest.Length : end + 1;
            line = line.TrimEnd((byte)'\r');
            if (line.StartsWith(Encoding.UTF8.Preamble))
            {
                line = line[Encoding.UTF8.Preamble.Length..];
            }

            if (!line.IsEmpty)
            {
                Add(line, output);
            }
        }

        return taken;
    }

    private void Add(ReadOnlySpan<byte> line, ConnectorOutput output)
    {
        try
        {
            Array.Clear(_row);
            if (_isCsv ? ReadCsv(Encoding.UTF8.GetString(line)) : ReadJson(line))
            {
                output.Add(_row, output.NowMs);
            }
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            output.Reject(_isCsv ? "A line is no CSV of the columns." : "A line is no JSON object.");
        }
    }

    private bool ReadJson(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException();
        }

        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            if (_target.IndexOf(member.Name) is var index and >= 0)
            {
                _row[index] = member.Value.Clone();
            }
        }

        return true;
    }

    private bool ReadCsv(string line)
    {
        List<string?> fields = DelimitedLine.Split(line, _delimiter);
        if (_csvColumns is null)
        {
            _csvColumns = _hasHeader ? Columns(fields) : [.. Enumerable.Range(0, _row.Length)];
            if (_hasHeader)
            {
                return false;
            }
        }

        if (fields.Count != _csvColumns.Length)
        {
            throw new FormatException();
        }

        for (int i = 0; i < fields.Count; i++)
        {
            if (_csvColumns[i] >= 0)
            {
                _row[_csvColumns[i]] = fields[i];
            }
        }

        return true;
    }

    private int[] Columns(List<string?> names) => [.. names.Select(name => _target.IndexOf(name?.Trim() ?? string.Empty))];
}
