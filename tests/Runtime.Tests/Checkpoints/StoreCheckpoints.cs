using QueryGen.Checkpoints;
using QueryGen.State;
using QueryGen.Storage;
using QueryGen.Testing;
using QueryGen.Testing.Simulation;
using QueryGen.Tests.Log;

namespace QueryGen.Tests.Checkpoints;

/// <summary>The checkpoints of one store, on a simulated disk.</summary>
internal sealed class StoreCheckpoints
{
    public const string Folder = "/state/log/checkpoints/app-counts-changelog/0";

    public SimulatedDisk Disk { get; } = new(seed: 5);

    public CollectingLogger Logger { get; } = new();

    public TestClock Clock { get; } = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    /// <summary>How often the log was brought to the disk.</summary>
    public int Flushes { get; private set; }

    /// <summary>Writes a store whose changelog ends before an offset.</summary>
    public void Write(StateStore store, long offset)
    {
        using TaskCheckpoints checkpoints = Open(Disk);
        using ChangelogEnd source = new(offset);
        checkpoints.Count(0, 1);
        checkpoints.Write([store], source, isEnd: true);
    }

    /// <summary>Fills a store from the newest checkpoint; the offset from which the changelog completes it, null without one.</summary>
    public long? Restore(StateStore store, long end, IDisk? disk = null)
    {
        using TaskCheckpoints checkpoints = Open(disk ?? Disk);
        return checkpoints.Restore(0, 0, end, (batch, _, _) =>
        {
            for (int i = 0; i < batch.Count; i++)
            {
                store.Restore(batch[i]);
            }
        });
    }

    private TaskCheckpoints Open(IDisk disk) => new(
        new CheckpointPlace(
            disk,
            "/state/log/checkpoints",
            new CheckpointOptions { Interval = TimeSpan.FromMinutes(1) },
            TimeSpan.FromHours(1),
            () => Flushes++,
            action =>
            {
                action();
                return Task.CompletedTask;
            },
            Clock,
            Logger),
        ["app-counts-changelog"],
        partition: 0);
}
