using System.Text;
using QueryGen.Access;
using QueryGen.Serdes;
using QueryGen.Tests.Hosting;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Access;

public sealed class StreamHandleTests
{
    [Fact]
    public async Task A_subscriber_is_never_more_than_one_batch_ahead_of_its_reader()
    {
        using Endless subscription = new();
        StreamHandle<Word> words = new(new Connection(subscription), "words", WordSerde.Instance);
        await using IAsyncEnumerator<Word> rows = words.Subscribe().GetAsyncEnumerator();

        // Nobody has asked for a row, so nothing is fetched; then a batch, as long as it lasts.
        await Task.Delay(50);
        Assert.Equal(0, subscription.Batches);
        for (int row = 0; row < 25; row++)
        {
            Assert.True(await rows.MoveNextAsync());
            Assert.Equal((row / Endless.BatchRecords) + 1, subscription.Batches);
        }

        await Task.Delay(50);
        Assert.Equal(3, subscription.Batches);
    }

    private sealed class Endless : RecordSubscription
    {
        public const int BatchRecords = 10;

        private readonly OutputBuffer _records = new();

        public Endless()
        {
            for (int i = 0; i < BatchRecords; i++)
            {
                _records.Begin(i);
                BufferCursor cursor = _records.Write();
                cursor.Raw(Encoding.UTF8.GetBytes($"word {i}"));
                _records.EndValue(cursor);
                _records.End();
            }
        }

        public int Batches { get; private set; }

        public override bool TryRead(BatchRead read)
        {
            Batches++;
            RecordRef[] batch = [.. Enumerable.Range(0, BatchRecords).Select(index => _records[index])];
            read(new RecordBatch(batch, 0));
            return true;
        }

        public override ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        protected override void Dispose(bool disposing) => _records.Dispose();
    }

    private sealed class Connection(RecordSubscription subscription) : RuntimeConnection
    {
        public override TimeProvider Clock => TimeProvider.System;

        public override RecordSubscription Subscribe(string topic, bool fromBeginning) => subscription;

        public override ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask LookupAsync(
            TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
