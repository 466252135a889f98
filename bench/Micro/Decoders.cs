using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace QueryGen.Bench.Micro;

/// <summary>JSON with four columns of one type, read from each record.</summary>
public class Decoders
{
    private static readonly string[] Columns = ["a", "b", "c", "d"];

    private readonly Random _random = new(42);
    private Batch _batch = null!;

    /// <summary>The type of the columns.</summary>
    [Params("ints", "bigints", "doubles", "texts")]
    public string Type { get; set; } = "";

    /// <summary>How the records are written: as the stream declares them, or in a way that the straight decoder does not expect.</summary>
    [Params("in order", "shuffled", "escaped")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _batch = new Batch(Type, _ => ([], Record()));

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public int Record_with_four_columns() => _batch.Process();

    private byte[] Record()
    {
        IEnumerable<string> columns = Shape == "shuffled" ? Columns.OrderBy(_ => _random.Next()) : Columns;
        string name = Shape == "escaped" ? "\\u00" : "";
        IEnumerable<string> members = columns.Select(column =>
            $"\"{(name.Length == 0 ? column : name + ((int)column[0]).ToString("x2", CultureInfo.InvariantCulture))}\":{Value()}");
        return Encoding.UTF8.GetBytes("{" + string.Join(",", members) + "}");
    }

    private string Value() => Type switch
    {
        "ints" => _random.Next(1, 10_000_000).ToString(CultureInfo.InvariantCulture),
        "bigints" => _random.NextInt64(1, 10_000_000_000_000).ToString(CultureInfo.InvariantCulture),
        "doubles" => (_random.Next(1, 10_000_000) / 1000.0).ToString(CultureInfo.InvariantCulture),
        _ => $"\"{new string('t', _random.Next(1, 40))}{(Shape == "escaped" ? "\\n" : "")}\"",
    };
}
