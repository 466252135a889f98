using System.Collections.Generic;
using QueryGen;

namespace Shop;

public sealed record Place(double? Lat, double? Lon);

public readonly record struct Leg(Place? From, Place? To);

public static class Functions
{
    [SqlTableFunction]
    public static IEnumerable<Leg> Legs(IReadOnlyList<Place?> places)
    {
        for (int i = 1; i < places.Count; i++)
        {
            yield return new Leg(places[i - 1], places[i]);
        }
    }

    [SqlFunction]
    public static string Labelled(string by, params string[] parts) => string.Join(by, parts);

    [SqlFunction]
    public static T? FirstOf<T>(IReadOnlyList<T> values) => values.Count == 0 ? default : values[0];
}
