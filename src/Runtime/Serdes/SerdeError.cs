namespace QueryGen.Serdes;

/// <summary>Why a record cannot be read. <c>default</c>: it can.</summary>
/// <param name="Column">The column, or "key" or "value" where no column is to blame.</param>
/// <param name="Reason">What is wrong, without the record's data.</param>
public readonly record struct SerdeError(string Column, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Column}: {Reason}";
}
