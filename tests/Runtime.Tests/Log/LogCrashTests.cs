using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Log;
using QueryGen.Storage;
using QueryGen.Testing;
using QueryGen.Testing.Simulation;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>
/// Random work on a simulated disk whose power fails at a random change, or in between at a named place; after each restart the log must
/// show the first so many commits whole, and none of the durable ones may be missing.
/// </summary>
public sealed class LogCrashTests
{
    private const int Topics = 3;
    private const int Partitions = 2;

    private static readonly TopicSettings s_compacted = new() { IsCompacted = true };

    private static readonly ConcurrentDictionary<string, bool> s_reached = [];

    // QUERYGEN_SEEDS=100000 looks longer than a build may.
    private static readonly ulong s_seedsOfPart = ulong.Parse(
        Environment.GetEnvironmentVariable("QUERYGEN_SEEDS") ?? "4000", CultureInfo.InvariantCulture) / 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_log_that_lost_its_power_shows_the_first_commits_whole(int part)
    {
        for (ulong seed = (ulong)part * s_seedsOfPart; seed < ((ulong)part + 1) * s_seedsOfPart; seed++)
        {
            if (Violation(seed, (_, _) => false) is { } violation)
            {
                Assert.Fail(violation);
            }
        }
    }

    [Fact]
    public void Every_named_place_is_reached()
    {
        for (ulong seed = 0; seed < 200 && s_reached.Count < CrashPoints.All.Count; seed++)
        {
            Assert.Null(Violation(seed, (_, _) => false));
        }

        IEnumerable<string> named = typeof(CrashPoints).GetFields()
            .Where(constant => constant.IsLiteral && constant.Name != nameof(CrashPoints.Variable))
            .Select(constant => (string)constant.GetValue(null)!);
        Assert.Equal(CrashPoints.All.Order(), s_reached.Keys.Order());
        Assert.Equal(CrashPoints.All.Order(), named.Order());
        Assert.True(CrashPoints.All.Count >= 12);
    }

    /// <summary>Each call is there for a reason: a log that forgets it is caught.</summary>
    [Theory]
    [InlineData(DiskCall.Flush, "topics/.*[.]log$")]
    [InlineData(DiskCall.Flush, "commits-.*[.]log$")]
    [InlineData(DiskCall.Flush, "commits[.]new$")]
    [InlineData(DiskCall.Flush, "[.]compacted$")]
    [InlineData(DiskCall.FlushOfCut, "topics/.*[.]log$")]
    [InlineData(DiskCall.SyncFolder, "topics/topic./.$")]
    [InlineData(DiskCall.SyncFolder, "topics/[.]new$")]
    [InlineData(DiskCall.SyncFolder, "topics$")]
    [InlineData(DiskCall.SyncFolder, "/log$")]
    [InlineData(DiskCall.SyncFolder, "/state$")]
    public void A_call_that_is_forgotten_is_noticed(DiskCall call, string path)
    {
        Regex forgotten = new(path);
        Assert.Contains(
            Enumerable.Range(0, 1_000), seed => Violation((ulong)seed, (asked, at) => asked == call && forgotten.IsMatch(at)) is not null);
    }

    /// <summary>A write that reports an error may have been done all the same, and what it wrote must be gone for good.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_commit_that_the_disk_refused_never_comes_back(bool forgetsFlushOfCut, bool comesBack)
    {
        bool seen = Enumerable.Range(0, 300).Any(seed => RefusedCommitIsSeen((ulong)seed, forgetsFlushOfCut));
        Assert.Equal(comesBack, seen);
    }

    private static bool RefusedCommitIsSeen(ulong seed, bool forgetsFlushOfCut)
    {
        bool refuses = false;
        SimulatedDisk disk = new(seed);
        SloppyDisk sloppy = new(disk, (call, path) => call switch
        {
            DiskCall.Write => refuses && path.Contains("commits-", StringComparison.Ordinal),
            DiskCall.FlushOfCut => forgetsFlushOfCut && path.Contains("commits-", StringComparison.Ordinal),
            _ => false,
        });
        EmbeddedLogOptions options = new() { FlushInterval = Timeout.InfiniteTimeSpan, CleanInterval = Timeout.InfiniteTimeSpan };
        EmbeddedLog log = EmbeddedLog.Open(sloppy, "/log", options, NullLogger.Instance);
        LogTopic topic = log.GetOrCreateTopic("t", 1);
        LogTransaction transaction = log.Begin();
        foreach (string value in (string[])["first", "refused", "last"])
        {
            transaction.Writer(topic, 0).Append(0, false, default, true, Encoding.UTF8.GetBytes(value));
            transaction.SetPosition("at", Encoding.UTF8.GetBytes(value));
            refuses = value == "refused";
            if (refuses)
            {
                Assert.Throws<IOException>(transaction.Commit);
                transaction.Abort();
            }
            else
            {
                transaction.Commit();
            }
        }

        disk.PowerOff();
        disk.Restart();
        using EmbeddedLog again = EmbeddedLog.Open(disk, "/log", options, NullLogger.Instance);
        return again.Position("at") is { } position && Encoding.UTF8.GetString(position) == "refused";
    }

    private static string? Violation(ulong seed, Func<DiskCall, string, bool> forgets)
    {
        Workload workload = new(seed, forgets);
        try
        {
            workload.Run();
            return null;
        }
        catch (Exception error)
        {
            return $"seed {seed}: {error}\n{workload.Story}";
        }
    }

    private sealed class Workload
    {
        private readonly SeededRandom _random;
        private readonly SimulatedDisk _disk;
        private readonly SloppyDisk _sloppy;
        private readonly LogModel _model = new(Topics, Partitions);
        private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch);
        private readonly EmbeddedLogOptions _options;
        private readonly TopicSettings _retained;
        private readonly double _faultRate;
        private readonly StringBuilder _story = new();

        public Workload(ulong seed, Func<DiskCall, string, bool> forgets)
        {
            _random = new SeededRandom(seed);
            _disk = new SimulatedDisk(_random.NextBits());
            _sloppy = new SloppyDisk(_disk, forgets);
            _options = new EmbeddedLogOptions
            {
                Clock = _clock,
                FlushInterval = _random.Chance(0.3) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
                CleanInterval = Timeout.InfiniteTimeSpan,
                SegmentBytes = 400 + _random.Next(2_000),
                CommitFileBytes = 200 + _random.Next(3_000),
                DeleteRetention = TimeSpan.FromSeconds(_random.Next(3)),
            };
            _faultRate = _random.Chance(0.2) ? 0.5 : 0.05;
            _retained = new TopicSettings { RetentionBytes = _random.Chance(0.5) ? 2_000 : null };
        }

        /// <summary>What was done, for who looks into a violation.</summary>
        public string Story => _story.ToString();

        public void Run()
        {
            for (int life = 0; life < 4; life++)
            {
                _disk.CrashAtChange = _random.Chance(0.1) ? null : _disk.Changes + 1 + _random.Next(_random.Chance(0.3) ? 30 : 400);
                try
                {
                    using IDisposable watch = CrashPoints.Watch(CrashAt(_random.Chance(0.3) ? CrashPoints.All[_random.Next(CrashPoints.All.Count)] : null));
                    Live();
                }
                catch (SimulatedCrashException crash)
                {
                    Tell(crash.Message);
                }

                _disk.CrashAtChange = null;
                _disk.Faults = DiskFaults.None;
                if (_random.Chance(0.2))
                {
                    Tell("only the process ends");
                    _disk.EndProcess();
                }
                else
                {
                    Tell("the power fails");
                    _disk.Restart();
                }
            }

            using EmbeddedLog log = Open();
            _model.Check(log);
        }

        /// <summary>The power fails when the place is reached for the n-th time; null: the places are counted only.</summary>
        private Action<string> CrashAt(string? point)
        {
            int left = 1 + _random.Next(4);
            return reached =>
            {
                s_reached[reached] = true;
                if (reached == point && --left == 0)
                {
                    _disk.PowerOff();
                    throw new SimulatedCrashException($"The power has failed at {point}.");
                }
            };
        }

        private void Live()
        {
            EmbeddedLog log = Open();
            _model.Check(log);
            _model.Durable = _model.Count;
            int before = _model.Count;
            LogTopic[] topics = _model.Topics(log, _retained, s_compacted);
            LogTransaction transaction = log.Begin();
            for (int steps = _random.Next(60); steps > 0 && !log.HasFailed; steps--)
            {
                _disk.Faults = _random.Chance(_faultRate) ? NextFaults() : DiskFaults.None;
                Step(log, topics, transaction);
                Tell($"{_disk.Faults} -> tried {_model.Count}, durable {before + (int)log.DurableCommitCount}, failed {log.HasFailed}");
                _disk.Faults = DiskFaults.None;
                _model.Durable = before + (int)log.DurableCommitCount;
            }

            if (_random.Chance(0.3))
            {
                log.Dispose();
                _model.Durable = log.HasFailed ? _model.Durable : _model.Count;
            }
        }

        private void Step(EmbeddedLog log, LogTopic[] topics, LogTransaction transaction)
        {
            int step = _random.Next(20);
            try
            {
                if (step == 0)
                {
                    Tell("flush");
                    log.Flush();
                }
                else if (step == 1)
                {
                    Tell("clean");
                    _clock.Advance(TimeSpan.FromSeconds(1));
                    log.Clean();
                }
                else
                {
                    _model.Fill(transaction, topics, _random);
                    transaction.Commit();
                }
            }
            catch (IOException error) when (step < 2 || log.HasFailed)
            {
                Tell(error.Message);

                // A flush that fails leaves open what is on the disk; cleaning that fails changes nothing that can be seen.
            }
            catch (IOException) when (_random.Chance(0.5))
            {
                Tell("given up");
                _model.Forget();
                transaction.Abort();
            }
            catch (IOException)
            {
                Tell("tried again");
                _disk.Faults = DiskFaults.None;
                transaction.Commit();
            }
        }

        private DiskFaults NextFaults() => _random.Next(4) switch
        {
            0 => new DiskFaults { CapacityBytes = 0 },
            1 => new DiskFaults { WriteErrors = 0.5 },
            2 => new DiskFaults { FlushErrors = 0.5 },
            _ => new DiskFaults { IsReadOnly = true },
        };

        private void Tell(string line) => _story.AppendLine(line);

        private EmbeddedLog Open() => EmbeddedLog.Open(_sloppy, "/state/log", _options, NullLogger.Instance);
    }
}
