namespace QueryGen.State;

/// <summary>How far two numbers go together, after Pearson: CORRELATION.</summary>
public struct Correlation
{
    private long _rows;
    private double _x;
    private double _y;
    private double _xx;
    private double _yy;
    private double _xy;

    /// <summary>From -1 to 1; NaN where one of the numbers never differs.</summary>
    public readonly double Value =>
        ((_rows * _xy) - (_x * _y)) / Math.Sqrt(((_rows * _xx) - (_x * _x)) * ((_rows * _yy) - (_y * _y)));

    /// <summary>Takes in a pair.</summary>
    public void Add(double x, double y)
    {
        _rows++;
        _x += x;
        _y += y;
        _xx += x * x;
        _yy += y * y;
        _xy += x * y;
    }

    /// <summary>Takes a pair out again.</summary>
    public void Undo(double x, double y)
    {
        _rows--;
        _x -= x;
        _y -= y;
        _xx -= x * x;
        _yy -= y * y;
        _xy -= x * y;
    }

    /// <summary>Takes in the pairs of another state.</summary>
    public void Merge(in Correlation other)
    {
        _rows += other._rows;
        _x += other._x;
        _y += other._y;
        _xx += other._xx;
        _yy += other._yy;
        _xy += other._xy;
    }
}
