using System.Buffers.Binary;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace QueryGen.Bench.Micro;

/// <summary>JSON with four columns of one type, written for each record.</summary>
public class Encoders
{
    private readonly Random _random = new(42);
    private Batch _batch = null!;

    /// <summary>What is written.</summary>
    [Params("int-values", "bigint-values", "double-values", "text-values")]
    public string Type { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _batch = new Batch(Type, _ => ([], Value()));

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public int Record_with_four_columns() => _batch.Process();

    private byte[] Value()
    {
        byte[] number = new byte[Type == "int-values" ? sizeof(int) : sizeof(long)];
        switch (Type)
        {
            case "int-values":
                BinaryPrimitives.WriteInt32BigEndian(number, _random.Next(1, 10_000_000));
                return number;
            case "bigint-values":
                BinaryPrimitives.WriteInt64BigEndian(number, _random.NextInt64(1, 10_000_000_000_000));
                return number;
            case "double-values":
                BinaryPrimitives.WriteDoubleBigEndian(number, _random.Next(1, 10_000_000) / 1000.0);
                return number;
            default:
                return Encoding.UTF8.GetBytes(new string('t', _random.Next(1, 40)));
        }
    }
}
