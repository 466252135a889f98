using QueryGen.Joins;

namespace QueryGen.Tests.Joins;

/// <summary>The rules of a join of two streams over plain lists, with nothing clever in it.</summary>
internal sealed class JoinModel(JoinWithin within, long retentionMs, bool keepsLeft, bool keepsRight)
{
    private readonly List<Row>[] _rows = [[], []];
    private readonly long[] _newestMs = [-1, -1];
    private long _streamTimeMs = -1;
    private int _arrived;

    /// <summary>What was joined, in order.</summary>
    public List<string> Written { get; } = [];

    private sealed class Row(int key, long timestampMs, string note, int arrived)
    {
        public int Key => key;

        public long TimestampMs => timestampMs;

        public string Note => note;

        public int Arrived => arrived;

        public bool IsOpen { get; set; }
    }

    /// <summary>Takes a record; one without a note has no value, one without a key has nothing to be joined on.</summary>
    public void Take(bool isLeft, int? key, long timestampMs, string? note)
    {
        (int own, int other) = isLeft ? (0, 1) : (1, 0);
        bool isKept = isLeft ? keepsLeft : keepsRight;
        (long beforeMs, long afterMs) = isLeft ? (within.BeforeMs, within.AfterMs) : (within.AfterMs, within.BeforeMs);
        _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
        if (note is null)
        {
            return;
        }

        if (key is null)
        {
            WriteAlone(isLeft, isKept, timestampMs, note);
            return;
        }

        Row row = new(key.Value, timestampMs, note, _arrived++);
        if (timestampMs > _newestMs[own] - retentionMs)
        {
            _rows[own].Add(row);
            _newestMs[own] = Math.Max(_newestMs[own], timestampMs);
        }

        if (timestampMs == _streamTimeMs)
        {
            Flush();
        }

        List<Row> matches = [.. _rows[other].Where(match => match.Key == key && match.TimestampMs > _newestMs[other] - retentionMs
            && match.TimestampMs >= timestampMs - beforeMs && match.TimestampMs <= timestampMs + afterMs)
            .OrderBy(match => match.TimestampMs)];
        foreach (Row match in matches)
        {
            match.IsOpen = false;
            (string left, string right) = isLeft ? (note, match.Note) : (match.Note, note);
            Written.Add($"{left} {right} {Math.Max(timestampMs, match.TimestampMs)}");
        }

        if (matches.Count == 0 && isKept && within.GraceMs is not null && timestampMs + afterMs >= _streamTimeMs)
        {
            row.IsOpen = true;
            _waiting.Add((row, isLeft));
        }
        else if (matches.Count == 0)
        {
            WriteAlone(isLeft, isKept, timestampMs, note);
        }
    }

    private readonly List<(Row Row, bool IsLeft)> _waiting = [];

    private void Flush()
    {
        _waiting.RemoveAll(waiting => !waiting.Row.IsOpen);
        List<(Row Row, bool IsLeft)> due = [.. _waiting.Where(waiting =>
                waiting.Row.TimestampMs + (waiting.IsLeft ? within.AfterMs : within.BeforeMs) + within.GraceMs < _streamTimeMs)
            .OrderBy(waiting => waiting.Row.TimestampMs).ThenBy(waiting => waiting.IsLeft).ThenBy(waiting => (uint)waiting.Row.Key)
            .ThenBy(waiting => waiting.Row.Arrived)];
        foreach ((Row row, bool isLeft) in due)
        {
            row.IsOpen = false;
            WriteAlone(isLeft, isKept: true, row.TimestampMs, row.Note);
        }
    }

    private void WriteAlone(bool isLeft, bool isKept, long timestampMs, string note)
    {
        if (isKept)
        {
            Written.Add(isLeft ? $"{note} null {timestampMs}" : $"null {note} {timestampMs}");
        }
    }
}
