using System.Text.RegularExpressions;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of regular expressions. NULL in, and a pattern that is none, give NULL.</summary>
/// <remarks>
/// With a constant pattern whole matches are found without managed memory. Groups need objects of .NET's, and so do searches with a
/// pattern out of a record: those are interpreted, because compiling one takes milliseconds.
/// </remarks>
public static class RegexFunctions
{
    /// <summary>REGEXP_EXTRACT: the first match.</summary>
    public static Text RegexpExtract(RecordArena arena, RegexPattern? pattern, Text value) => RegexpExtract(arena, pattern, value, 0);

    /// <summary>REGEXP_EXTRACT: a group of the first match; NULL without a match.</summary>
    public static Text RegexpExtract(RecordArena arena, RegexPattern? pattern, Text value, int? group)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || pattern is null || group is not { } number || number < 0 || number > pattern.Groups)
        {
            return default;
        }

        try
        {
            if (number == 0)
            {
                ReadOnlySpan<char> text = Utf16.Decode(arena, value);
                Regex.ValueMatchEnumerator matches = pattern.Regex.EnumerateMatches(text);
                return matches.MoveNext() ? arena.Text(text.Slice(matches.Current.Index, matches.Current.Length)) : default;
            }

            Match match = pattern.Regex.Match(value.ToString()!);
            return match.Success && match.Groups[number].Success ? arena.Text(match.Groups[number].ValueSpan) : default;
        }
        catch (RegexMatchTimeoutException)
        {
            return default;
        }
    }

    /// <summary>REGEXP_EXTRACT_ALL: all matches.</summary>
    public static SqlArray<Text> RegexpExtractAll(RecordArena arena, RegexPattern? pattern, Text value) =>
        RegexpExtractAll(arena, pattern, value, 0);

    /// <summary>REGEXP_EXTRACT_ALL: a group of all matches; without a match the empty array.</summary>
    public static SqlArray<Text> RegexpExtractAll(RecordArena arena, RegexPattern? pattern, Text value, int? group)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || pattern is null || group is not { } number || number < 0 || number > pattern.Groups)
        {
            return default;
        }

        ArrayBuilder<Text> found = new(arena);
        try
        {
            if (number == 0)
            {
                ReadOnlySpan<char> text = Utf16.Decode(arena, value);
                foreach (ValueMatch match in pattern.Regex.EnumerateMatches(text))
                {
                    found.Add(arena.Text(text.Slice(match.Index, match.Length)));
                }
            }
            else
            {
                for (Match match = pattern.Regex.Match(value.ToString()!); match.Success; match = match.NextMatch())
                {
                    found.Add(match.Groups[number].Success ? arena.Text(match.Groups[number].ValueSpan) : default);
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return default;
        }

        return found.ToArray();
    }

    /// <summary>
    /// REGEXP_REPLACE: every match. In the replacement <c>$1</c> and <c>${name}</c> are groups, and <c>\</c> takes the meaning from what
    /// follows; a group that the pattern does not have is an error.
    /// </summary>
    public static Text RegexpReplace(RecordArena arena, Text value, RegexPattern? pattern, Text replacement)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || pattern is null || replacement.IsNull)
        {
            return default;
        }

        try
        {
            ReadOnlySpan<char> wanted = Utf16.Decode(arena, replacement);
            TextBuilder replaced = new(arena, value.Length + replacement.Length);
            return wanted.IndexOfAny('$', '\\') < 0
                ? ReplacePlainly(Utf16.Decode(arena, value), pattern, wanted, ref replaced)
                : ReplaceWithGroups(value.ToString()!, pattern, wanted, ref replaced);
        }
        catch (RegexMatchTimeoutException)
        {
            return default;
        }
    }

    /// <summary>
    /// REGEXP_SPLIT_TO_ARRAY: the pieces between the matches, empty ones too. A pattern that matches the empty text splits as Java's
    /// <c>split</c>: between characters, and without empty pieces at the end.
    /// </summary>
    public static SqlArray<Text> RegexpSplitToArray(RecordArena arena, Text value, RegexPattern? pattern)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || pattern is null)
        {
            return default;
        }

        try
        {
            return Split(arena, Utf16.Decode(arena, value), pattern.Regex, pattern.Regex.IsMatch(""));
        }
        catch (RegexMatchTimeoutException)
        {
            return default;
        }
    }

    private static SqlArray<Text> Split(RecordArena arena, ReadOnlySpan<char> text, Regex pattern, bool matchesEmpty)
    {
        ArrayBuilder<Text> pieces = new(arena);
        int start = 0;
        int lastFilled = 0;
        int count = 0;
        foreach (ValueMatch match in pattern.EnumerateMatches(text))
        {
            // Nothing stands before the first character, nor behind the last one.
            if (match.Length == 0 && (match.Index == 0 || match.Index == text.Length))
            {
                continue;
            }

            pieces.Add(arena.Text(text[start..match.Index]));
            count++;
            lastFilled = match.Index > start ? count : lastFilled;
            start = match.Index + match.Length;
        }

        pieces.Add(arena.Text(text[start..]));
        count++;
        lastFilled = text.Length > start ? count : lastFilled;
        return matchesEmpty && lastFilled > 0 ? pieces.ToArray().Take(lastFilled) : pieces.ToArray();
    }

    private static Text ReplacePlainly(
        ReadOnlySpan<char> text, RegexPattern pattern, ReadOnlySpan<char> wanted, ref TextBuilder replaced)
    {
        int start = 0;
        foreach (ValueMatch match in pattern.Regex.EnumerateMatches(text))
        {
            replaced.Append(text[start..match.Index]);
            replaced.Append(wanted);
            start = match.Index + match.Length;
        }

        replaced.Append(text[start..]);
        return replaced.ToText();
    }

    private static Text ReplaceWithGroups(string text, RegexPattern pattern, ReadOnlySpan<char> wanted, ref TextBuilder replaced)
    {
        int start = 0;
        for (Match match = pattern.Regex.Match(text); match.Success; match = match.NextMatch())
        {
            replaced.Append(text.AsSpan(start, match.Index - start));
            if (!TryExpand(match, pattern, wanted, ref replaced))
            {
                return default;
            }

            start = match.Index + match.Length;
        }

        replaced.Append(text.AsSpan(start));
        return replaced.ToText();
    }

    private static bool TryExpand(Match match, RegexPattern pattern, ReadOnlySpan<char> wanted, ref TextBuilder replaced)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == '\\')
            {
                if (++i == wanted.Length)
                {
                    return false;
                }

                replaced.Append(wanted.Slice(i, 1));
            }
            else if (wanted[i] != '$')
            {
                replaced.Append(wanted.Slice(i, 1));
            }
            else if (!TryTakeGroup(pattern, wanted, ref i, out int group))
            {
                return false;
            }
            else
            {
                replaced.Append(match.Groups[group].ValueSpan);
            }
        }

        return true;
    }

    // "$12" is group 12 where there are so many, else group 1 and a 2.
    private static bool TryTakeGroup(RegexPattern pattern, ReadOnlySpan<char> wanted, ref int at, out int group)
    {
        group = -1;
        if (at + 1 < wanted.Length && wanted[at + 1] == '{')
        {
            int end = wanted[at..].IndexOf('}');
            group = end < 0 ? -1 : pattern.Regex.GroupNumberFromName(wanted[(at + 2)..(at + end)].ToString());
            at += end;
            return group >= 0;
        }

        while (at + 1 < wanted.Length && char.IsAsciiDigit(wanted[at + 1]))
        {
            int longer = (Math.Max(group, 0) * 10) + wanted[at + 1] - '0';
            if (longer > pattern.Groups)
            {
                break;
            }

            group = longer;
            at++;
        }

        return group >= 0;
    }
}
