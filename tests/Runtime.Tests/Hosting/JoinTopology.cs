using System.Diagnostics.CodeAnalysis;
using QueryGen.Access;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Tests.Hosting;

/// <summary>
/// By hand what the compiler emits for a stream from <c>datagen</c> joined with a table from a database.
/// </summary>
internal static class JoinTopology
{
    public static Topology Create(string connectionString, int iterations) => new(
        "joins",
        [
            new TopicDescriptor("ratings", TopicKind.Source, 3),
            new TopicDescriptor("customers", TopicKind.Source, 3),
            new TopicDescriptor("JOINED", TopicKind.Sink, CopartitionedWith: "ratings"),
        ],
        [
            new SubTopology(
                0,
                ["JOINED"],
                [new SourceNode("customers", "CUSTOMERS", IsTable: true), new SourceNode("ratings", "RATINGS", IsTable: false)],
                [new SinkNode("JOINED", "JOINED")],
                [new StoreDescriptor("JOINED-Customers", "ID INTEGER -> CLUB_STATUS VARCHAR")],
                task => new Join(task)),
        ],
        [
            new ConnectorDescriptor(
                "RATINGS_SOURCE",
                IsSink: false,
                "datagen",
                "RATINGS",
                "ratings",
                [
                    new("rate", "200"),
                    new("iterations", $"{iterations}"),
                    new("fields.USER_ID.kind", "range"),
                    new("fields.USER_ID.max", "2"),
                    new("fields.RATING_ID.kind", "sequence"),
                ],
                [new ConnectorColumn("USER_ID", "INTEGER", IsKey: true), new ConnectorColumn("RATING_ID", "BIGINT", IsKey: false)],
                "KAFKA",
                "KAFKA"),
            new ConnectorDescriptor(
                "CUSTOMERS_SOURCE",
                IsSink: false,
                "database",
                "CUSTOMERS",
                "customers",
                [
                    new("connection.string", connectionString),
                    new("table", "customers"),
                    new("mode", "timestamp+incrementing"),
                    new("timestamp.column.name", "updated_at"),
                    new("incrementing.column.name", "id"),
                    new("poll.interval.ms", "50"),
                ],
                [new ConnectorColumn("ID", "INTEGER", IsKey: true), new ConnectorColumn("CLUB_STATUS", "VARCHAR", IsKey: false)],
                "KAFKA",
                "KAFKA"),
        ],
        [],
        [],
        "hand-written");

    private sealed class Join : TaskProgram
    {
        private readonly KeyValueStore<CustomerKey, CustomerRow> _customers;

        public Join(TaskContext task)
            : base(task) => _customers = task.KeyValueStore<CustomerKey, CustomerRow>(0);

        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                ref readonly RecordRef record = ref batch[i];
                KafkaFormat.TryRead(record.Key, out int? id);
                CustomerKey key = new() { Id = id };
                if (source == 0)
                {
                    KafkaFormat.TryRead(record.Value, out Text status);
                    _customers.Put(in key, new CustomerRow { ClubStatus = status }, record.TimestampMs);
                }
                else
                {
                    KafkaFormat.TryRead(record.Value, out long? rating);
                    _customers.TryGet(in key, out CustomerRow customer);
                    Write(Task.Output(0), rating, id, customer.ClubStatus, record.TimestampMs);
                }
            }
        }

        private static void Write(OutputBuffer output, long? rating, int? id, Text status, long timestampMs)
        {
            output.Begin(timestampMs);
            KafkaWriter key = new(output.Write());
            key.Write(id.GetValueOrDefault());
            output.EndKey(key.Cursor);
            JsonWriter value = new(output.Write());
            value.Raw("{\"RATING_ID\":"u8);
            value.Write(rating);
            value.Raw(",\"CLUB_STATUS\":"u8);
            value.Write(status);
            value.Raw("}"u8);
            output.EndValue(value.Cursor);
            output.End();
        }
    }

    private struct CustomerKey : IStoredKey<CustomerKey>
    {
        public int? Id;

        public readonly KeyHash Hash() => KeyHash.None.With(Id);

        public readonly bool Same(in CustomerKey other) => KeyPart.Same(Id, other.Id);

        public readonly void CopySlices(ref SliceCopy copy)
        {
        }

        public readonly void Write(ref StateWriter writer) => writer.Write(Id);

        public static CustomerKey Read(ref StateReader reader)
        {
            reader.Read(out int? id);
            return new CustomerKey { Id = id };
        }
    }

    private struct CustomerRow : IStored<CustomerRow>
    {
        public Text ClubStatus;

        public void CopySlices(ref SliceCopy copy) => copy.Take(ref ClubStatus);

        public readonly void Write(ref StateWriter writer) => writer.Write(ClubStatus);

        public static CustomerRow Read(ref StateReader reader)
        {
            reader.Read(out Text status);
            return new CustomerRow { ClubStatus = status };
        }
    }
}

internal sealed record Joined(int? UserId, long? RatingId, string? ClubStatus);

internal sealed class JoinedSerde : RowSerde<Joined>
{
    public override bool TryRead(in RecordRef record, RecordArena arena, [NotNullWhen(true)] out Joined? row, out SerdeError problem)
    {
        KafkaFormat.TryRead(record.Key, out int? id);
        JsonReader reader = new(record.Value, arena);
        long? rating = null;
        Text status = default;
        bool isRead = reader.ReadObjectStart();
        while (isRead && reader.NextMember())
        {
            isRead = reader.NameIs("RATING_ID"u8) ? reader.Read(out rating) : reader.Read(out status);
        }

        row = isRead ? new Joined(id, rating, status.ToString()) : null;
        problem = isRead ? default : new SerdeError("value", reader.Reason ?? "no object");
        return isRead;
    }

    public override void Write(Joined row, RecordArena arena, in RecordContext context, OutputBuffer output) =>
        throw new NotSupportedException();
}

/// <summary>As the generated <c>CompiledQueries</c>.</summary>
internal sealed class JoinQueries(HandleFactory handles)
{
    public StreamHandle<Joined> Joined { get; } = handles.Stream("JOINED", new JoinedSerde());
}
