using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Workers;

/// <summary>Runs the suite in child processes, so that a case that crashes, or never ends, takes no other one with it.</summary>
/// <param name="folder">Where the suite lies; the children read it themselves.</param>
/// <param name="cases">The suite.</param>
/// <param name="isChosen">Whether the case of an index is to run.</param>
internal sealed class WorkerPool(string folder, IReadOnlyList<TestCase> cases, Func<int, bool> isChosen)
{
    private const int BatchSize = 40;

    // The longest silence: the C# compilation of a batch, on a machine that is busy with other things.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(90);

    /// <summary>The chosen cases and their outcomes, in the order of the suite.</summary>
    public (IReadOnlyList<TestCase> Cases, IReadOnlyList<Outcome> Outcomes) Run()
    {
        int[] chosen = [.. Enumerable.Range(0, cases.Count).Where(isChosen)];
        OpenCases open = new(chosen, BatchSize);
        Task[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ =>
            Task.Factory.StartNew(() => Work(open), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(workers);
        return ([.. chosen.Select(index => cases[index])], [.. chosen.Select(index => open[index])]);
    }

    private void Work(OpenCases open)
    {
        WorkerProcess? process = null;
        while (!open.AreDone)
        {
            if (!open.TryTake(out int[] batch))
            {
                Thread.Sleep(50);
                continue;
            }

            process ??= new WorkerProcess(folder);
            if (!TryRun(process, batch, open))
            {
                process.Dispose();
                process = null;
            }
        }

        process?.Dispose();
    }

    // False where the process is lost.
    private static bool TryRun(WorkerProcess process, int[] batch, OpenCases open)
    {
        process.Start(batch);
        int current = CaseBatch.Everyone;
        while (process.TryRead(MostTime, out WorkerMessage? message))
        {
            if (message.Index is not { } index)
            {
                open.Return();
                return true;
            }

            current = message.Outcome is null ? index : CaseBatch.Everyone;
            if (message.Outcome is not null)
            {
                open.End(index, message.Outcome);
            }
        }

        open.Return(batch, current, process.Loss);
        return false;
    }
}
