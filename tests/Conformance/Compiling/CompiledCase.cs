using QueryGen.Binding;
using QueryGen.Emit;
using QueryGen.Support;

namespace QueryGen.Conformance.Compiling;

/// <summary>What the compiler makes of a case.</summary>
/// <param name="Mistakes">Errors, in the order in which they stand in the statements.</param>
/// <param name="Sources">Every stream and table, in the form that it has after the last statement.</param>
/// <param name="Queries">A program for each query, in the order of the statements; empty where there are mistakes.</param>
internal sealed record CompiledCase(
    IReadOnlyList<Mistake> Mistakes, IReadOnlyList<DataSource> Sources, IReadOnlyList<QueryProgram> Queries);

/// <summary>An error of the compiler.</summary>
/// <param name="Id">For instance <c>QG2001</c>.</param>
/// <param name="Subject">What is not supported yet; empty for a mistake in the SQL.</param>
/// <param name="IsInLastStatement">Whether it stands in the last statement of the case.</param>
internal sealed record Mistake(string Id, string Title, string Text, string Subject, bool IsInLastStatement)
{
    /// <summary>The SQL may be right, but the compiler does not take it.</summary>
    public bool IsNotBuiltYet => Subject.Length > 0;

    public override string ToString() => $"{Id}: {Text}";
}

/// <summary>One query, compiled as a program of its own.</summary>
/// <param name="Namespace">Of its code; unique in a batch.</param>
/// <param name="Reads">Topics that it reads, in the order of FROM and JOIN.</param>
/// <param name="Writes">The topic of its sink.</param>
internal sealed record QueryProgram(string Namespace, EquatableArray<GeneratedFile> Files, IReadOnlyList<string> Reads, string Writes);
