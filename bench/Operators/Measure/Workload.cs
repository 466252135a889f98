namespace QueryGen.Bench.Operators.Measure;

/// <summary>A query, what it runs over, and who runs it.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Load">What its tables hold before, of the source behind those of <paramref name="Streams"/>; null: it has none.</param>
/// <param name="Streams">The records of its sources, which take turns by batches; as many of each.</param>
/// <param name="Generated">Makes the generated contender.</param>
/// <param name="HandWritten">Makes the best that can be written by hand for this query and this topology.</param>
internal sealed record Workload(
    string Name, Func<RecordSet>? Load, Func<RecordSet[]> Streams, Func<Contender> Generated, Func<Contender> HandWritten);

/// <summary>What a row of the table says.</summary>
/// <param name="GeneratedNs">Nanoseconds a record, median.</param>
/// <param name="HandWrittenNs">The same of the code written by hand.</param>
/// <param name="Ratio">What the generated code reaches of its speed: the median of all rounds.</param>
/// <param name="BytesPerRecord">Managed bytes that the generated code allocated a record.</param>
internal readonly record struct Measurement(double GeneratedNs, double HandWrittenNs, double Ratio, double BytesPerRecord);
