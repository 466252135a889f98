using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <content>Searching, replacing, splitting and choosing.</content>
public static unsafe partial class TextFunctions
{
    /// <summary>INSTR: the place of the first occurrence, from 1; 0 where there is none.</summary>
    public static int? Instr(RecordArena arena, Text value, Text part) => Instr(arena, value, part, 1, 1);

    /// <summary>INSTR from a position; backwards from the end where it is negative.</summary>
    public static int? Instr(RecordArena arena, Text value, Text part, int? position) => Instr(arena, value, part, position, 1);

    /// <summary>INSTR: the place of an occurrence by its number.</summary>
    public static int? Instr(RecordArena arena, Text value, Text part, int? position, int? occurrence)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (position is not { } from || occurrence is not { } number)
        {
            return null;
        }

        if (value.IsNull || part.IsNull || from == 0 || number < 1)
        {
            return 0;
        }

        return Ascii.IsValid(value.Span)
            ? Find(value.Span, part.Span, from, number)
            : Find(Utf16.Decode(arena, value), Utf16.Decode(arena, part), from, number);
    }

    /// <summary>REPLACE: every occurrence, literally; an empty text stands between all characters.</summary>
    public static Text Replace(RecordArena arena, Text value, Text old, Text @new)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || old.IsNull || @new.IsNull)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = value.Span;
        if (old.Length > 0 && rest.IndexOf(old.Span) < 0)
        {
            return value;
        }

        TextBuilder replaced = new(arena, value.Length + @new.Length);
        if (old.Length == 0)
        {
            replaced.Append(@new);
        }

        while (!rest.IsEmpty)
        {
            int kept = old.Length == 0 ? FirstCharacter(rest) : rest.IndexOf(old.Span);
            if (kept < 0)
            {
                replaced.Append(rest);
                break;
            }

            replaced.Append(rest[..kept]);
            replaced.Append(@new);
            rest = rest[(kept + old.Length)..];
        }

        return replaced.ToText();
    }

    /// <summary>SPLIT: the pieces between the delimiters, empty ones too; without a delimiter the characters.</summary>
    public static SqlArray<Text> Split(RecordArena arena, Text value, Text delimiter)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || delimiter.IsNull)
        {
            return default;
        }

        ArrayBuilder<Text> pieces = new(arena);
        int start = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = value.Span[start..];
            int length = delimiter.Length > 0 ? rest.IndexOf(delimiter.Span) : FirstCharacter(rest);
            bool isLast = delimiter.Length > 0 ? length < 0 : length >= rest.Length;
            length = isLast ? rest.Length : length;
            pieces.Add(value.Slice(start, length));
            if (isLast)
            {
                return pieces.ToArray();
            }

            start += length + delimiter.Length;
        }
    }

    /// <summary>SPLIT of bytes.</summary>
    public static SqlArray<Bytes> Split(RecordArena arena, Bytes value, Bytes delimiter)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || delimiter.IsNull)
        {
            return default;
        }

        ArrayBuilder<Bytes> pieces = new(arena);
        ReadOnlySpan<byte> rest = value.Span;
        while (true)
        {
            int found = delimiter.Length == 0 ? (rest.Length > 1 ? 1 : -1) : rest.IndexOf(delimiter.Span);
            pieces.Add(arena.Bytes(found < 0 ? rest : rest[..found]));
            if (found < 0)
            {
                return pieces.ToArray();
            }

            rest = rest[(found + delimiter.Length)..];
        }
    }

    /// <summary>
    /// SPLIT_TO_MAP: entries between one delimiter, key and value between the other. Entries that are empty, or have no value, are left
    /// out, and so is what follows a second delimiter in one; of entries with one key the last one stays. Delimiters that are empty or
    /// equal give NULL.
    /// </summary>
    public static SqlMap<Text, Text> SplitToMap(RecordArena arena, Text value, Text entryDelimiter, Text valueDelimiter)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || entryDelimiter.Length == 0 || valueDelimiter.Length == 0 || entryDelimiter.Equals(valueDelimiter))
        {
            return default;
        }

        SqlMap<Text, Text> map = SqlMap<Text, Text>.Create(arena, 4);
        int start = 0;
        while (start <= value.Length)
        {
            int length = value.Span[start..].IndexOf(entryDelimiter.Span);
            length = length < 0 ? value.Length - start : length;
            ReadOnlySpan<byte> entry = value.Span.Slice(start, length);
            int keyLength = entry.IndexOf(valueDelimiter.Span);
            if (keyLength >= 0)
            {
                int valueStart = keyLength + valueDelimiter.Length;
                int valueLength = entry[valueStart..].IndexOf(valueDelimiter.Span);
                map.Put(
                    arena,
                    value.Slice(start, keyLength),
                    value.Slice(start + valueStart, valueLength < 0 ? length - valueStart : valueLength));
            }

            start += length + entryDelimiter.Length;
        }

        return map;
    }

    /// <summary>ELT: the text at a place, from 1; NULL where there is none.</summary>
    public static Text Elt(int? place, params ReadOnlySpan<Text> texts) =>
        place is { } n && n >= 1 && n <= texts.Length ? texts[n - 1] : default;

    /// <summary>FIELD: the place of a text among others, from 1; 0 where it is not there, or NULL.</summary>
    public static int? Field(Text text, params ReadOnlySpan<Text> texts)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            if (!text.IsNull && text.Equals(texts[i]))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static int FirstCharacter(ReadOnlySpan<byte> utf8)
    {
        Rune.DecodeFromUtf8(utf8, out _, out int length);
        return length;
    }

    private static int Find<TUnit>(ReadOnlySpan<TUnit> text, ReadOnlySpan<TUnit> wanted, int position, int occurrence)
        where TUnit : IEquatable<TUnit>
    {
        if (Math.Abs((long)position) > text.Length)
        {
            return 0;
        }

        bool isForward = position > 0;
        int at = isForward ? position - 1 : text.Length + position;
        for (int found = -1; ; at = found + (isForward ? 1 : -1))
        {
            if (at < 0 || at > text.Length)
            {
                return 0;
            }

            // Backwards an occurrence may begin at the place and end behind it.
            found = isForward
                ? text[at..].IndexOf(wanted)
                : text[..Math.Min(at + wanted.Length, text.Length)].LastIndexOf(wanted);
            if (found < 0)
            {
                return 0;
            }

            found += isForward ? at : 0;
            if (--occurrence == 0)
            {
                return found + 1;
            }
        }
    }
}
