namespace QueryGen.Values;

/// <summary>What the reader of a record remembers beside its place in it: what is seldom looked at, so that a reader fits into
/// registers.</summary>
internal unsafe struct ReadingState
{
    /// <summary>Why it cannot go on; null while it can.</summary>
    public string? Reason;

    /// <summary>Name of the column that is read, in UTF-8, a constant of the program.</summary>
    public byte* Column;

    /// <summary>Bytes of the column's name; 0: no column is read.</summary>
    public int ColumnLength;

    /// <summary>How many brackets are open.</summary>
    public int Depth;

    /// <summary>Behind the record.</summary>
    public byte* End;

    /// <summary>Behind what a name is looked for in: the record, or a copy of the name, which is spelled otherwise in the record.</summary>
    public byte* NameEnd;

    /// <summary>Whether the name is such a copy; then <see cref="Value"/> is where the record goes on.</summary>
    public bool IsSpelledAnew;

    /// <summary>The member's value in the record.</summary>
    public byte* Value;

    /// <summary>What a method out of line gives beside its result: where an object or array ends, where a name stands.</summary>
    public byte* Place;

    /// <summary>At the start of a record or of a value inside.</summary>
    public void Begin(byte* end, int depth)
    {
        End = end;
        NameEnd = end;
        Reason = null;
        ColumnLength = 0;
        Depth = depth;
        IsSpelledAnew = false;
    }
}
