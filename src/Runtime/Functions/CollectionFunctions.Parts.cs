using System.Runtime.CompilerServices;
using System.Text;
using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <content>What the functions of collections share.</content>
public static unsafe partial class CollectionFunctions
{
    private static Span<T> Span<T>(SqlArray<T> array) => new(array.Data, array.Count);

    private static SqlArray<T> Choose<T>(RecordArena arena, SqlArray<T> left, SqlArray<T> right, bool wantsShared)
    {
        if (left.IsNull || right.IsNull)
        {
            return default;
        }

        ElementSet<T> others = new(arena, right.Count);
        others.AddAll(right);
        ElementSet<T> chosen = new(arena, left.Count);
        for (int i = 0; i < left.Count; i++)
        {
            if (others.Contains(left[i]) == wantsShared)
            {
                chosen.Add(left[i]);
            }
        }

        return chosen.ToArray();
    }

    private static T? Extreme<T>(SqlArray<T> array, int sign)
    {
        T? best = default;
        for (int i = 0; i < array.Count; i++)
        {
            T element = array[i];
            bool isBetter = !CollectionOrder.IsNull(element)
                && (CollectionOrder.IsNull(best) || CollectionOrder.Compare(element, best) * sign > 0);
            best = isBetter ? element : best;
        }

        return best;
    }

    private static bool IsWord(Text text, ReadOnlySpan<byte> brief, ReadOnlySpan<byte> whole) =>
        !text.IsNull && (Ascii.EqualsIgnoreCase(text.Span, brief) || Ascii.EqualsIgnoreCase(text.Span, whole));

    private static int? CountOfSeries(long? from, long? to, int? step)
    {
        bool isThere = from is not null && to is not null && step is not (null or 0);
        if (!isThere || (to > from && step < 0) || (to < from && step > 0))
        {
            return null;
        }

        Int128 count = (((Int128)to!.Value - from!.Value) / step!.Value) + 1;
        return count <= MostElements ? (int)count : null;
    }

    // The type is known when the code is made for it: what is not taken is not there.
    private static Text TextOf<T>(RecordArena arena, T value)
    {
        if (typeof(T) == typeof(Text))
        {
            return Unsafe.As<T, Text>(ref value);
        }

        if (typeof(T) == typeof(int?))
        {
            return Cast.ToText(arena, Unsafe.As<T, int?>(ref value));
        }

        if (typeof(T) == typeof(long?))
        {
            return Cast.ToText(arena, Unsafe.As<T, long?>(ref value));
        }

        if (typeof(T) == typeof(double?))
        {
            return Cast.ToText(arena, Unsafe.As<T, double?>(ref value));
        }

        if (typeof(T) == typeof(decimal?))
        {
            return Cast.ToText(arena, Unsafe.As<T, decimal?>(ref value));
        }

        if (typeof(T) == typeof(WideDecimal?))
        {
            return Cast.ToText(arena, Unsafe.As<T, WideDecimal?>(ref value));
        }

        return typeof(T) == typeof(bool?) ? Cast.ToText(arena, Unsafe.As<T, bool?>(ref value)) : default;
    }
}
