using System.Globalization;
using System.Text;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Values;

namespace QueryGen.Tests.Tasks;

/// <summary>A record source whose fetches a test decides: what has been written, and what of it has arrived.</summary>
internal sealed unsafe class ScriptedSource(int sources) : IRecordSource
{
    private readonly RecordArena _memory = new();
    private readonly List<RecordRef>[] _arrived = [.. Enumerable.Range(0, sources).Select(_ => new List<RecordRef>())];
    private readonly int[] _read = new int[sources];
    private readonly long[] _underWay = new long[sources];

    /// <summary>Records of the changelog, by store.</summary>
    public Dictionary<int, OutputBuffer> Changelogs { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Records arrive; each has its timestamp as its value.</summary>
    public ScriptedSource Arrive(int source, params ReadOnlySpan<long> timestampsMs)
    {
        foreach (long timestampMs in timestampsMs)
        {
            Text value = _memory.Text(Encoding.UTF8.GetBytes(timestampMs.ToString(CultureInfo.InvariantCulture)));
            fixed (byte* bytes = value.Span)
            {
                _arrived[source].Add(new RecordRef(bytes, 1, bytes, value.Length, null, 0, timestampMs, _arrived[source].Count));
            }
        }

        return this;
    }

    /// <summary>So many records are written and have not arrived.</summary>
    public void SetUnderWay(int source, long records) => _underWay[source] = records;

    public bool TryRead(int source, out RecordBatch batch)
    {
        batch = new RecordBatch(_arrived[source].ToArray().AsSpan(_read[source]), partition: 3);
        _read[source] += batch.Count;
        return batch.Count > 0;
    }

    public long Lag(int source) => _arrived[source].Count - _read[source] + _underWay[source];

    public (long First, long End) Changelog(int store) =>
        (0, Changelogs.TryGetValue(store, out OutputBuffer? changelog) ? changelog.Count : 0);

    public void Restore(int store, long fromOffset, RestoreBatch restore)
    {
        for (int i = (int)fromOffset; Changelogs.TryGetValue(store, out OutputBuffer? changelog) && i < changelog.Count; i++)
        {
            RecordRef record = changelog[i];
            restore(new RecordBatch(new ReadOnlySpan<RecordRef>(in record), partition: 3));
        }
    }

    public void Dispose()
    {
        IsDisposed = true;
        _memory.Dispose();
    }
}

/// <summary>A record sink that writes down what is done to it.</summary>
internal sealed class ScriptedSink : IRecordSink
{
    public List<string> Calls { get; } = [];

    public bool Fails { get; set; }

    /// <summary>Copies of all changelog records, by store.</summary>
    public Dictionary<int, OutputBuffer> Changelogs { get; } = [];

    public void Write(int sink, OutputBuffer records)
    {
        for (int i = 0; i < records.Count; i++)
        {
            Calls.Add($"sink {sink}: {Encoding.UTF8.GetString(records[i].Value)}");
        }
    }

    public void WriteChangelog(int store, OutputBuffer records)
    {
        Calls.Add($"changelog {store}: {records.Count}");
        if (!Changelogs.TryGetValue(store, out OutputBuffer? copies))
        {
            Changelogs.Add(store, copies = new OutputBuffer());
        }

        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            copies.Add(in record);
        }
    }

    public void SetPosition(int source, long nextOffset) => Calls.Add($"position {source}: {nextOffset}");

    public void Commit()
    {
        if (Fails)
        {
            throw new IOException("the log is full");
        }

        Calls.Add("commit");
    }

    public void Dispose() => Calls.Add("dispose");
}
