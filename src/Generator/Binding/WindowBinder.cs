using QueryGen.Diagnostics;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>Binds WINDOW, with EMIT and the setting that says what EMIT FINAL does with windows that expire.</summary>
internal sealed class WindowBinder(StatementScope statement)
{
    /// <summary>SET: <c>'keep'</c>, the default, keeps a window until EMIT FINAL has written it; with <c>'expire'</c> one is lost that
    /// stream time passes over, as in ksqlDB.</summary>
    public const string Setting = "querygen.final.windows";

    private const string Keep = "keep";
    private const string Expire = "expire";

    private readonly BindingReport _report = statement.Report;

    /// <summary>Reports a value that SET cannot give.</summary>
    public static void Check(SetSyntax set, BindingReport report)
    {
        if (set.Property.Value == Setting && set.Value.Value is not (Keep or Expire))
        {
            report.Report(BindingDiagnostics.PropertyValue, set.Value.Span, Setting, $"'{Keep}' or '{Expire}'");
        }
    }

    public BoundWindow? Bind(SelectSyntax query)
    {
        if (query.Window is not { } window)
        {
            return null;
        }

        WindowEmit emit = query.Emit is not { IsFinal: true } ? WindowEmit.Changes
            : statement.Setting(Setting) == Expire ? WindowEmit.FinalUnlessExpired
            : WindowEmit.Final;
        long sizeMs = Length(SizeOf(window), window is SessionWindowSyntax ? "The gap of a session" : "The size of a window", 1) ?? 1;
        long advanceMs = window is HoppingWindowSyntax hopping ? Advance(hopping, sizeMs) : sizeMs;
        long? grace = window.Grace is null ? null : Length(window.Grace, "GRACE PERIOD", atLeast: 0);
        long graceMs = grace ?? (emit == WindowEmit.Changes ? Math.Max(Durations.DayMs - sizeMs, 0) : 0);
        WindowShape shape = window is SessionWindowSyntax ? WindowShape.Session
            : advanceMs == sizeMs ? WindowShape.Tumbling
            : WindowShape.Hopping;
        return new BoundWindow(
            shape, sizeMs, advanceMs, graceMs, Retention(window, sizeMs + graceMs, emit), emit,
            _report.ClauseOf(SyntaxPrinter.Print(window), window.Span));
    }

    private static DurationSyntax SizeOf(WindowSyntax window) => window switch
    {
        TumblingWindowSyntax tumbling => tumbling.Size,
        HoppingWindowSyntax hopping => hopping.Size,
        SessionWindowSyntax session => session.Gap,
        _ => throw new InvalidOperationException($"The binder has no rule for {window.GetType().Name}."),
    };

    // A row between two windows would be in none.
    private long Advance(HoppingWindowSyntax window, long sizeMs)
    {
        long? advanceMs = Length(window.Advance, "ADVANCE BY", atLeast: 1);
        if (advanceMs > sizeMs)
        {
            _report.Report(BindingDiagnostics.WindowSize, window.Advance.Span, "ADVANCE BY must be at most the size of the window");
            return sizeMs;
        }

        return advanceMs ?? sizeMs;
    }

    private long? Retention(WindowSyntax window, long leastMs, WindowEmit emit)
    {
        if (window.Retention is not { } written)
        {
            return null;
        }

        long? retentionMs = Length(written, "RETENTION", atLeast: 1);
        if (retentionMs < leastMs)
        {
            string what = window is SessionWindowSyntax ? "gap" : "size";
            string hint = window.Grace is not null || emit != WindowEmit.Changes ? ""
                : $" (24 hours less the {what} where no GRACE PERIOD is written)";
            _report.Report(
                BindingDiagnostics.WindowSize, written.Span,
                $"RETENTION must be at least the {what} and the grace period together{hint}");
        }

        return retentionMs;
    }

    private long? Length(DurationSyntax duration, string what, long atLeast)
    {
        if (Durations.UnitMs(duration.Unit) is not { } unitMs)
        {
            _report.Report(
                BindingDiagnostics.WindowSize, duration.Span,
                $"{what} is given in DAYS or less: months and years vary in length");
            return null;
        }

        if (duration.Count < atLeast || duration.Count > long.MaxValue / 4 / unitMs)
        {
            _report.Report(
                BindingDiagnostics.WindowSize, duration.Span,
                $"{what} must be {(atLeast == 0 ? "zero or more" : "more than zero")}, and less than 70 million years");
            return null;
        }

        return duration.Count * unitMs;
    }
}
