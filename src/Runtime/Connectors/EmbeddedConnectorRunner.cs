using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>Runs one connector on the embedded log.</summary>
internal sealed class EmbeddedConnectorRunner(
    ConnectorPlan plan,
    ConnectorFactory factory,
    EmbeddedLog log,
    LogTopic topic,
    ConnectorLimits limits,
    QueryGenMeter meter,
    TimeProvider clock,
    ILogger logger) : ConnectorRunner(plan, factory, limits.MaxUncommittedBytes, meter, clock, logger)
{
    private readonly ConnectorPlan _plan = plan;
    private readonly ILogger _logger = logger;
    private readonly LogThrottle _waits = new(clock);

    /// <summary>The name of the position up to which a sink connector has read a partition.</summary>
    public static string PositionName(string connector, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"connector/{connector}/{partition}");

    protected override IConnectorWriter Open(CancellationToken cancellationToken) => new EmbeddedConnectorWriter(log, topic, _plan.Name);

    protected override async ValueTask WaitForReadersAsync(CancellationToken cancellationToken)
    {
        if (limits.Lag.IsReached(limits.Lag.Of(topic)))
        {
            if (_waits.MayLog(1, out _))
            {
                ConnectorLog.Waits(_logger, _plan.Name, topic.Name);
            }

            await limits.Lag.WaitAsync(topic, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task RunSinkAsync(Action healthy, CancellationToken cancellationToken)
    {
        string name = $"connector/{_plan.Name}";
        LogTransaction transaction = log.Begin();
        ConnectorSettings settings = new(_plan.Name, _plan.Properties);
        byte[]? position = log.Position(name);
        using SinkConnector connector = ConnectorFactory.Sink(
            _plan, settings, position is null ? null : Encoding.UTF8.GetString(position));
        Started(settings);
        if (position is null)
        {
            // What was there before the first row is known from now on, so that a crash before the first commit repeats no row.
            Commit(transaction, name, connector, []);
        }

        LogReader[] readers = OpenReaders();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Task next = log.NextCommit();
                if (Drain(readers, connector))
                {
                    await connector.FlushAsync(cancellationToken).ConfigureAwait(false);
                    Commit(transaction, name, connector, readers);
                    healthy();
                }
                else
                {
                    healthy();
                    await next.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            foreach (LogReader reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    private void Commit(LogTransaction transaction, string name, SinkConnector connector, LogReader[] readers)
    {
        transaction.SetPosition(name, Encoding.UTF8.GetBytes(connector.Position));
        for (int i = 0; i < readers.Length; i++)
        {
            transaction.SetPosition(PositionName(_plan.Name, i), readers[i].Offset);
        }

        transaction.Commit();
    }

    private LogReader[] OpenReaders()
    {
        LogReader[] readers = new LogReader[topic.PartitionCount];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i] = new LogReader(topic, i, log.PositionNumber(PositionName(_plan.Name, i)) ?? topic.FirstOffset(i));
        }

        return readers;
    }

    // Takes no more than may be held before it is brought out; the partitions get the same share.
    private bool Drain(LogReader[] readers, SinkConnector connector)
    {
        RecordDecoder decoder = new(_plan.Target);
        object?[] row = new object?[_plan.Target.Columns.Count];
        int records = 0;
        int rejected = 0;
        string? rejection = null;
        foreach (LogReader reader in readers)
        {
            long bytes = 0;
            while (bytes < limits.MaxUncommittedBytes / readers.Length && reader.TryRead(out RecordBatch batch))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    bytes += batch[i].Key.Length + batch[i].Value.Length;
                    try
                    {
                        decoder.Decode(in batch[i], row);
                        connector.Add(row, isTombstone: !batch[i].HasValue);
                        records++;
                    }
                    catch (FormatException problem)
                    {
                        rejected++;
                        rejection = problem.Message;
                    }
                }
            }
        }

        Count(records, rejected, rejection);
        return records + rejected > 0;
    }
}
