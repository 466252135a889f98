using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary><c>10 MINUTES</c></summary>
internal sealed record DurationSyntax(long Count, TimeUnit Unit, SourceSpan Span);

/// <summary>What follows WINDOW. RETENTION and GRACE PERIOD are null where they are not written.</summary>
internal abstract record WindowSyntax(DurationSyntax? Retention, DurationSyntax? Grace, SourceSpan Span);

/// <summary><c>TUMBLING (SIZE …)</c></summary>
internal sealed record TumblingWindowSyntax(
    DurationSyntax Size, DurationSyntax? Retention, DurationSyntax? Grace, SourceSpan Span) : WindowSyntax(Retention, Grace, Span);

/// <summary><c>HOPPING (SIZE …, ADVANCE BY …)</c></summary>
internal sealed record HoppingWindowSyntax(
    DurationSyntax Size, DurationSyntax Advance, DurationSyntax? Retention, DurationSyntax? Grace, SourceSpan Span)
    : WindowSyntax(Retention, Grace, Span);

/// <summary><c>SESSION (gap …)</c></summary>
internal sealed record SessionWindowSyntax(
    DurationSyntax Gap, DurationSyntax? Retention, DurationSyntax? Grace, SourceSpan Span) : WindowSyntax(Retention, Grace, Span);
