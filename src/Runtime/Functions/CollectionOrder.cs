using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>The order of values in collections: Java's, in which NaN is the greatest DOUBLE. NULL is least.</summary>
internal static class CollectionOrder
{
    public static int Compare<T>(T left, T right)
    {
        if (typeof(T) == typeof(double?))
        {
            double? first = Unsafe.As<T, double?>(ref left);
            double? second = Unsafe.As<T, double?>(ref right);
            bool isFirstNaN = first is { } a && double.IsNaN(a);
            bool isSecondNaN = second is { } b && double.IsNaN(b);
            return isFirstNaN || isSecondNaN ? isFirstNaN.CompareTo(isSecondNaN) : Nullable.Compare(first, second);
        }

        return Comparer<T>.Default.Compare(left, right);
    }

    public static bool IsNull<T>(T value) => EqualityComparer<T?>.Default.Equals(value, default);

    /// <summary>Sorts in place, least first. A heap: no memory, and no worst case that matters.</summary>
    public static void Sort<T>(Span<T> values)
    {
        for (int root = (values.Length / 2) - 1; root >= 0; root--)
        {
            SiftDown(values, root);
        }

        for (int end = values.Length - 1; end > 0; end--)
        {
            (values[0], values[end]) = (values[end], values[0]);
            SiftDown(values[..end], 0);
        }
    }

    private static void SiftDown<T>(Span<T> heap, int root)
    {
        while ((2 * root) + 1 < heap.Length)
        {
            int child = (2 * root) + 1;
            if (child + 1 < heap.Length && Compare(heap[child], heap[child + 1]) < 0)
            {
                child++;
            }

            if (Compare(heap[root], heap[child]) >= 0)
            {
                return;
            }

            (heap[root], heap[child]) = (heap[child], heap[root]);
            root = child;
        }
    }
}
