using System.Diagnostics;

namespace QueryGen.Kafka.Tests;

/// <summary>A worker in a process of its own.</summary>
internal sealed class ChildWorker : IDisposable
{
    /// <summary>The environment variable with the named place at which the process pauses itself.</summary>
    public const string PauseAt = "QUERYGEN_PAUSE_AT";

    /// <summary>How often the place is reached until then.</summary>
    public const int ReachedBeforePause = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("querygen-worker-").FullName;
    private readonly string[] _settings;
    private Process _process;

    public ChildWorker(string servers, string? pauseAt = null, params string[] settings)
    {
        _settings = [$"QueryGen:Kafka:bootstrap.servers={servers}", .. settings];
        _process = Start(pauseAt);
    }

    /// <summary>Whether the system has stopped the process, as SIGSTOP does.</summary>
    public bool IsPaused
    {
        get
        {
            // The state stands behind the name, which stands in parentheses.
            string status = File.ReadAllText($"/proc/{_process.Id}/stat");
            return status[status.LastIndexOf(')') + 2] == 'T';
        }
    }

    public void Resume() => Processes.Signal(_process, "CONT");

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Starts it again after <see cref="Kill"/>, with the same folder.</summary>
    public void Restart()
    {
        _process.Dispose();
        _process = Start(null);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start(string? pauseAt)
    {
        ProcessStartInfo start = new("dotnet", [typeof(ChildWorker).Assembly.Location, "worker", _folder, .. _settings]);
        if (pauseAt is not null)
        {
            start.Environment[PauseAt] = pauseAt;
        }

        return Process.Start(start)!;
    }
}
