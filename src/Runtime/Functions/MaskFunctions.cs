using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions that hide what a text says and keep its shape.</summary>
/// <remarks>
/// Capitals become X, small letters x, digits n, others -; or what the masks say. A NULL mask keeps its characters; one that is not one
/// character long is an error. Counts are in UTF-16 units; a negative one is an error.
/// </remarks>
public static class MaskFunctions
{
    private static Masks Usual => new(Text.Literal("X"u8), Text.Literal("x"u8), Text.Literal("n"u8), Text.Literal("-"u8));

    /// <summary>MASK: everything.</summary>
    public static Text Mask(RecordArena arena, Text value) => Hide(arena, value, 0, int.MaxValue, Usual);

    /// <inheritdoc cref="Mask(RecordArena, Text)"/>
    public static Text Mask(RecordArena arena, Text value, Text upper) =>
        Hide(arena, value, 0, int.MaxValue, Usual with { Upper = upper });

    /// <inheritdoc cref="Mask(RecordArena, Text)"/>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower) =>
        Hide(arena, value, 0, int.MaxValue, Usual with { Upper = upper, Lower = lower });

    /// <inheritdoc cref="Mask(RecordArena, Text)"/>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower, Text digit) =>
        Hide(arena, value, 0, int.MaxValue, Usual with { Upper = upper, Lower = lower, Digit = digit });

    /// <inheritdoc cref="Mask(RecordArena, Text)"/>
    public static Text Mask(RecordArena arena, Text value, Text upper, Text lower, Text digit, Text other) =>
        Hide(arena, value, 0, int.MaxValue, new Masks(upper, lower, digit, other));

    /// <summary>MASK_LEFT: the first so many characters.</summary>
    public static Text MaskLeft(RecordArena arena, Text value, int? count) =>
        count is >= 0 ? Hide(arena, value, 0, count.Value, Usual) : default;

    /// <inheritdoc cref="MaskLeft(RecordArena, Text, int?)"/>
    public static Text MaskLeft(RecordArena arena, Text value, int? count, Text upper, Text lower, Text digit, Text other) =>
        count is >= 0 ? Hide(arena, value, 0, count.Value, new Masks(upper, lower, digit, other)) : default;

    /// <summary>MASK_RIGHT: the last so many characters.</summary>
    public static Text MaskRight(RecordArena arena, Text value, int? count) =>
        count is >= 0 ? Hide(arena, value, Units(value) - count.Value, int.MaxValue, Usual) : default;

    /// <inheritdoc cref="MaskRight(RecordArena, Text, int?)"/>
    public static Text MaskRight(RecordArena arena, Text value, int? count, Text upper, Text lower, Text digit, Text other) =>
        count is >= 0 ? Hide(arena, value, Units(value) - count.Value, int.MaxValue, new Masks(upper, lower, digit, other)) : default;

    /// <summary>MASK_KEEP_LEFT: all but the first so many characters.</summary>
    public static Text MaskKeepLeft(RecordArena arena, Text value, int? count) =>
        count is >= 0 ? Hide(arena, value, count.Value, int.MaxValue, Usual) : default;

    /// <inheritdoc cref="MaskKeepLeft(RecordArena, Text, int?)"/>
    public static Text MaskKeepLeft(RecordArena arena, Text value, int? count, Text upper, Text lower, Text digit, Text other) =>
        count is >= 0 ? Hide(arena, value, count.Value, int.MaxValue, new Masks(upper, lower, digit, other)) : default;

    /// <summary>MASK_KEEP_RIGHT: all but the last so many characters.</summary>
    public static Text MaskKeepRight(RecordArena arena, Text value, int? count) =>
        count is >= 0 ? Hide(arena, value, 0, Units(value) - count.Value, Usual) : default;

    /// <inheritdoc cref="MaskKeepRight(RecordArena, Text, int?)"/>
    public static Text MaskKeepRight(RecordArena arena, Text value, int? count, Text upper, Text lower, Text digit, Text other) =>
        count is >= 0 ? Hide(arena, value, 0, Units(value) - count.Value, new Masks(upper, lower, digit, other)) : default;

    private static int Units(Text value) => Utf16.Length(value.Span);

    // Hides the units from one place up to, not including, another one.
    private static Text Hide(RecordArena arena, Text value, int from, int to, Masks masks)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || !IsMask(masks.Upper) || !IsMask(masks.Lower) || !IsMask(masks.Digit) || !IsMask(masks.Other))
        {
            return default;
        }

        TextBuilder hidden = new(arena, value.Length);
        int unit = 0;
        foreach (Rune character in Utf16.Decode(arena, value).EnumerateRunes())
        {
            Text mask = Rune.IsUpper(character) ? masks.Upper
                : Rune.IsLower(character) ? masks.Lower
                : Rune.IsDigit(character) ? masks.Digit
                : masks.Other;
            if (mask.IsNull || unit < from || unit >= to)
            {
                hidden.Append(character);
            }
            else
            {
                // A character of two units is two in Java, and masked twice.
                for (int i = 0; i < character.Utf16SequenceLength; i++)
                {
                    hidden.Append(mask);
                }
            }

            unit += character.Utf16SequenceLength;
        }

        return hidden.ToText();
    }

    private static bool IsMask(Text mask) => mask.IsNull || Utf16.Length(mask.Span) == 1;

    private readonly record struct Masks(Text Upper, Text Lower, Text Digit, Text Other);
}
