using System;
using QueryGen;

namespace Shop;

public class Functions
{
    [SqlFunction]
    public int Count2(int value) => value;

    [SqlFunction]
    public static void Notify(string text) => Console.WriteLine(text);

    [SqlFunction]
    public static T Same<T>(T value) => value;

    [SqlFunction]
    public static float Half(int value) => value / 2f;

    [SqlFunction]
    public static int Length(string text, short[] weights) => text.Length + weights.Length;

    [SqlFunction]
    public static string Trim(string text) => text.Trim();
}
