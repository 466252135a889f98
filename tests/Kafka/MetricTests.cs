using System.Diagnostics.Metrics;
using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class MetricTests
{
    [KafkaFact]
    public async Task The_lag_of_each_partition_is_a_metric_and_goes_to_zero()
    {
        using Broker broker = new();
        broker.CreateTopic("orders", 4);
        Kcat.Write(broker.Servers, "orders", PipelineTests.Orders(0, 1000));

        // Orders are held back until a customer that is newer comes to their partition.
        await using Worker worker = await Worker.StartAsync(broker.Servers, ("QueryGen:MaxTaskIdle", "01:00:00"));
        Dictionary<int, long> lag = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "querygen.consumer.lag")
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, records, tags, _) =>
        {
            Dictionary<string, object?> named = new(tags.ToArray());
            if (named["messaging.destination.name"] is "orders")
            {
                lag[(int)named["messaging.destination.partition.id"]!] = records;
            }
        });
        listener.Start();
        await Wait.UntilAsync(() => Task.FromResult(Measure() == 1000), "all orders are in front of their tasks");
        Kcat.Write(broker.Servers, "customers", Enumerable.Range(0, 50).Select(id => $"c{id}|{{\"city\":\"Rome\"}}"));
        await Wait.UntilAsync(() => Task.FromResult(Measure() == 0), "no lag");

        // Without a measurement of each partition there is none.
        long Measure()
        {
            lag.Clear();
            listener.RecordObservableInstruments();
            return lag.Count == 4 ? lag.Values.Sum() : -1;
        }
    }
}
