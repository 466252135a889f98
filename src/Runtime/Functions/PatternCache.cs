using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>What was made of texts before, so that a pattern which comes again and again is made once.</summary>
/// <remarks>For patterns out of records; constant ones are made when a program starts. Bounded, and for one thread.</remarks>
/// <typeparam name="T">What a text is made into; null for a text that cannot be.</typeparam>
internal sealed class PatternCache<T>(Func<string, T?> make)
    where T : class
{
    private const int Slots = 256;

    private readonly byte[]?[] _texts = new byte[]?[Slots];
    private readonly T?[] _made = new T?[Slots];

    public T? Get(Text text)
    {
        if (text.IsNull)
        {
            return null;
        }

        // Of two texts that want one slot the later one has it: a thread holds 256 patterns at most, whatever comes in.
        int slot = ByteHash.Of(text.Span) & (Slots - 1);
        if (_texts[slot] is not { } known || !text.Span.SequenceEqual(known))
        {
            _texts[slot] = text.Span.ToArray();
            _made[slot] = make(text.ToString()!);
        }

        return _made[slot];
    }
}
