using QueryGen.Support;

namespace QueryGen.Functions;

/// <summary>A C# method that SQL may call.</summary>
/// <param name="Function">What SQL sees of it. Its method is an emitted one, which takes and gives values of rows.</param>
/// <param name="Method">The user's own method: <c>global::Shop.Functions.Shout</c>.</param>
/// <param name="TakesNull">For each parameter whether it can be null.</param>
internal sealed record UserFunction(ScalarFunction Function, string Method, EquatableArray<bool> TakesNull);
