using System.Text;
using QueryGen.Storage;
using QueryGen.Testing.Simulation;
using Xunit;

namespace QueryGen.Tests.Storage;

/// <summary>What a simulated disk loses, and how it fails.</summary>
public sealed class SimulatedDiskTests
{
    [Fact]
    public void Flushed_bytes_under_synced_names_survive_a_power_failure()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = WithFile(seed, "durable");
            Crash(disk);
            Assert.Equal("durable", Read(disk, "/a/f"));
        }
    }

    [Fact]
    public void A_write_that_was_not_flushed_survives_whole_in_part_or_not_at_all()
    {
        HashSet<string> seen = [];
        for (ulong seed = 0; seed < 500; seed++)
        {
            SimulatedDisk disk = WithFile(seed, "durable");
            using (IDiskFile file = disk.Open("/a/f", FileMode.Open))
            {
                file.Write("-more"u8, 7);
                file.Write(Encoding.ASCII.GetBytes(new string('x', 1_000)), 12);
            }

            Crash(disk);
            string left = Read(disk, "/a/f");
            Assert.StartsWith("durable", left, StringComparison.Ordinal);
            seen.Add(left == "durable" ? "nothing"
                : left.Length == 1_012 && !left.Contains('\0', StringComparison.Ordinal) ? "everything"
                : left.Contains('\0', StringComparison.Ordinal) ? "a hole"
                : left.StartsWith("durable-more", StringComparison.Ordinal) ? "the first, and a part of the second" : "a part of the first");
        }

        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public void A_name_that_was_not_synced_may_be_lost_with_a_file_that_was_flushed()
    {
        Assert.Equal(["", "f", "f,g", "g"], Outcomes(disk =>
        {
            disk.Open("/a/g", FileMode.CreateNew).Flush();
            disk.DeleteFile("/a/f");
        }));
    }

    [Fact]
    public void A_rename_that_was_not_synced_happened_whole_or_not_at_all() =>
        Assert.Equal(["f", "g"], Outcomes(disk => disk.RenameFile("/a/f", "/a/g")));

    [Fact]
    public void The_end_of_the_process_loses_nothing_but_its_handles_and_locks()
    {
        SimulatedDisk disk = WithFile(1, "durable");
        IDiskFile file = disk.Open("/a/f", FileMode.Open);
        file.Write("X"u8, 0);
        Assert.NotNull(disk.TryLock("/a/lock"));
        disk.EndProcess();
        Assert.Throws<ObjectDisposedException>(() => file.Length);
        Assert.Equal("Xurable", Read(disk, "/a/f"));
        Assert.NotNull(disk.TryLock("/a/lock"));
    }

    [Fact]
    public void The_power_fails_at_the_change_that_was_named_and_stays_off()
    {
        SimulatedDisk disk = WithFile(1, "durable");
        disk.CrashAtChange = disk.Changes + 2;
        disk.CreateFolder("/b");
        Assert.Throws<SimulatedCrashException>(() => disk.CreateFolder("/c"));
        Assert.Throws<SimulatedCrashException>(() => disk.FolderExists("/b"));
        Assert.True(disk.IsDown);
        disk.Restart();
        Assert.False(disk.FolderExists("/c"));
    }

    [Fact]
    public void A_full_disk_takes_what_fits_and_says_so()
    {
        SimulatedDisk disk = WithFile(1, "durable");
        disk.Faults = new DiskFaults { CapacityBytes = 10 };
        using IDiskFile file = disk.Open("/a/f", FileMode.Open);
        IOException error = Assert.Throws<IOException>(() => file.Write("12345"u8, 7));
        Assert.True(DiskErrors.IsFull(error));
        Assert.Equal("durable123", Read(disk, "/a/f"));
        file.Write("D"u8, 0);
        disk.DeleteFile("/a/f");
        disk.Open("/a/g", FileMode.CreateNew).Write("0123456789"u8, 0);
    }

    [Fact]
    public void A_flush_that_fails_forgets_what_it_had_to_flush()
    {
        SimulatedDisk disk = WithFile(1, "durable");
        using (IDiskFile file = disk.Open("/a/f", FileMode.Open))
        {
            file.Write("lost"u8, 7);
            disk.Faults = new DiskFaults { FlushErrors = 1 };
            Assert.Throws<IOException>(file.Flush);
            disk.Faults = DiskFaults.None;
            file.Flush();
            Assert.Equal("durablelost", Read(disk, "/a/f"));
        }

        Crash(disk);
        Assert.Equal("durable", Read(disk, "/a/f"));
    }

    [Fact]
    public void A_drive_may_lie_about_a_flush()
    {
        bool isLost = false;
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = WithFile(seed, "durable");
            disk.Faults = new DiskFaults { LostFlushes = 1 };
            using (IDiskFile file = disk.Open("/a/f", FileMode.Open))
            {
                file.Write("more"u8, 7);
                file.Flush();
            }

            Crash(disk);
            isLost |= Read(disk, "/a/f") != "durablemore";
        }

        Assert.True(isLost);
    }

    [Fact]
    public void Reads_writes_and_a_disk_that_is_read_only_fail_as_they_are_told_to()
    {
        SimulatedDisk disk = WithFile(1, "durable");
        using IDiskFile file = disk.Open("/a/f", FileMode.Open);
        disk.Faults = new DiskFaults { ReadErrors = 1 };
        Assert.Throws<IOException>(() => file.Read(new byte[1], 0));
        disk.Faults = new DiskFaults { WriteErrors = 1 };
        Assert.Throws<IOException>(() => file.Write("x"u8, 0));
        disk.Faults = new DiskFaults { IsReadOnly = true };
        Assert.Throws<IOException>(() => file.SetLength(0));
        Assert.Throws<IOException>(() => disk.DeleteFile("/a/f"));
        Assert.Equal(7, file.Length);
    }

    [Fact]
    public void A_slow_disk_lets_time_pass()
    {
        TimeSpan passed = TimeSpan.Zero;
        SimulatedDisk disk = WithFile(1, "durable");
        disk.Faults = new DiskFaults { Latency = TimeSpan.FromMilliseconds(10), Wait = time => passed += time };
        Read(disk, "/a/f");
        disk.CreateFolder("/b");
        Assert.InRange(passed.TotalMilliseconds, 30, 80);
    }

    [Fact]
    public void The_same_seed_and_calls_give_the_same_disk()
    {
        string[] runs = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            StringBuilder all = new();
            for (ulong seed = 0; seed < 100; seed++)
            {
                SimulatedDisk disk = WithFile(seed, "durable");
                disk.Faults = new DiskFaults { WriteErrors = 0.3, LostFlushes = 0.3 };
                using (IDiskFile file = disk.Open("/a/f", FileMode.Open))
                {
                    for (int i = 0; i < 10; i++)
                    {
                        try
                        {
                            file.Write(Encoding.ASCII.GetBytes($"{i} times {i}"), i * 5);
                        }
                        catch (IOException)
                        {
                            all.Append(i);
                        }
                    }
                }

                Crash(disk);
                all.AppendLine(Read(disk, "/a/f"));
            }

            return all.ToString();
        })];
        Assert.Equal(runs[0], runs[1]);
        Assert.True(runs[0].Split('\n').Distinct().Count() > 20);
    }

    private static IEnumerable<string> Outcomes(Action<SimulatedDisk> change)
    {
        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 200; seed++)
        {
            SimulatedDisk disk = WithFile(seed, "durable");
            change(disk);
            Crash(disk);
            outcomes.Add(string.Join(',', disk.Files("/a")));
        }

        return outcomes;
    }

    private static SimulatedDisk WithFile(ulong seed, string text)
    {
        SimulatedDisk disk = new(seed);
        disk.CreateFolder("/a");
        using IDiskFile file = disk.Open("/a/f", FileMode.CreateNew);
        file.Write(Encoding.ASCII.GetBytes(text), 0);
        file.Flush();
        disk.SyncFolder("/a");
        disk.SyncFolder("/");
        return disk;
    }

    private static void Crash(SimulatedDisk disk)
    {
        disk.PowerOff();
        disk.Restart();
    }

    private static string Read(SimulatedDisk disk, string path)
    {
        using IDiskFile file = disk.Open(path, FileMode.Open);
        byte[] data = new byte[file.Length];
        return Encoding.ASCII.GetString(data, 0, file.Read(data, 0));
    }
}
