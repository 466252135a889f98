using System;
using QueryGen;

namespace Shop;

public static class Functions
{
    [SqlFunction]
    public static string? Shout(string text, int? times) => times is null ? null : text + new string('!', times.Value);

    [SqlFunction("is_good")]
    public static bool IsGood(int stars) => stars > 3;

    [SqlFunction(Precision = 6, Scale = 2)]
    public static decimal Discount(decimal price, DateOnly? day) => day is null ? price : price / 2;
}
