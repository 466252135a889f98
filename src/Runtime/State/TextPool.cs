using System.Runtime.InteropServices;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Short texts that many rows of a table have, each kept once: a status, a country, a kind.</summary>
/// <remarks>
/// Rows then take less memory, and reading such a text waits for no line of the cache. A text is taken in when it comes for the second
/// time, and stays: there are at most <see cref="MostTexts"/>, so that those of a column where all differ cost no more than a look-up.
/// </remarks>
internal sealed unsafe class TextPool : IDisposable
{
    /// <summary>How many texts it takes in.</summary>
    public const int MostTexts = 256;

    /// <summary>Bytes of the longest text that it takes.</summary>
    public const int MostBytes = 16;

    private const int Slots = 2 * MostTexts;
    private const int HashBits = 32;
    private const int Seen = 1024;

    private byte* _texts = (byte*)NativeMemory.AllocZeroed((MostTexts * MostBytes) + NativeText.Block);

    // The number of a text and one; zero where none is.
    private readonly ushort[] _slots = new ushort[Slots];
    private readonly byte[] _lengths = new byte[MostTexts];
    private readonly bool[] _isPlain = new bool[MostTexts];

    // Of texts that came once: the rest of their hashes, where no other has come since.
    private readonly ushort[] _seen = new ushort[Seen];
    private int _count;

    /// <summary>Whether a text lies here.</summary>
    public bool Owns(byte* text) => (nuint)(text - _texts) < MostTexts * MostBytes;

    /// <summary>Puts the text of the pool in the place of one that is the same; false where there is none.</summary>
    public bool TryShare(ref Text text)
    {
        if (text.Length > MostBytes)
        {
            return false;
        }

        uint hash = KeyHash.None.With(text).Value;
        uint slot = hash % Slots;
        for (; _slots[slot] != 0; slot = (slot + 1) % Slots)
        {
            Text pooled = At(_slots[slot] - 1);
            if (KeyPart.Same(pooled, text))
            {
                text = pooled;
                return true;
            }
        }

        ushort rest = (ushort)((hash >> (HashBits / 2)) | 1);
        ref ushort seen = ref _seen[hash % Seen];
        if (seen != rest || _count == MostTexts)
        {
            seen = rest;
            return false;
        }

        text = Add(text, slot);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_texts);
        _texts = null;
    }

    private Text At(int number) => new(_texts + (number * MostBytes), _lengths[number], _isPlain[number]);

    private Text Add(Text text, uint slot)
    {
        text.Span.CopyTo(new Span<byte>(_texts + (_count * MostBytes), MostBytes));
        _lengths[_count] = (byte)text.Length;
        _isPlain[_count] = text.IsPlain || SliceCopy.IsPlain(text.Span);
        _slots[slot] = (ushort)(_count + 1);
        return At(_count++);
    }
}
