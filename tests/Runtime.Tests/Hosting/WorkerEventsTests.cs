using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using QueryGen.Hosting;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Testing;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>What goes wrong is counted in full and logged a little, under the names that dashboards and filters know.</summary>
public sealed class WorkerEventsTests : IDisposable
{
    private static readonly QueryStep Reading = new("RATINGS", QueryStep.Reading, "FROM RATINGS");
    private static readonly QueryStep Where = new("O", "WHERE", "WHERE LUCK(N)");

    private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly QueryGenMeter _meter = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = [];
    private readonly Lines _lines = new();

    public WorkerEventsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter.Late.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string names = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            _counts.AddOrUpdate($"{instrument.Name} {names}", value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_flood_is_a_line_a_second_that_counts_the_others()
    {
        WorkerEvents events = Events();
        for (int i = 0; i < 100_000; i++)
        {
            events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.Dropped, Reading, i));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.Dropped, Reading, 100_000));

        Assert.Equal(
            [
                "processing.RATINGS.SOURCE: unreadable record, left out, at RATINGS: FROM RATINGS: record 0 of ratings, partition 3: "
                    + "STARS: no number (1 since the last line)",
                "processing.RATINGS.SOURCE: unreadable record, left out, at RATINGS: FROM RATINGS: record 100000 of ratings, partition 3: "
                    + "STARS: no number (100000 since the last line)",
            ],
            _lines.All);
        Assert.Equal(
            100_001, _counts["querygen.records.failed querygen.query=RATINGS querygen.operator=SOURCE messaging.destination.name=ratings"]);
    }

    [Fact]
    public void Kinds_and_steps_do_not_hold_each_other_back_and_a_stop_is_always_told()
    {
        WorkerEvents events = Events();
        events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.Dropped, Reading, 1));
        events.Report(Error(ProcessingErrorKind.Unusable, ProcessingOutcome.Dropped, Reading, 2));
        events.Report(Error(ProcessingErrorKind.Late, ProcessingOutcome.Dropped, Where, 3));
        events.Report(Error(ProcessingErrorKind.Late, ProcessingOutcome.Dropped, Where, 4));
        events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.TaskStopped, Reading, 5));

        Assert.Equal(
            ["record 1 of", "record 2 of", "record 3 of", "record 5 of"],
            _lines.All.Select(line => System.Text.RegularExpressions.Regex.Match(line, @"record \d of").Value));
    }

    [Fact]
    public void Each_record_is_counted_where_it_ends_up()
    {
        WorkerEvents events = Events();
        events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.Dropped, Reading, 1));
        events.Report(Error(ProcessingErrorKind.Deserialization, ProcessingOutcome.DeadLettered, Reading, 2));
        events.Report(Error(ProcessingErrorKind.Unusable, ProcessingOutcome.Dropped, Reading, 3));
        events.Report(Error(ProcessingErrorKind.Unusable, ProcessingOutcome.DeadLettered, Reading, 4));
        events.Report(Error(ProcessingErrorKind.Row, ProcessingOutcome.Null, Where, 5));
        events.Report(Error(ProcessingErrorKind.Late, ProcessingOutcome.Dropped, Where, 6));

        Assert.Equal((2, 2, 2), (Count("failed", "RATINGS"), Count("dropped", "RATINGS"), Count("dead_lettered", "RATINGS")));
        Assert.Equal((1, 0, 1), (Count("failed", "O"), Count("dropped", "O"), Count("late", "O")));
    }

    [Fact]
    public void A_cause_is_logged_without_its_message_unless_rows_are_asked_for()
    {
        Exception cause = Thrown();
        ProcessingError error = Error(ProcessingErrorKind.Row, ProcessingOutcome.Null, Where, 1) with { Cause = cause };
        Events().Report(in error);
        Assert.Contains("System.FormatException at ", Assert.Single(_lines.All), StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", _lines.All[0], StringComparison.Ordinal);

        using OutputBuffer buffer = new();
        buffer.Begin(1);
        BufferCursor cursor = buffer.Write();
        cursor.Raw("ada"u8);
        buffer.EndValue(cursor);
        buffer.End();
        Events(includesRows: true).Report(error with { Record = buffer[0] });
        Assert.EndsWith("key (null), value YWRh ada@example.org", _lines.All[^1], StringComparison.Ordinal);
    }

    private static FormatException Thrown()
    {
        try
        {
            throw new FormatException("ada@example.org");
        }
        catch (FormatException error)
        {
            return error;
        }
    }

    private static ProcessingError Error(ProcessingErrorKind kind, ProcessingOutcome outcome, QueryStep step, long offset) =>
        new(kind, outcome, step, "STARS: no number", Cause: null, "ratings", 3, offset, Record: null);

    private WorkerEvents Events(bool includesRows = false) => new(_lines, _meter, _clock, includesRows);

    private long Count(string what, string query) => _counts
        .Where(count => count.Key.StartsWith($"querygen.records.{what} querygen.query={query} ", StringComparison.Ordinal))
        .Sum(count => count.Value);

    private sealed class Lines : ILoggerFactory
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, All);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        private sealed class Logger(string name, List<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Add($"{name}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}");
        }
    }
}
