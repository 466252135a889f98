using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace QueryGen.Conformance.Workers;

/// <summary>The parent's side of a worker.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    public WorkerProcess(string folder)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Worker).Assembly.Location, "--worker", folder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, received) => Take(received.Data);

        // Nobody reads what a dying process says of its stack, but a full pipe would stop it.
        _process.ErrorDataReceived += (_, _) => { };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>How the process was lost, as the reason of the case that it ran.</summary>
    public string Loss { get; private set; } = "";

    public void Start(IEnumerable<int> batch) =>
        _process.StandardInput.WriteLine(string.Join(' ', batch.Select(index => index.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Waits for the next message; false where the process has ended, or says nothing for too long.</summary>
    public bool TryRead(TimeSpan mostTime, [NotNullWhen(true)] out WorkerMessage? message)
    {
        message = null;
        if (_lines.TryTake(out string? line, mostTime))
        {
            message = JsonSerializer.Deserialize<WorkerMessage>(line);
            return message is not null;
        }

        Loss = _lines.IsCompleted ? "the process died" : "it never ends";
        return false;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _lines.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.CompleteAdding();
        }
        else
        {
            _lines.Add(line);
        }
    }
}
