using QueryGen.Operators;
using QueryGen.Serdes;

namespace QueryGen.Joins;

/// <summary>Takes what a join of two streams finds. Emitted for each query.</summary>
/// <typeparam name="TKey">What the rows are joined on.</typeparam>
/// <typeparam name="TLeft">A row of the left stream.</typeparam>
/// <typeparam name="TRight">A row of the right stream.</typeparam>
public interface IJoinOutput<TKey, TLeft, TRight>
{
    /// <summary>Takes a pair; a row that is missing is all NULL.</summary>
    /// <param name="left">The left row. Valid during the call.</param>
    /// <param name="right">The right row. Valid during the call.</param>
    /// <param name="context">The record that made the pair, at the pair's event time.</param>
    void Joined(in TLeft left, in TRight right, in RecordContext context);

    /// <summary>Writes a key as the topics have it: its bytes order rows of one event time.</summary>
    void WriteKey(in TKey key, OutputBuffer output);
}
