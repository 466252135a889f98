using QueryGen.Functions;
using QueryGen.Testing;
using QueryGen.Values;

namespace QueryGen.Tests.Functions;

/// <summary>What tests of functions need: an arena at a moment that does not move, and short ways to and from SQL's values.</summary>
public abstract class FunctionFixture : IDisposable
{
    /// <summary>2024-05-01T10:30:00Z.</summary>
    protected const long NowMs = 1_714_559_400_000;

    protected RecordArena Arena { get; } = new(new TestClock(DateTimeOffset.FromUnixTimeMilliseconds(NowMs)));

    public void Dispose()
    {
        Arena.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A VARCHAR; null is NULL.</summary>
    protected Text T(string? value) => Arena.Text(value);

    /// <summary>BYTES of hexadecimal digits; null is NULL.</summary>
    protected Bytes B(string? hex) => Arena.Bytes(hex is null ? null : Convert.FromHexString(hex));

    protected SqlArray<Text> Texts(params string?[]? values) => values is null ? default : Array([.. values.Select(T)]);

    protected SqlArray<T> Array<T>(params T[]? values)
    {
        if (values is null)
        {
            return default;
        }

        SqlArray<T> array = SqlArray<T>.Create(Arena, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            array.Set(i, values[i]);
        }

        return array;
    }

    protected SqlMap<Text, int?> Map(params (string? Key, int? Value)[] entries)
    {
        SqlMap<Text, int?> map = SqlMap<Text, int?>.Create(Arena, 1);
        foreach ((string? key, int? value) in entries)
        {
            map.Put(Arena, T(key), value);
        }

        return map;
    }

    /// <summary>The elements with commas between, NULL as <c>null</c>; <c>NULL</c> for no array.</summary>
    protected static string Print<T>(SqlArray<T> array) => array.IsNull ? "NULL"
        : string.Join(",", Enumerable.Range(0, array.Count).Select(i => Print(array[i])));

    /// <summary><c>key=value</c> with commas between; <c>NULL</c> for no map.</summary>
    protected static string Print<TKey, TValue>(SqlMap<TKey, TValue> map) => map.IsNull ? "NULL"
        : string.Join(",", Enumerable.Range(0, map.Count).Select(i => $"{Print(map.KeyAt(i))}={Print(map.ValueAt(i))}"));

    protected static string? Print(Bytes bytes) => bytes.ToArray() is { } array ? Convert.ToHexString(array) : null;

    protected RegexPattern? Regex(string? pattern) => RegexPattern.From(T(pattern));

    private static string Print<T>(T value) => value is null ? "null"
        : value is IFormattable number ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
        : value.ToString() ?? "null";
}
