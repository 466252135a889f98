using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using QueryGen.Access;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Tests.Hosting;

/// <summary>
/// By hand what the compiler emits for <c>SELECT word, COUNT(*) FROM words GROUP BY word</c>: a repartition, a store, a
/// sink.
/// </summary>
internal static class CountTopology
{
    public static Topology Create(int partitions = 2) => new(
        "words",
        [
            new TopicDescriptor("words", TopicKind.Source, partitions),
            new TopicDescriptor("COUNTS-Aggregate-repartition", TopicKind.Repartition, CopartitionedWith: "words"),
            new TopicDescriptor("COUNTS", TopicKind.Sink, CopartitionedWith: "words"),
        ],
        [
            new SubTopology(
                0,
                ["COUNTS"],
                [new SourceNode("words", "WORDS", IsTable: false)],
                [new SinkNode("COUNTS-Aggregate-repartition", "COUNTS", IsInternal: true)],
                [],
                task => new KeyByWord(task)),
            new SubTopology(
                1,
                ["COUNTS"],
                [new SourceNode("COUNTS-Aggregate-repartition", "WORDS", IsTable: false, IsInternal: true)],
                [new SinkNode("COUNTS", "COUNTS")],
                [new StoreDescriptor("COUNTS-Aggregate", "WORD VARCHAR -> COUNT BIGINT")],
                task => new CountWords(task)),
        ],
        [],
        [new SeedRecord("words", (arena, output) => WordSerde.Instance.Write(new Word("seed"), arena, new RecordContext(1), output))],
        [],
        "hand-written");

    private sealed class KeyByWord(TaskContext task) : TaskProgram(task)
    {
        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                if (record.Value.SequenceEqual("boom"u8))
                {
                    throw new InvalidOperationException("the query has thrown");
                }

                if (record.Value.SequenceEqual("bad"u8))
                {
                    Task.Failed(0, in record, new SerdeError("WORD", "no word"));
                    continue;
                }

                OutputBuffer output = Task.Output(0);
                output.Begin(record.TimestampMs, record.Headers);
                BufferCursor key = output.Write();
                key.Raw(record.Value);
                output.EndKey(key);
                output.End();
            }
        }
    }

    private sealed class CountWords : TaskProgram
    {
        private readonly KeyValueStore<WordKey, CountRow> _counts;

        public CountWords(TaskContext task)
            : base(task) => _counts = task.KeyValueStore<WordKey, CountRow>(0);

        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                WordKey key = new() { Word = Task.Arena.Text(record.Key) };
                _counts.TryGet(in key, out CountRow row);
                row.Count = (row.Count ?? 0) + 1;
                _counts.Put(in key, in row, record.TimestampMs);
                Write(Task.Output(0), key, row, record.TimestampMs);
                Task.Arena.Reset();
            }
        }

        public override bool TryLookup(int table, in RecordRef key, long? windowStartMs, OutputBuffer result)
        {
            WordKey word = new() { Word = Task.Arena.Text(key.Key) };
            if (!_counts.TryGet(in word, out CountRow row, out long timestampMs))
            {
                return false;
            }

            Write(result, word, row, timestampMs);
            return true;
        }

        private static void Write(OutputBuffer output, WordKey key, CountRow row, long timestampMs)
        {
            output.Begin(timestampMs);
            BufferCursor cursor = output.Write();
            cursor.Raw(key.Word.Span);
            output.EndKey(cursor);
            cursor = output.Write();
            cursor.Raw(Encoding.UTF8.GetBytes(row.Count!.Value.ToString(CultureInfo.InvariantCulture)));
            output.EndValue(cursor);
            output.End();
        }
    }

    private struct WordKey : IStoredKey<WordKey>
    {
        public Text Word;

        public readonly KeyHash Hash() => KeyHash.None.With(Word);

        public readonly bool Same(in WordKey other) => KeyPart.Same(Word, other.Word);

        public void CopySlices(ref SliceCopy copy) => copy.Take(ref Word);

        public readonly void Write(ref StateWriter writer) => writer.Write(Word);

        public static WordKey Read(ref StateReader reader)
        {
            reader.Read(out Text word);
            return new WordKey { Word = word };
        }
    }

    private struct CountRow : IStored<CountRow>
    {
        public long? Count;

        public readonly void CopySlices(ref SliceCopy copy)
        {
        }

        public readonly void Write(ref StateWriter writer) => writer.Write(Count);

        public static CountRow Read(ref StateReader reader)
        {
            reader.Read(out long? count);
            return new CountRow { Count = count };
        }
    }
}

internal sealed record Word(string Text);

internal sealed record WordCount(string Word, long Count);

internal sealed class WordSerde : RowSerde<Word>
{
    public static readonly WordSerde Instance = new();

    public override bool TryRead(in RecordRef record, RecordArena arena, [NotNullWhen(true)] out Word? row, out SerdeError problem)
    {
        row = new Word(Encoding.UTF8.GetString(record.Value));
        problem = default;
        return true;
    }

    public override void Write(Word row, RecordArena arena, in RecordContext context, OutputBuffer output)
    {
        output.Begin(context.TimestampMs);
        BufferCursor cursor = output.Write();
        cursor.Raw(arena.Text(row.Text).Span);
        output.EndValue(cursor);
        output.End();
    }
}

internal sealed class WordCountSerde : TableSerde<string, WordCount>
{
    public static readonly WordCountSerde Instance = new();

    public override bool TryRead(in RecordRef record, RecordArena arena, [NotNullWhen(true)] out WordCount? row, out SerdeError problem)
    {
        long count = long.Parse(Encoding.UTF8.GetString(record.Value), CultureInfo.InvariantCulture);
        row = new WordCount(Encoding.UTF8.GetString(record.Key), count);
        problem = default;
        return true;
    }

    public override void Write(WordCount row, RecordArena arena, in RecordContext context, OutputBuffer output) =>
        throw new NotSupportedException();

    public override void WriteKey(string key, RecordArena arena, in RecordContext context, OutputBuffer output)
    {
        output.Begin(context.TimestampMs);
        BufferCursor cursor = output.Write();
        cursor.Raw(arena.Text(key).Span);
        output.EndKey(cursor);
        output.End();
    }

    public override bool TryReadKey(
        in RecordRef record, RecordArena arena, [NotNullWhen(true)] out string? key, out long? windowStartMs)
    {
        key = Encoding.UTF8.GetString(record.Key);
        windowStartMs = null;
        return true;
    }
}

/// <summary>As the generated <c>CompiledQueries</c>.</summary>
internal sealed class CountQueries(HandleFactory handles)
{
    public StreamHandle<Word> Words { get; } = handles.Stream("words", WordSerde.Instance);

    public Producer<Word> WordsProducer { get; } = handles.Producer("words", WordSerde.Instance);

    public TableHandle<string, WordCount> Counts { get; } = handles.Table("COUNTS", WordCountSerde.Instance, subTopology: 1, table: 0);
}
