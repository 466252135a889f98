using System.Collections.Generic;
using System.Linq;
using QueryGen;

namespace Shop;

[SqlAggregate]
public static class LastOf
{
    public static IEnumerable<T> Add<T>(IReadOnlyList<T>? state, T value, int count) => (state ?? []).Append(value).TakeLast(count);
}

[SqlAggregate]
public static class Longest
{
    public static string? Add(string? state, string text) => text.Length > (state?.Length ?? 0) ? text : state;

    public static int Result(string? state) => state?.Length ?? 0;
}
