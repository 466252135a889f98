using QueryGen.Access;
using QueryGen.Serdes;

namespace QueryGen.Log;

/// <summary>Reads all partitions of a topic for one subscriber.</summary>
internal sealed class LogSubscription : RecordSubscription
{
    private readonly EmbeddedLog _log;
    private readonly LogReader[] _readers;
    private Task _next;
    private int _turn;

    public LogSubscription(EmbeddedLog log, LogTopic topic, bool fromBeginning)
    {
        _log = log;
        _next = log.NextCommit();
        _readers = new LogReader[topic.PartitionCount];
        for (int i = 0; i < _readers.Length; i++)
        {
            _readers[i] = new LogReader(topic, i, fromBeginning ? topic.FirstOffset(i) : topic.CommittedOffset(i));
        }
    }

    public override bool TryRead(BatchRead read)
    {
        // Taken before looking, so that what is committed meanwhile ends the next wait at once.
        _next = _log.NextCommit();
        for (int i = 0; i < _readers.Length; i++)
        {
            _turn = (_turn + 1) % _readers.Length;
            if (_readers[_turn].TryRead(out RecordBatch batch))
            {
                read(batch);
                return true;
            }
        }

        return false;
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _next.WaitAsync(cancellationToken).ConfigureAwait(false);

    protected override void Dispose(bool disposing)
    {
        foreach (LogReader reader in _readers)
        {
            reader.Dispose();
        }
    }
}
