using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;

namespace QueryGen.Bench.Micro;

/// <summary>A look-up in a table, and an update of a group's state, for each record.</summary>
public class Stores
{
    private readonly Random _random = new(42);
    private Batch _probe = null!;
    private Batch _count = null!;
    private Batch _window = null!;

    /// <summary>How many keys the store holds; the batches touch up to 65,536 of them.</summary>
    [Params(1_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _probe = new Batch("probes", _ => (Key(_random.Next(Keys)), "1"u8.ToArray()));
        _probe.Load("rows", Keys, id => (Key(id), "7"u8.ToArray()));
        _count = Filled("counted");
        _window = Filled("windowed");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _probe.Dispose();
        _count.Dispose();
        _window.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public int Look_up_of_a_row() => _probe.Process();

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public int Count_by_key() => _count.Process();

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public int Count_by_key_and_window() => _window.Process();

    // All keys are in the store before anything is measured.
    private Batch Filled(string topic)
    {
        Batch batch = new(topic, _ => (Key(_random.Next(Keys)), "1"u8.ToArray()));
        batch.Load(topic, Keys, id => (Key(id), "1"u8.ToArray()));
        return batch;
    }

    private static byte[] Key(int id)
    {
        byte[] key = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(key, id);
        return key;
    }
}
