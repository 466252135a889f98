namespace QueryGen.State;

/// <summary>How the values of a type of SQL are kept in states, and told apart there. Emitted for each type.</summary>
/// <typeparam name="T">The value as rows hold it: <c>int?</c>, <c>Text</c>, an emitted struct … Its slices are not its own.</typeparam>
public interface IStoredType<T>
{
    /// <summary>Writes a value, as the changelog has it.</summary>
    static abstract void Write(ref StateWriter writer, T value);

    /// <summary>Reads what <see cref="Write"/> wrote; text and bytes are slices of what is read.</summary>
    static abstract T Read(ref StateReader reader);

    /// <summary>Hands each slice of a value to the copy, in order.</summary>
    static abstract void CopySlices(ref SliceCopy copy, ref T value);

    /// <summary>The same for values that are the same.</summary>
    static abstract KeyHash Hash(T value);

    /// <summary>Whether two values are the same, as parts of keys are: two NULLs are, 0.0 and -0.0 are not.</summary>
    static abstract bool Same(T left, T right);
}

/// <summary>A type whose values have an order.</summary>
/// <typeparam name="T">The value as rows hold it.</typeparam>
public interface IOrderedType<T> : IStoredType<T>
{
    /// <summary>SQL's <c>left &lt; right</c>; false where one is NULL.</summary>
    static abstract bool Less(T left, T right);
}
