namespace QueryGen.Connectors;

/// <summary>Makes the values of one column: of one seed and record number always the same one.</summary>
internal abstract record DatagenField
{
    /// <summary>The value in the record of this number, which counts from 0.</summary>
    /// <param name="number">Number of the record.</param>
    /// <param name="random">Random bits that belong to this column of this record.</param>
    /// <param name="nowMs">The clock, milliseconds since 1970-01-01 UTC.</param>
    public abstract object? Value(long number, ulong random, long nowMs);

    /// <summary>A uniform number in [0, 1) from random bits.</summary>
    public static double Unit(ulong random) => (random >> 11) * (1.0 / (1UL << 53));
}

/// <summary><c>start + number × step</c></summary>
internal sealed record SequenceField(long Start, long Step) : DatagenField
{
    public override object Value(long number, ulong random, long nowMs) => Start + (number * Step);
}

/// <summary>A whole number from <c>Min</c> to <c>Max</c>, both included.</summary>
internal sealed record RangeField(long Min, long Max) : DatagenField
{
    public override object Value(long number, ulong random, long nowMs) => Min + (long)(random % (ulong)(Max - Min + 1));
}

/// <summary>A number from <c>Min</c> up to <c>Max</c>.</summary>
internal sealed record FractionField(double Min, double Max, int Digits) : DatagenField
{
    public override object Value(long number, ulong random, long nowMs) => Math.Round(Min + (Unit(random) * (Max - Min)), Digits);
}

/// <summary>One of several texts.</summary>
internal sealed record OptionsField(string[] Options) : DatagenField
{
    public override object Value(long number, ulong random, long nowMs) => Options[random % (ulong)Options.Length];
}

/// <summary>The clock.</summary>
internal sealed record NowField : DatagenField
{
    public override object Value(long number, ulong random, long nowMs) => nowMs;
}

/// <summary>NULL now and then, else another field's value.</summary>
internal sealed record SometimesNullField(double Rate, DatagenField Field) : DatagenField
{
    public override object? Value(long number, ulong random, long nowMs) =>
        Unit(unchecked(random * 0x9E3779B97F4A7C15)) < Rate ? null : Field.Value(number, random, nowMs);
}
