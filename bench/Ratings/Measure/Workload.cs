using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>A query, what it runs over, and who runs it.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Key">The key of its stream.</param>
/// <param name="Customers">How many rows its table has; 0: it has none.</param>
/// <param name="Generated">Makes the generated contender.</param>
/// <param name="HandWritten">Makes the best that can be written by hand for this query and this topology.</param>
/// <param name="Idiomatic">Makes what is commonly written.</param>
/// <param name="Shortcut">Makes hand-written code that leaves out what a topology of several partitions needs; null: there is none.</param>
internal sealed record Workload(
    string Name,
    RatingKey Key,
    int Customers,
    Func<Contender> Generated,
    Func<Contender> HandWritten,
    Func<Contender> Idiomatic,
    Func<Contender>? Shortcut = null);

/// <summary>What the rounds of one contender said.</summary>
/// <param name="Ns">Nanoseconds a record, median.</param>
/// <param name="Ratio">Its time to the generated code's, the median of all rounds: what the generated code reaches of its speed.</param>
internal readonly record struct Score(double Ns, double Ratio);

/// <summary>What a row of the table says.</summary>
/// <param name="Workload">What was measured.</param>
/// <param name="Generated">The generated code; its ratio is 1.</param>
/// <param name="HandWritten">The code written by hand.</param>
/// <param name="Idiomatic">The code as it is commonly written.</param>
/// <param name="Shortcut">The code that leaves something out; null: there is none.</param>
/// <param name="BytesPerRecord">Managed bytes that the generated code allocated a record.</param>
/// <param name="Collections">Collections of generation 0 while generated code ran.</param>
/// <param name="Rounds">How many rounds there were.</param>
internal sealed record Measurement(
    Workload Workload,
    Score Generated,
    Score HandWritten,
    Score Idiomatic,
    Score? Shortcut,
    double BytesPerRecord,
    int Collections,
    int Rounds);
