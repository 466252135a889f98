using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>
/// Appends rows to a file as JSON lines or CSV. What a crash left behind the position is cut off, so each row stands
/// there once.
/// </summary>
internal sealed class FileSinkConnector : SinkConnector
{
    private static readonly JsonWriterOptions JsonOptions =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConnectorTarget _target;
    private readonly bool _isCsv;
    private readonly char _delimiter;
    private readonly FileStream _file;
    private readonly MemoryStream _pending = new();
    private readonly Utf8JsonWriter _json;

    public FileSinkConnector(ConnectorTarget target, ConnectorSettings settings, string? position)
    {
        _target = target;
        string path = Path.GetFullPath(settings.Required("file"));
        string format = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "json";
        _isCsv = settings.Choice("format", format, "json", "csv") == "csv";
        _delimiter = settings.Text("delimiter", ",")[0];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (position is not null && long.Parse(position, CultureInfo.InvariantCulture) is var length && length < _file.Length)
        {
            _file.SetLength(length);
        }

        _file.Seek(0, SeekOrigin.End);
        _json = new Utf8JsonWriter(_pending, JsonOptions);
        if (_isCsv && _file.Length == 0 && settings.Flag("header", true))
        {
            WriteLine(string.Join(_delimiter, target.Columns.Select(column => column.Name)));
        }
    }

    public override string Position => _file.Length.ToString(CultureInfo.InvariantCulture);

    public override void Add(ReadOnlySpan<object?> row, bool isTombstone)
    {
        if (_isCsv)
        {
            WriteLine(DelimitedLine.Of(_target.Columns, row.ToArray(), _delimiter));
            return;
        }

        _json.Reset(_pending);
        _json.WriteStartObject();
        for (int i = 0; i < row.Length && (!isTombstone || i < _target.Keys.Count); i++)
        {
            _json.WritePropertyName(_target.Columns[i].Name);
            RecordEncoder.WriteJsonValue(_json, row[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
        _pending.WriteByte((byte)'\n');
    }

    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Length > 0)
        {
            await _file.WriteAsync(_pending.GetBuffer().AsMemory(0, (int)_pending.Length), cancellationToken).ConfigureAwait(false);

            // To the disk itself: once the position is committed, these rows do not come again.
            _file.Flush(flushToDisk: true);
            _pending.SetLength(0);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _json.Dispose();
            _pending.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteLine(string line)
    {
        _pending.Write(Encoding.UTF8.GetBytes(line));
        _pending.WriteByte((byte)'\n');
    }
}
