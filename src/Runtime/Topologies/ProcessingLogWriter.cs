using System.Buffers;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>Writes what goes wrong as records of the processing log: flat JSON objects, which a stream can declare
/// and read without quoting a name.</summary>
/// <remarks>They go out with the task's next commit, so that each error stands there once, whatever happens in between.</remarks>
internal sealed class ProcessingLogWriter(OutputBuffer output, bool includesRows, TimeProvider clock) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>Writes one record: no key, and the time of the wall clock.</summary>
    public void Write(in ProcessingError error)
    {
        long nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        _bytes.ResetWrittenCount();
        _json.Reset(_bytes);
        _json.WriteStartObject();
        _json.WriteString("logger"u8, error.Step.Logger);
        _json.WriteNumber("logged_at"u8, nowMs);
        _json.WriteString("type"u8, NameOf(error.Kind));
        _json.WriteString("outcome"u8, NameOf(error.Outcome));
        _json.WriteString("query_id"u8, error.Step.Query);
        _json.WriteString("step"u8, error.Step.Step);
        _json.WriteString("clause"u8, error.Step.Clause);
        _json.WriteString("error"u8, error.Error);
        _json.WriteString("cause"u8, includesRows && error.Cause is { } cause ? cause.ToString() : error.CauseWithoutData);
        _json.WriteString("record_topic"u8, error.Topic);
        _json.WriteNumber("record_partition"u8, error.Partition);
        _json.WriteNumber("record_offset"u8, error.Offset);
        if (includesRows && error.Record is { } record)
        {
            WriteBytes("record_key"u8, record.HasKey, record.Key);
            WriteBytes("record_value"u8, record.HasValue, record.Value);
        }

        _json.WriteEndObject();
        _json.Flush();
        output.Begin(nowMs);
        BufferCursor cursor = output.Write();
        cursor.Raw(_bytes.WrittenSpan);
        output.EndValue(cursor);
        output.End();
    }

    public void Dispose() => _json.Dispose();

    private void WriteBytes(ReadOnlySpan<byte> name, bool isThere, ReadOnlySpan<byte> bytes)
    {
        if (isThere)
        {
            _json.WriteBase64String(name, bytes);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    private static string NameOf(ProcessingErrorKind kind) => kind switch
    {
        ProcessingErrorKind.Deserialization => "DESERIALIZATION_ERROR",
        ProcessingErrorKind.Unusable => "UNUSABLE_RECORD",
        ProcessingErrorKind.Row => "ROW_ERROR",
        ProcessingErrorKind.Late => "LATE_ROW",
        _ => throw new InvalidOperationException($"The processing log has no name for {kind}."),
    };

    private static string NameOf(ProcessingOutcome outcome) => outcome switch
    {
        ProcessingOutcome.Dropped => "DROPPED",
        ProcessingOutcome.DeadLettered => "DEAD_LETTERED",
        ProcessingOutcome.TaskStopped => "TASK_STOPPED",
        ProcessingOutcome.Null => "NULL",
        _ => throw new InvalidOperationException($"The processing log has no name for {outcome}."),
    };
}
