namespace QueryGen.State;

/// <summary>A BIGINT of the runtime's own, as rows hold it: counts, and numbers of rows.</summary>
public readonly struct StoredNumber : IStoredType<long?>
{
    /// <inheritdoc/>
    public static void Write(ref StateWriter writer, long? value) => writer.Write(value);

    /// <inheritdoc/>
    public static long? Read(ref StateReader reader)
    {
        reader.Read(out long? value);
        return value;
    }

    /// <inheritdoc/>
    public static void CopySlices(ref SliceCopy copy, ref long? value)
    {
    }

    /// <inheritdoc/>
    public static KeyHash Hash(long? value) => KeyHash.None.With(value);

    /// <inheritdoc/>
    public static bool Same(long? left, long? right) => left == right;
}
