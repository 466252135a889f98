using Microsoft.Extensions.Logging;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>Flushes and cleans a log in the background, until disposed of.</summary>
internal sealed class LogSchedule : IDisposable
{
    private readonly EmbeddedLog _log;
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly ITimer? _flushTimer;
    private readonly ITimer? _cleanTimer;
    private int _isFlushing;
    private int _isCleaning;

    public LogSchedule(EmbeddedLog log, string folder, EmbeddedLogOptions options, ILogger logger)
    {
        _log = log;
        _folder = folder;
        _logger = logger;
        _flushTimer = Timer(options.Clock, options.FlushInterval, () => Run(ref _isFlushing, Flush));
        _cleanTimer = Timer(options.Clock, options.CleanInterval, () => Run(ref _isCleaning, Clean));
    }

    public void Dispose()
    {
        _flushTimer?.Dispose();
        _cleanTimer?.Dispose();
    }

    private static ITimer? Timer(TimeProvider clock, TimeSpan interval, Action action) =>
        interval <= TimeSpan.Zero ? null : clock.CreateTimer(_ => action(), null, interval, interval);

    /// <summary>Work that takes longer than the interval must not queue up behind itself.</summary>
    private static void Run(ref int isRunning, Action work)
    {
        if (Interlocked.Exchange(ref isRunning, 1) != 0)
        {
            return;
        }

        try
        {
            work();
        }
        catch (ObjectDisposedException)
        {
            // The log was closed a moment ago.
        }
        finally
        {
            Volatile.Write(ref isRunning, 0);
        }
    }

    private void Flush()
    {
        try
        {
            _log.Flush();
        }
        catch (IOException)
        {
            // It was logged, and the next commit fails with it.
        }
    }

    private void Clean()
    {
        try
        {
            _log.Clean();
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            LogFileEvents.CleaningFailed(_logger, _folder, error);
        }
    }
}
