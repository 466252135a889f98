using QueryGen.Values;

namespace QueryGen.State;

/// <summary>One value of any type in a state; what it has slices of is the store's. <c>default</c> is NULL.</summary>
/// <typeparam name="T">The value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public struct StoredValue<T, TType>
    where TType : struct, IStoredType<T>
{
    /// <summary>The value, valid until the state changes.</summary>
    public T Value { readonly get; private set; }

    /// <summary>Copies a value into the store, over the one before.</summary>
    public void Set(T value, StoreMemory memory)
    {
        T former = Value;
        Value = StoredSlices.Keep<T, TType>(value, memory);
        StoredSlices.Free<T, TType>(former, memory);
    }

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        StoredSlices.Free<T, TType>(Value, memory);
        this = default;
    }

    /// <summary>Writes it.</summary>
    public readonly void Write(ref StateWriter writer) => TType.Write(ref writer, Value);

    /// <summary>Reads what <see cref="Write"/> wrote, over the value before.</summary>
    public void Read(ref StateReader reader, StoreMemory memory) => Set(TType.Read(ref reader), memory);
}

/// <summary>Copies of the slices of single values: all that a value has lie in one piece of the store's memory.</summary>
internal static unsafe class StoredSlices
{
    /// <summary>The value with its slices in the store's memory.</summary>
    public static T Keep<T, TType>(T value, StoreMemory memory)
        where TType : struct, IStoredType<T>
    {
        SliceCopy count = default;
        TType.CopySlices(ref count, ref value);
        if (count.Bytes > 0)
        {
            SliceCopy copy = new(memory.Allocate(count.Bytes));
            TType.CopySlices(ref copy, ref value);
        }

        return value;
    }

    /// <summary>Gives back what <see cref="Keep"/> took.</summary>
    public static void Free<T, TType>(T value, StoreMemory memory)
        where TType : struct, IStoredType<T>
    {
        SliceCopy count = default;
        TType.CopySlices(ref count, ref value);
        if (count.Bytes > 0)
        {
            memory.Free(count.First, count.Bytes);
        }
    }
}
