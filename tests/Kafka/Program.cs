using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using QueryGen.Kafka.Tests;
using QueryGen.Storage;

// A worker in a process of its own, which tests pause and kill: worker FOLDER KEY=VALUE…
if (args is not ["worker", var folder, .. var settings])
{
    return 2;
}

if (Environment.GetEnvironmentVariable(ChildWorker.PauseAt) is { } point)
{
    int left = ChildWorker.ReachedBeforePause;
    CrashPoints.WatchAll(reached =>
    {
        if (reached == point && Interlocked.Decrement(ref left) == 0)
        {
            // What is on its way comes to the broker.
            Thread.Sleep(100);
            using Process self = Process.GetCurrentProcess();
            Processes.Signal(self, "STOP");
        }
    });
}

HostApplicationBuilder builder = Worker.Builder([
    ("QueryGen:StateDir", folder),
    .. settings.Select(setting => (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..])),
]);
using IHost host = builder.Build();
await host.RunAsync();
return 0;
