using System.Text.Json;

namespace QueryGen.Conformance.Cases;

/// <summary>A case of a query-validation file, with its format and configuration chosen.</summary>
/// <param name="File">Name of its file, without ending.</param>
/// <param name="Name">As the suite's own runner prints it: <c>file - name - FORMAT - property=value</c>. Unique in the suite.</param>
/// <param name="Statements">In order; the last one is the one that may be meant to fail.</param>
/// <param name="Properties">What a session would SET before the statements.</param>
/// <param name="Inputs">Records to feed.</param>
/// <param name="Outputs">Records that must come out; null: nothing is compared.</param>
/// <param name="Error">The mistake that must be found; null: none.</param>
/// <param name="Post">What must hold after the statements; undefined where nothing is said.</param>
/// <param name="SkipReason">Why it does not run; null: it runs.</param>
internal sealed record TestCase(
    string File,
    string Name,
    IReadOnlyList<string> Statements,
    IReadOnlyDictionary<string, string> Properties,
    IReadOnlyList<CaseRecord> Inputs,
    IReadOnlyList<CaseRecord>? Outputs,
    ExpectedError? Error,
    JsonElement Post,
    string? SkipReason)
{
    /// <summary>Whether a JSON number with a point differs from an integer of its value.</summary>
    public bool ComparesExactly =>
        !Properties.TryGetValue("use.exact.numeric.comparison", out string? value)
        || !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A record as a case writes it.</summary>
/// <param name="Key">Undefined where none is given: no key.</param>
/// <param name="Value">JSON null: a tombstone.</param>
/// <param name="TimestampMs">Milliseconds since 1970-01-01 UTC; null where none is given.</param>
/// <param name="Headers">Null where none are given.</param>
internal sealed record CaseRecord(
    string Topic, JsonElement Key, JsonElement Value, long? TimestampMs, CaseWindow? Window, IReadOnlyList<CaseHeader>? Headers);

/// <summary>The window of a key; both ends in milliseconds since 1970-01-01 UTC.</summary>
internal sealed record CaseWindow(long StartMs, long EndMs, bool IsSession)
{
    public override string ToString() => $"{(IsSession ? "session" : "time")} [{StartMs}, {EndMs})";
}

/// <summary>A header; a null value is one of its own.</summary>
internal sealed record CaseHeader(string Name, byte[]? Value)
{
    public override string ToString() => $"{Name}={(Value is null ? "null" : Convert.ToBase64String(Value))}";
}

/// <summary>An error that ksqlDB gives.</summary>
/// <param name="Type">Name of the Java exception, without its package; empty where the case does not say.</param>
/// <param name="Message">A part of its text; empty where the case does not say.</param>
internal sealed record ExpectedError(string Type, string Message)
{
    /// <summary>The statements are right; the failure comes while records are processed.</summary>
    public bool IsAtRunTime => Type == "StreamsException";
}
