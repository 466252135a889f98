using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Log;

public sealed class LagLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedLog _log;
    private readonly LogTopic _topic;

    public LagLimitTests()
    {
        _log = EmbeddedLog.Open(_folder["log"]);
        _topic = _log.GetOrCreateTopic("t", 2);
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_slowest_reader_decides_and_its_commit_lets_writers_go_on()
    {
        LagLimit limit = Limit(2, ("fast", 0), ("slow", 0), ("other partition", 1));
        Write(2);
        Assert.False(limit.IsReached(limit.Of(_topic)));
        Write(1);
        Commit("fast", 3);
        Assert.True(limit.IsReached(limit.Of(_topic)));

        Task waiting = limit.WaitAsync(_topic, default).AsTask();
        Commit("other partition", 0);
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);
        Commit("slow", 1);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(limit.IsReached(limit.Of(_topic)));
    }

    [Fact]
    public async Task Nobody_waits_for_a_reader_that_has_left()
    {
        LagLimit limit = Limit(2, ("failed", 0), ("other", 0));
        Write(3);
        Commit("other", 3);

        Task waiting = limit.WaitAsync(_topic, default).AsTask();
        Assert.False(waiting.IsCompleted);
        limit.Leave("failed");
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_end_lets_all_go_and_a_wait_can_be_cancelled()
    {
        LagLimit limit = Limit(2, ("reader", 0));
        Write(3);
        using CancellationTokenSource stop = new();

        Task cancelled = limit.WaitAsync(_topic, stop.Token).AsTask();
        Task waiting = limit.WaitAsync(_topic, default).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        limit.End();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Without_a_limit_or_a_reader_nobody_waits()
    {
        LagLimit unlimited = Limit(0, ("reader", 0));
        LagLimit unread = Limit(1);
        Write(1000);
        Assert.False(unlimited.IsReached(unlimited.Of(_topic)));
        Assert.True(unlimited.WaitAsync(_topic, default).AsTask().IsCompletedSuccessfully);
        Assert.True(unread.WaitAsync(_topic, default).AsTask().IsCompletedSuccessfully);
    }

    private LagLimit Limit(long mostRecords, params (string Position, int Partition)[] readers)
    {
        LagLimit limit = new(_log, mostRecords);
        foreach ((string position, int partition) in readers)
        {
            limit.Add(new LagReader(_topic, partition, position));
        }

        return limit;
    }

    private void Write(int records)
    {
        LogTransaction transaction = _log.Begin();
        for (int i = 0; i < records; i++)
        {
            transaction.Writer(_topic, 0).Append(1, hasKey: false, default, hasValue: true, "v"u8);
        }

        transaction.Commit();
    }

    private void Commit(string position, long offset)
    {
        LogTransaction transaction = _log.Begin();
        transaction.SetPosition(position, offset);
        transaction.Commit();
    }
}
