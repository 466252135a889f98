namespace QueryGen.Binding;

/// <summary>Names the columns of a result that have no alias.</summary>
internal sealed class ColumnNames
{
    private const string Generated = "KSQL_COL_";

    private readonly HashSet<int> _taken = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _next;

    /// <param name="sourceColumns">The names of all source columns, which generated ones keep clear of.</param>
    public ColumnNames(IEnumerable<string> sourceColumns)
    {
        foreach (string name in sourceColumns)
        {
            if (name.StartsWith(Generated, StringComparison.Ordinal)
                && int.TryParse(name.Substring(Generated.Length), out int number))
            {
                _taken.Add(number);
            }

            Note(name);
        }
    }

    /// <summary><c>KSQL_COL_n</c>, counting from 0.</summary>
    public string ForExpression()
    {
        while (_taken.Contains(_next))
        {
            _next++;
        }

        return Generated + _next++;
    }

    /// <summary>A field's own name; with <c>_1</c>, <c>_2</c> … behind it where it is taken.</summary>
    public string ForField(string field)
    {
        if (!_numbers.TryGetValue(Split(field).Name, out int highest))
        {
            Note(field);
            return field;
        }

        _numbers[Split(field).Name] = highest + 1;
        return $"{Split(field).Name}_{highest + 1}";
    }

    private void Note(string name)
    {
        (string plain, int number) = Split(name);
        _numbers[plain] = _numbers.TryGetValue(plain, out int highest) ? Math.Max(highest, number) : number;
    }

    // X_3 is number 3 of X; a name without a number is number 0 of itself.
    private static (string Name, int Number) Split(string name)
    {
        int underscore = name.LastIndexOf('_');
        return underscore > 0 && int.TryParse(name.Substring(underscore + 1), out int number) && number >= 0
            ? (name.Substring(0, underscore), number)
            : (name, 0);
    }
}
