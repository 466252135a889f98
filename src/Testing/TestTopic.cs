using System.Globalization;
using System.Text;
using QueryGen.Access;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Testing;

/// <summary>A topic of a <see cref="TopologyTestDriver"/>: records go in, and records come out.</summary>
public sealed class TestTopic
{
    private readonly TopologyTestDriver _driver;
    private readonly MemoryTopic _topic;
    private readonly long[] _read;

    internal TestTopic(TopologyTestDriver driver, MemoryTopic topic, long? windowSizeMs)
    {
        _driver = driver;
        _topic = topic;
        _read = new long[topic.Partitions.Length];
        WindowSizeMs = windowSizeMs;
    }

    /// <summary>The topic's name.</summary>
    public string Name => _topic.Name;

    /// <summary>
    /// Length of the windows in its keys, milliseconds; 0: sessions; null: the keys have none. Taken from the topology, and may be set.
    /// </summary>
    public long? WindowSizeMs { get; set; }

    /// <summary>Writes a record and lets everything that reads it run to its end.</summary>
    /// <param name="key">The key's text, as its format writes it; null for none.</param>
    /// <param name="value">The value's text, as its format writes it; null: a tombstone.</param>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC; null: what the driver's clock shows.</param>
    /// <param name="headers">Null for none.</param>
    /// <param name="partition">Null: as Kafka's clients choose; without a key it is 0.</param>
    public TestTopic Pipe(
        string? key, string? value, long? timestampMs = null, IReadOnlyCollection<TestHeader>? headers = null, int? partition = null) =>
        PipeBytes(Utf8(key), Utf8(value), timestampMs, headers, partition);

    /// <inheritdoc cref="Pipe(string?, string?, long?, IReadOnlyCollection{TestHeader}?, int?)"/>
    public TestTopic PipeBytes(
        ReadOnlyMemory<byte>? key,
        ReadOnlyMemory<byte>? value,
        long? timestampMs = null,
        IReadOnlyCollection<TestHeader>? headers = null,
        int? partition = null)
    {
        Add(key, value, timestampMs, headers, partition);
        _driver.Run();
        return this;
    }

    /// <summary>Writes a record with a time that people can read.</summary>
    /// <param name="time">A time since 1970-01-01 UTC such as <c>00:10:00</c>, or a moment such as <c>2024-05-01T10:30:00Z</c>.</param>
    /// <param name="key">The key's text; null for none.</param>
    /// <param name="value">The value's text; null: a tombstone.</param>
    /// <exception cref="FormatException">The time is neither.</exception>
    public TestTopic At(string time, string? key, string? value) => Pipe(key, value, Milliseconds(time));

    /// <summary>Writes a row.</summary>
    /// <param name="serde">The source's, generated.</param>
    /// <param name="row">The row.</param>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC; null: what the driver's clock shows.</param>
    public TestTopic PipeRow<TRow>(RowSerde<TRow> serde, TRow row, long? timestampMs = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(serde);
        _driver.Write(_topic, (arena, output) => serde.Write(row, arena, new RecordContext(timestampMs ?? _driver.Clock.NowMs), output));
        _driver.Run();
        return this;
    }

    /// <summary>Writes a record that waits for the next <see cref="TopologyTestDriver.Run"/>, together with others.</summary>
    /// <inheritdoc cref="Pipe(string?, string?, long?, IReadOnlyCollection{TestHeader}?, int?)"/>
    public TestTopic Add(
        string? key, string? value, long? timestampMs = null, IReadOnlyCollection<TestHeader>? headers = null, int? partition = null)
    {
        Add(Utf8(key), Utf8(value), timestampMs, headers, partition);
        return this;
    }

    /// <summary>The records since the last call; partition by partition.</summary>
    public IReadOnlyList<TestRecord> Read()
    {
        List<TestRecord> records = [];
        for (int i = 0; i < _read.Length; i++)
        {
            ReadFrom(_read[i], i, records);
            _read[i] = _topic.Partitions[i].Count;
        }

        return records;
    }

    /// <summary>All records; partition by partition.</summary>
    public IReadOnlyList<TestRecord> ReadAll()
    {
        List<TestRecord> records = [];
        for (int i = 0; i < _read.Length; i++)
        {
            ReadFrom(0, i, records);
        }

        return records;
    }

    /// <summary>The rows since the last call.</summary>
    /// <param name="serde">The source's, generated.</param>
    /// <exception cref="InvalidDataException">A record cannot be read.</exception>
    /// <remarks>Records without a value are left out.</remarks>
    public IReadOnlyList<TRow> ReadRows<TRow>(RowSerde<TRow> serde)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(serde);
        using RecordArena arena = new(_driver.Clock);
        List<TRow> rows = [];
        for (int i = 0; i < _read.Length; i++)
        {
            MemoryPartition partition = _topic.Partitions[i];
            for (; _read[i] < partition.Count; _read[i]++)
            {
                RecordRef record = partition[_read[i]];
                if (record.HasValue)
                {
                    rows.Add(serde.TryRead(in record, arena, out TRow? row, out SerdeError problem)
                        ? row
                        : throw new InvalidDataException($"Record {_read[i]} of {Name}, partition {i}: {problem}"));
                }
            }
        }

        return rows;
    }

    /// <summary>
    /// The topic as a table: the last record of each key, without deleted ones, in the order in which the keys first came.
    /// </summary>
    public IReadOnlyList<TestRecord> Table()
    {
        List<string> keys = [];
        Dictionary<string, TestRecord> last = [];
        foreach (TestRecord record in ReadAll())
        {
            if (record.Key is { } bytes)
            {
                string key = Convert.ToHexString(bytes.Span);
                if (!last.ContainsKey(key))
                {
                    keys.Add(key);
                }

                last[key] = record;
            }
        }

        return [.. keys.Select(key => last[key]).Where(record => record.Value is not null)];
    }

    /// <summary>All records, one a line, as <see cref="TestRecord.ToString"/> writes them.</summary>
    public override string ToString() => string.Join('\n', ReadAll());

    internal static long Milliseconds(string time)
    {
        if (TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out TimeSpan since))
        {
            return (long)since.TotalMilliseconds;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, Utc, out DateTimeOffset moment)
            ? moment.ToUnixTimeMilliseconds()
            : throw new FormatException($"'{time}' is no time: write 00:10:00 for one since 1970-01-01 UTC, or 2024-05-01T10:30:00Z.");
    }

    private static ReadOnlyMemory<byte>? Utf8(string? text) =>
        text is null ? TestRecord.NoBytes : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text));

    private void Add(
        ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? value, long? timestampMs, IReadOnlyCollection<TestHeader>? headers, int? partition)
    {
        int target = partition ?? (key is { } bytes ? Murmur2.Partition(bytes.Span, _topic.Partitions.Length) : 0);
        MemoryPartition records = _topic.Partitions[target];
        records.Append(records.Stage(
            key is not null,
            key.GetValueOrDefault().Span,
            value is not null,
            value.GetValueOrDefault().Span,
            TestHeader.Encode(headers ?? []),
            timestampMs ?? _driver.Clock.NowMs));
    }

    private void ReadFrom(long offset, int partition, List<TestRecord> records)
    {
        MemoryPartition from = _topic.Partitions[partition];
        for (; offset < from.Count; offset++)
        {
            RecordRef record = from[offset];
            records.Add(new TestRecord(in record, partition, WindowSizeMs));
        }
    }
}
