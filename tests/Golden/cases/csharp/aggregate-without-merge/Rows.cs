using QueryGen;

namespace Shop;

[SqlAggregate]
public struct WeightedMean
{
    private double _sum;
    private double _weight;

    public void Add(double value, double weight)
    {
        _sum += value * weight;
        _weight += weight;
    }

    public readonly double? Result() => _weight == 0 ? null : _sum / _weight;
}

[SqlAggregate]
public struct Letters(int from)
{
    private long _letters = from;

    public void Add(params string?[] texts)
    {
        foreach (string? text in texts)
        {
            _letters += text?.Length ?? 0;
        }
    }

    public readonly long Result() => _letters;
}
