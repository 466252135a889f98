namespace QueryGen.State;

/// <summary>How far numbers lie apart: STDDEV_SAMPLE and STDDEV_SAMP. Updated number by number, without loss of digits.</summary>
/// <remarks>
/// E. Youngs and E. Cramer, "Some results relevant to choice of sum and sum-of-product algorithms", 1971; merging: T. Chan, G. Golub,
/// R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
/// </remarks>
public struct Deviation
{
    private long _rows;
    private double _sum;
    private double _squares;

    /// <summary>The sample variance; 0 for fewer than two numbers.</summary>
    public readonly double Variance => _rows < 2 ? 0 : _squares / (_rows - 1);

    /// <summary>The sample standard deviation; 0 for fewer than two numbers.</summary>
    public readonly double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Takes in a number.</summary>
    public void Add(double value)
    {
        _rows++;
        _sum += value;
        _squares += Distance(value);
    }

    /// <summary>Takes a number out again.</summary>
    public void Undo(double value)
    {
        _squares -= Distance(value);
        _sum -= value;
        _rows--;
        _squares = _rows < 2 ? 0 : _squares;
    }

    /// <summary>Takes in the numbers of another state.</summary>
    public void Merge(in Deviation other)
    {
        if (_rows > 0 && other._rows > 0)
        {
            double apart = (_rows * other._sum) - (other._rows * _sum);
            _squares += apart * apart / ((double)_rows * other._rows * (_rows + other._rows));
        }

        _squares += other._squares;
        _sum += other._sum;
        _rows += other._rows;
    }

    // What a number that is among those counted adds to the sum of squares.
    private readonly double Distance(double value)
    {
        double apart = (_rows * value) - _sum;
        return _rows < 2 ? 0 : apart * apart / ((double)_rows * (_rows - 1));
    }
}
