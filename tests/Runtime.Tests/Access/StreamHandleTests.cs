using System.Diagnostics.CodeAnalysis;
using System.Text;
using QueryGen.Access;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Tests.Hosting;
using QueryGen.Topologies;
using QueryGen.Values;
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

    [Fact]
    public async Task A_record_that_a_subscriber_cannot_read_is_told_and_left_out()
    {
        using Endless subscription = new();
        Connection connection = new(subscription);
        StreamHandle<Word> words = new(connection, "words", new NoThirdWord());
        await using IAsyncEnumerator<Word> rows = words.Subscribe().GetAsyncEnumerator();
        for (int row = 0; row < Endless.BatchRecords - 1; row++)
        {
            Assert.True(await rows.MoveNextAsync());
            Assert.NotEqual("word 3", rows.Current.Text);
        }

        ProcessingError error = Assert.Single(connection.Errors);
        Assert.Equal((ProcessingErrorKind.Deserialization, ProcessingOutcome.Dropped), (error.Kind, error.Outcome));
        Assert.Equal(("words", 0, 3L, "WORD: not this one"), (error.Topic, error.Partition, error.Offset, error.Error));
        Assert.Equal("words", error.Step.Query);
    }

    private sealed class NoThirdWord : RowSerde<Word>
    {
        public override bool TryRead(in RecordRef record, RecordArena arena, [NotNullWhen(true)] out Word? row, out SerdeError problem)
        {
            bool isRead = record.Offset != 3;
            problem = isRead ? default : new SerdeError("WORD", "not this one");
            row = isRead ? new Word(Encoding.UTF8.GetString(record.Value)) : null;
            return isRead;
        }

        public override void Write(Word row, RecordArena arena, in RecordContext context, OutputBuffer output) =>
            throw new NotSupportedException();
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
        public List<ProcessingError> Errors { get; } = [];

        public override TimeProvider Clock => TimeProvider.System;

        public override void Report(in ProcessingError error) => Errors.Add(error);

        public override RecordSubscription Subscribe(string topic, bool fromBeginning) => subscription;

        public override ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask LookupAsync(
            TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
