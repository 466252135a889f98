using System.Diagnostics;
using System.Globalization;
using QueryGen.Log;
using QueryGen.Storage;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>A real process on the real disk that is killed, at a named place or at any time, and started again.</summary>
public sealed class LogKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Places => [.. CrashPoints.All];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public void A_process_that_dies_at_a_named_place_has_lost_no_commit(string place)
    {
        // Once when the place is reached for the first time, then later, on what the first one left.
        foreach (int times in (int[])[1, 3])
        {
            (long told, bool isKilled) = RunUntilKilled(string.Create(CultureInfo.InvariantCulture, $"{place}:{times}"));
            Assert.True(isKilled || place.StartsWith("topic.", StringComparison.Ordinal) || place.StartsWith("recovery.", StringComparison.Ordinal));
            Check(told);
        }
    }

    [Fact]
    public void A_process_that_is_killed_at_any_time_has_lost_no_commit()
    {
        for (int i = 0; i < 5; i++)
        {
            using Process child = LogChild.Start(LogChild.CommitCommand, _folder["log"]);
            long told = -1;
            for (int lines = 0; lines < 40 * (i + 1) && child.StandardOutput.ReadLine() is { } line; lines++)
            {
                told = line == LogChild.IsOpen ? told : long.Parse(line, CultureInfo.InvariantCulture);
            }

            child.Kill();
            child.WaitForExit();
            Check(told);
        }
    }

    [Fact]
    public void A_second_process_is_told_that_another_one_has_the_folder()
    {
        using Process child = LogChild.Start(LogChild.HoldCommand, _folder["log"]);
        Assert.Equal(LogChild.IsOpen, child.StandardOutput.ReadLine());
        LogInUseException error = Assert.Throws<LogInUseException>(() => EmbeddedLog.Open(_folder["log"]));
        Assert.Equal(
            $"The embedded log in '{_folder["log"]}' is in use by another process. Stop that one, or give this one a folder of its own "
            + "(QueryGen:StateDir).",
            error.Message);

        child.Kill();
        child.WaitForExit();
        EmbeddedLog.Open(_folder["log"]).Dispose();
    }

    /// <summary>Gives the last commit that was told, and whether the process died by the signal.</summary>
    private (long Told, bool IsKilled) RunUntilKilled(string place)
    {
        using Process child = LogChild.Start(LogChild.CommitCommand, _folder["log"], place);
        long told = -1;
        while (child.StandardOutput.ReadLine() is { } line && told < 150)
        {
            told = line == LogChild.IsOpen ? told : long.Parse(line, CultureInfo.InvariantCulture);
        }

        bool isKilled = child.WaitForExit(TimeSpan.FromSeconds(told < 150 ? 30 : 0));
        if (!isKilled)
        {
            child.Kill();
            child.WaitForExit();
        }

        return (told, isKilled);
    }

    /// <summary>All commits up to one that is no older than the one told are there, in all topics.</summary>
    private void Check(long told)
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder["log"], LogChild.Options);
        long last = log.PositionNumber("number") ?? -1;
        Assert.True(last >= told);
        if (last < 0)
        {
            return;
        }

        LogTopic plain = log.GetOrCreateTopic("plain", 2);
        LogTopic table = log.GetOrCreateTopic("table", 1);
        Assert.Equal((last + 1, last + 1), (plain.CommittedOffset(0) + plain.CommittedOffset(1), table.CommittedOffset(0)));
        for (int partition = 0; partition < 2; partition++)
        {
            Assert.All(Read(plain, partition), record => Assert.Equal((record.Offset * 2) + partition, Number(record)));
        }

        List<Copied> rows = Read(table, 0);
        Assert.All(rows, record => Assert.Equal(record.Offset, Number(record)));
        Assert.Equal(
            Enumerable.Range(0, 5).Select(back => last - back).Where(number => number >= 0),
            rows.GroupBy(row => row.Key).Select(group => group.Max(row => row.Offset)).OrderDescending());
    }

    private static long Number(Copied record) => long.Parse(record.Value!, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
}
