using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueryGen.Functions;
using QueryGen.Inputs;
using QueryGen.Support;

namespace QueryGen.Conformance.Compiling;

/// <summary>The functions and aggregates that only the cases call: the runner's own C#, read as a build reads that of a project.</summary>
internal static class OwnFunctions
{
    private static readonly Lazy<CSharpInputs> Read = new(ReadAll);

    /// <summary>What SQL sees of them.</summary>
    public static CSharpInputs Inputs => Read.Value;

    // Their sources lie in the assembly, too.
    private static CSharpInputs ReadAll()
    {
        Assembly own = typeof(OwnFunctions).Assembly;
        CSharpParseOptions language = new(LanguageVersion.Latest);
        IEnumerable<SyntaxTree> sources = own.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name =>
            {
                using StreamReader text = new(own.GetManifestResourceStream(name)!);
                return CSharpSyntaxTree.ParseText(text.ReadToEnd(), language, name);
            });
        CSharpCompilation compilation = CSharpCompilation.Create(
            "OwnFunctions", sources, BatchCompiler.Platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Reader reader = new();
        CSharpGeneratorDriver.Create([reader.AsSourceGenerator()], parseOptions: language)
            .RunGeneratorsAndUpdateCompilation(compilation, out _, out var mistakes);
        return mistakes.IsEmpty ? reader.Found : throw new InvalidOperationException(string.Join("\n", mistakes));
    }

    /// <summary>Takes what the generator's own readers find.</summary>
    private sealed class Reader : IIncrementalGenerator
    {
        public CSharpInputs Found { get; private set; } = CSharpInputs.None;

        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            IncrementalValuesProvider<Declaration<UserFunction>> functions = FunctionInput.From(context);
            IncrementalValuesProvider<Declaration<UserAggregate>> aggregates = AggregateInput.From(context);
            context.RegisterSourceOutput(
                functions.Models("Functions").Combine(aggregates.Models("Aggregates")),
                (_, all) => Found = new CSharpInputs([], [], all.Left, all.Right));
            context.RegisterSourceOutput(
                functions.Mistakes(Diagnostics.RowTypeDiagnostics.DuplicateFunction),
                static (output, found) => output.ReportDiagnostic(found.ToDiagnostic()));
            context.RegisterSourceOutput(
                aggregates.Mistakes(Diagnostics.RowTypeDiagnostics.DuplicateFunction),
                static (output, found) => output.ReportDiagnostic(found.ToDiagnostic()));
        }
    }
}
