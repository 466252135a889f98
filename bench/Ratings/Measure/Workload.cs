using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>One row of the table: a query, and what it runs over.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Key">The key of its stream.</param>
/// <param name="Customers">How many rows its table has; 0: it has none.</param>
/// <param name="Generated">Makes the generated contender.</param>
/// <param name="HandWritten">Makes the best that can be written by hand for this query.</param>
/// <param name="Idiomatic">Makes what is commonly written.</param>
/// <param name="Counts">It is one of those that the worst ratio is taken of; else its row only informs.</param>
internal sealed record Workload(
    string Name,
    RatingKey Key,
    int Customers,
    Func<Contender> Generated,
    Func<Contender> HandWritten,
    Func<Contender> Idiomatic,
    bool Counts = true);

/// <summary>What a row of the table says.</summary>
/// <param name="Workload">What was measured.</param>
/// <param name="GeneratedNs">Nanoseconds a record, median.</param>
/// <param name="HandWrittenNs">Nanoseconds a record, median.</param>
/// <param name="IdiomaticNs">Nanoseconds a record, median.</param>
/// <param name="ToHandWritten">Median of what the generated code reached of the hand-written one's speed, round by round.</param>
/// <param name="ToIdiomatic">The same for idiomatic code.</param>
/// <param name="BytesPerRecord">Managed bytes that the generated code allocated a record.</param>
/// <param name="Collections">Collections of generation 0 while generated code ran.</param>
/// <param name="Rounds">How many rounds there were.</param>
internal sealed record Measurement(
    Workload Workload,
    double GeneratedNs,
    double HandWrittenNs,
    double IdiomaticNs,
    double ToHandWritten,
    double ToIdiomatic,
    double BytesPerRecord,
    int Collections,
    int Rounds);
