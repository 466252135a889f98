using QueryGen.Log;
using QueryGen.Storage;
using QueryGen.Tasks;

namespace QueryGen.Testing.Simulation;

/// <summary>What goes wrong in one life of a simulated process, and when.</summary>
internal sealed class SimulatedFaults(SimulatedDisk disk, TestClock clock, SeededRandom random, Action<string> tell)
{
    private readonly double _rate = random.Next(4) switch { 0 => 0.4, 1 => 0.05, _ => 0 };
    private bool _mayRefuse;

    /// <summary>Chooses where the power fails: at a change of the disk, at a named place, or not by itself.</summary>
    public IDisposable Arm()
    {
        disk.CrashAtChange = random.Chance(0.2) ? null : disk.Changes + 1 + random.Next(random.Chance(0.3) ? 40 : 600);
        string? point = null;
        if (random.Chance(0.4))
        {
            int index = random.Next(CrashPoints.All.Count + TaskCrashPoints.All.Count);
            point = index < CrashPoints.All.Count ? CrashPoints.All[index] : TaskCrashPoints.All[index - CrashPoints.All.Count];
        }

        int left = 1 + random.Next(5);
        return CrashPoints.Watch(reached =>
        {
            if (reached == point && --left == 0)
            {
                disk.PowerOff();
                throw new SimulatedCrashException($"The power has failed at {point}.");
            }
        });
    }

    public void Disarm()
    {
        disk.CrashAtChange = null;
        disk.Faults = DiskFaults.None;
    }

    /// <summary>The disk may refuse, or be slow, during the next step.</summary>
    public void Next()
    {
        if (!random.Chance(_rate))
        {
            return;
        }

        disk.Faults = random.Next(5) switch
        {
            0 => new DiskFaults { CapacityBytes = disk.UsedBytes + random.Next(300) },
            1 => new DiskFaults { WriteErrors = 0.5 },
            2 => new DiskFaults { FlushErrors = 0.5 },
            3 => new DiskFaults { IsReadOnly = true },
            _ => new DiskFaults { Latency = TimeSpan.FromMilliseconds(1 + random.Next(50)), Wait = clock.Advance },
        };
        _mayRefuse |= disk.Faults.Latency == TimeSpan.Zero;
        tell($"{disk.Faults}");
    }

    public void Rest() => disk.Faults = DiskFaults.None;

    /// <summary>Whether an error is one that the simulated machine has brought about.</summary>
    public bool Explain(Exception error) =>
        disk.IsDown || error is SimulatedCrashException || (_mayRefuse && DiskErrors.IsRefusal(error) && error is not LogDamagedException);
}
