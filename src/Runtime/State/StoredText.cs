using QueryGen.Values;

namespace QueryGen.State;

/// <summary>A VARCHAR in a state: bytes that the store owns. Set by <see cref="StoreMemory.Keep"/> only; <c>default</c> is NULL.</summary>
public unsafe struct StoredText
{
    internal byte* Data { get; set; }

    internal int Capacity { get; set; }

    // -1: NULL, with memory kept for the next value. 0 with Data null: NULL as well.
    internal int Length { get; set; }

    internal bool IsPlain { get; set; }

    /// <summary>NULL of SQL.</summary>
    public readonly bool IsNull => Data == null || Length < 0;

    /// <summary>The text, valid until the state changes.</summary>
    public readonly Text ToText() => IsNull ? default : new Text(Data, Length, IsPlain);

    /// <inheritdoc cref="ToText"/>
    public static implicit operator Text(in StoredText text) => text.ToText();
}
