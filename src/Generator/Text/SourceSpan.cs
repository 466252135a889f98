namespace QueryGen.Text;

/// <summary>A stretch of a script's text, in UTF-16 code units from its start.</summary>
internal readonly record struct SourceSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The smallest stretch that holds both.</summary>
    public SourceSpan To(SourceSpan last) => FromBounds(Math.Min(Start, last.Start), Math.Max(End, last.End));
}
