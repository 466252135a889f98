namespace QueryGen.Functions;

/// <summary>The functions that take lambdas.</summary>
internal enum IterationKind
{
    Transform,
    Filter,
    Reduce,
}
