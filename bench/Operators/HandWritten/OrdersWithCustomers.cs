using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Queries/foreign-key.sql by hand, with its two topics: orders ask, customers answer.</summary>
/// <remarks>An answer to what an order has asked before it changed is dropped.</remarks>
internal sealed unsafe class OrdersWithCustomers : Twin
{
    private const byte Leaves = 0;
    private const byte Joins = 1;

    private readonly TextRows _orders = new();
    private readonly TextRows _customers = new();
    private readonly Subscriptions _subscriptions = new();
    private readonly OutputRecords _requests = new();
    private readonly OutputRecords _answers = new();

    public override void Process(int source, RecordBatch batch)
    {
        if (source != 0)
        {
            TakeCustomers(batch);
            return;
        }

        Ask(batch);
        Answer();
        Join();
    }

    public override void Commit()
    {
        _orders.WriteChanges(Changelog);
        _customers.WriteChanges(Changelog);
        _subscriptions.WriteChanges(Changelog);
    }

    public override void Dispose()
    {
        _orders.Dispose();
        _customers.Dispose();
        _subscriptions.Dispose();
        _requests.Dispose();
        _answers.Dispose();
        base.Dispose();
    }

    // Before the orders: nobody waits for them.
    private void TakeCustomers(RecordBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ref readonly RecordRef record = ref batch[i];
            byte* json = Start(record.Value);
            byte* last = json + record.Value.Length - 2;
            byte* quote;
            if (!TryKey(in record, out int id) || !Scan.Is(json, "{\"full_name\":\""u8) || (quote = Scan.StringEnd(json + 14)) == null
                || !Scan.Is(quote, "\",\"club_status\":\""u8) || !Scan.Is(last, "\"}"u8) || !Scan.IsPlain(quote + 17, last))
            {
                FailedRecords++;
                continue;
            }

            TextRows.Row* customer = _customers.FindOrAdd(id);
            byte* to = Encode.Text(Encode.Constant(customer->Text, ",\"FULL_NAME\":\""u8), json + 14, (int)(quote - json) - 14);
            to = Encode.Text(Encode.Constant(to, "\",\"CLUB_STATUS\":\""u8), quote + 17, (int)(last - quote) - 15);
            customer->Length = (int)(to - customer->Text);
            customer->TimestampMs = record.TimestampMs;
        }
    }

    private void Ask(RecordBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ref readonly RecordRef record = ref batch[i];
            byte* json = Start(record.Value);
            byte* last = json + record.Value.Length - 2;
            _orders.PrefetchPlace(KeyOf(batch, i + FarAhead));
            _orders.PrefetchRow(KeyOf(batch, i + NearAhead));
            byte* at;
            int amount = 0;
            int customer = 0;
            if (!TryKey(in record, out int id) || !Scan.Is(json, "{\"customer_id\":"u8) || (at = Scan.Int(json + 15, out customer)) == null
                || !Scan.Is(at, ",\"amount\":"u8) || (at = Scan.Int(at + 10, out amount)) == null
                || !Scan.Is(at, ",\"note\":\""u8) || !Scan.Is(last, "\"}"u8) || !Scan.IsPlain(at + 9, last))
            {
                FailedRecords++;
                continue;
            }

            TextRows.Row* order = _orders.FindOrAdd(id);
            if (order->Length > 0 && order->Foreign != customer)
            {
                Request(order->Foreign, id, record.Offset, record.TimestampMs, Leaves);
            }

            byte* to = Encode.Number(Encode.Constant(order->Text, "{\"AMOUNT\":"u8), amount);
            to = Encode.Text(Encode.Constant(to, ",\"NOTE\":\""u8), at + 9, (int)(last - at) - 8);
            order->Length = (int)(to - order->Text);
            order->Foreign = customer;
            order->Version = record.Offset;
            order->TimestampMs = record.TimestampMs;
            Request(customer, id, record.Offset, record.TimestampMs, Joins);
        }
    }

    private void Answer()
    {
        for (int i = 0; i < _requests.Count; i++)
        {
            Prefetch(i);
            RecordRef request = _requests[i];
            byte* value = Start(request.Value);
            int customer = BinaryPrimitives.ReadInt32BigEndian(request.Key);
            int order = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(value));
            if (value[12] == Leaves)
            {
                _subscriptions.Remove(customer, order);
                continue;
            }

            long version = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(value + 4));
            _subscriptions.Add(customer, order, version);
            TextRows.Row* row = _customers.Find(customer);
            byte* key = _answers.Begin(TextRows.MostText);
            byte* answer = Encode.BigEndian(key, order);
            byte* end = Encode.BigEndian(answer, version);
            end = row == null ? end : Encode.Text(end, row->Text, row->Length);
            _answers.End(key, answer, end, row == null ? request.TimestampMs : Math.Max(request.TimestampMs, row->TimestampMs));
        }

        _requests.Clear();
    }

    private void Join()
    {
        OutputRecords output = Output;
        for (int i = 0; i < _answers.Count; i++)
        {
            RecordRef answer = _answers[i];
            byte* value = Start(answer.Value);
            int id = BinaryPrimitives.ReadInt32BigEndian(answer.Key);
            TextRows.Row* order = _orders.Find(id);
            long version = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(value));
            if (order == null || order->Version != version || answer.Value.Length == sizeof(long))
            {
                continue;
            }

            byte* key = output.Begin(2 * TextRows.MostText);
            byte* result = Encode.BigEndian(key, id);
            byte* end = Encode.Text(result, order->Text, order->Length);
            end = Encode.Text(end, value + sizeof(long), answer.Value.Length - sizeof(long));
            output.End(key, result, end, answer.TimestampMs);
        }

        _answers.Clear();
    }

    // Orders have just been read, and are in the cache; what customers have of them is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(int i)
    {
        if (i + FarAhead >= _requests.Count)
        {
            return;
        }

        RecordRef far = _requests[i + FarAhead];
        RecordRef near = _requests[i + NearAhead];
        _subscriptions.PrefetchPlaces(BinaryPrimitives.ReadInt32BigEndian(far.Key), BinaryPrimitives.ReadInt32BigEndian(far.Value));
        _subscriptions.PrefetchEntry(BinaryPrimitives.ReadInt32BigEndian(near.Value));
        _customers.PrefetchPlace(BinaryPrimitives.ReadInt32BigEndian(far.Key));
        _customers.PrefetchRow(BinaryPrimitives.ReadInt32BigEndian(near.Key));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Request(int customer, int order, long version, long timestampMs, byte what)
    {
        byte* key = _requests.Begin(0);
        byte* value = Encode.BigEndian(key, customer);
        byte* end = Encode.BigEndian(Encode.BigEndian(value, order), version);
        *end = what;
        _requests.End(key, value, end + 1, timestampMs);
    }
}
