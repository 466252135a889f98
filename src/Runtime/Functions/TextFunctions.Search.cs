using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <content>Searching, replacing, splitting and masking.</content>
public static unsafe partial class TextFunctions
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    /// <summary>INSTR: the place of the first occurrence, from 1; 0 where there is none.</summary>
    public static int? Instr(Text value, Text part) => Instr(value, part, 1, 1);

    /// <summary>INSTR from a position; backwards from the end where it is negative.</summary>
    public static int? Instr(Text value, Text part, int? position) => Instr(value, part, position, 1);

    /// <summary>INSTR: the place of an occurrence by its number.</summary>
    public static int? Instr(Text value, Text part, int? position, int? occurrence)
    {
        if (position is not { } from || occurrence is not { } number)
        {
            return null;
        }

        if (value.IsNull || part.IsNull || from == 0 || number < 1)
        {
            return 0;
        }

        string text = value.ToString()!;
        string wanted = part.ToString()!;
        if (Math.Abs((long)from) > text.Length)
        {
            return 0;
        }

        int at = from > 0 ? from - 1 : text.Length + from;
        for (; number > 0; number--)
        {
            at = from > 0
                ? (at <= text.Length ? text.IndexOf(wanted, at, StringComparison.Ordinal) : -1) + 1
                : at >= 0 ? LastIndexOf(text, wanted, at) : -1;
            if (from > 0 ? at == 0 : at < 0)
            {
                return 0;
            }

            at -= from > 0 ? 0 : 1;
        }

        return from > 0 ? at : at + 2;
    }

    /// <summary>REPLACE: every occurrence, literally.</summary>
    public static Text Replace(RecordArena arena, Text value, Text old, Text @new)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || old.IsNull || @new.IsNull)
        {
            return default;
        }

        string text = value.ToString()!;
        string replacement = @new.ToString()!;
        if (old.Length > 0)
        {
            return value.Span.IndexOf(old.Span) < 0 ? value : arena.Text(text.Replace(old.ToString()!, replacement,
                StringComparison.Ordinal));
        }

        StringBuilder between = new(replacement);
        foreach (char c in text)
        {
            between.Append(c).Append(replacement);
        }

        return arena.Text(between.ToString());
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
        while (start <= value.Length)
        {
            ReadOnlySpan<byte> rest = value.Span[start..];
            int length;
            if (delimiter.Length == 0)
            {
                if (rest.IsEmpty)
                {
                    break;
                }

                Rune.DecodeFromUtf8(rest, out _, out length);
            }
            else
            {
                int found = rest.IndexOf(delimiter.Span);
                length = found < 0 ? rest.Length : found;
            }

            pieces.Add(value.Slice(start, length));
            start += length + delimiter.Length + (delimiter.Length > 0 && start + length >= value.Length ? 1 : 0);
        }

        return pieces.ToArray();
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

    /// <summary>REGEXP_EXTRACT: the first match.</summary>
    public static Text RegexpExtract(RecordArena arena, Text pattern, Text value) => RegexpExtract(arena, pattern, value, 0);

    /// <summary>REGEXP_EXTRACT: a group of the first match; NULL without a match.</summary>
    public static Text RegexpExtract(RecordArena arena, Text pattern, Text value, int? group)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || group is not { } number || PatternOf(pattern) is not { } regex)
        {
            return default;
        }

        Match match = regex.Match(value.ToString()!);
        bool isThere = match.Success && number >= 0 && number < match.Groups.Count && match.Groups[number].Success;
        return isThere ? arena.Text(match.Groups[number].Value) : default;
    }

    /// <summary>REGEXP_REPLACE: every match; <c>$1</c> is a group, <c>\</c> escapes.</summary>
    public static Text RegexpReplace(RecordArena arena, Text value, Text pattern, Text replacement)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || replacement.IsNull || PatternOf(pattern) is not { } regex)
        {
            return default;
        }

        string wanted = replacement.ToString()!;
        return arena.Text(regex.Replace(value.ToString()!, match => Expand(match, wanted)));
    }

    /// <summary>MASK: capitals X, small letters x, digits n, others -.</summary>
    public static Text Mask(RecordArena arena, Text value) =>
        Mask(arena, value, Text.Literal("X"u8), Text.Literal("x"u8), Text.Literal("n"u8), Text.Literal("-"u8));

    /// <summary>MASK with a mask for capitals.</summary>
    public static Text Mask(RecordArena arena, Text value, Text upper) =>
        Mask(arena, value, upper, Text.Literal("x"u8), Text.Literal("n"u8), Text.Literal("-"u8));

    /// <summary>MASK with masks for capitals and small letters.</summary>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower) =>
        Mask(arena, value, upper, lower, Text.Literal("n"u8), Text.Literal("-"u8));

    /// <summary>MASK with masks for capitals, small letters and digits.</summary>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower, Text digit) =>
        Mask(arena, value, upper, lower, digit, Text.Literal("-"u8));

    /// <summary>MASK: a NULL mask keeps its characters; one that is not one character is an error.</summary>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower, Text digit, Text other)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || !IsMask(upper) || !IsMask(lower) || !IsMask(digit) || !IsMask(other))
        {
            return default;
        }

        StringBuilder masked = new();
        foreach (char c in value.ToString()!)
        {
            Text mask = char.IsUpper(c) ? upper : char.IsLower(c) ? lower : char.IsDigit(c) ? digit : other;
            masked.Append(mask.IsNull ? c.ToString() : mask.ToString());
        }

        return arena.Text(masked.ToString());
    }

    private static bool IsMask(Text mask) => mask.IsNull || Utf16.Length(mask.Span) == 1;

    // string.LastIndexOf(value, start) wants the match to end at start; here it is to begin there or before.
    private static int LastIndexOf(string text, string wanted, int start)
    {
        int end = Math.Min(start + wanted.Length - 1, text.Length - 1);
        return text.Length == 0 ? -1 : text.LastIndexOf(wanted, end, StringComparison.Ordinal);
    }

    // A pattern is compiled once; one that is none, once as well.
    private static Regex? PatternOf(Text pattern)
    {
        if (pattern.IsNull)
        {
            return null;
        }

        return Patterns.GetOrAdd(pattern.ToString()!, static text =>
        {
            try
            {
                return new Regex(text, RegexOptions.CultureInvariant, MostTime);
            }
            catch (ArgumentException)
            {
                return null;
            }
        });
    }

    private static string Expand(Match match, string replacement)
    {
        StringBuilder text = new();
        for (int i = 0; i < replacement.Length; i++)
        {
            char c = replacement[i];
            if (c == '\\' && i + 1 < replacement.Length)
            {
                text.Append(replacement[++i]);
            }
            else if (c == '$' && i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]))
            {
                int group = int.Parse(replacement.AsSpan(++i, 1), NumberStyles.None, CultureInfo.InvariantCulture);
                text.Append(match.Groups[group].Value);
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
