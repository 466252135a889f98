using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>A declaration as the compiler takes it: without a place, so that a line more above it changes nothing.</summary>
/// <param name="Name">In SQL; empty where it has none.</param>
/// <param name="Model">Null where it is declared wrongly, as is reported there.</param>
internal sealed record Named<TModel>(string Name, TModel? Model)
    where TModel : class;

/// <summary>What C# declares for SQL, read from its symbol, and what is wrong with it.</summary>
/// <param name="Signature">What no other declaration may have in common with it, as messages show it.</param>
/// <param name="Title">Its name in C#, for messages.</param>
/// <param name="Place">Of its name in C#.</param>
internal sealed record Declaration<TModel>(
    Named<TModel> Named, string Signature, string Title, SqlLocation Place, EquatableArray<SqlDiagnostic> Mistakes)
    where TModel : class;

/// <summary>The way of declarations through the pipeline.</summary>
internal static class Declarations
{
    /// <summary>One for each use of an attribute.</summary>
    /// <param name="attribute">Its name, without namespace.</param>
    /// <param name="read">Null where the C# itself is so wrong that its compiler says enough.</param>
    public static IncrementalValuesProvider<Declaration<TModel>> From<TModel>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, Declaration<TModel>?> read)
        where TModel : class =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName("QueryGen." + attribute, static (_, _) => true, (found, stop) => Guarded(found, read, stop))
            .Where(static declaration => declaration is not null)!;

    /// <summary>What the compiler takes of them, in an order that does not depend on that of the files.</summary>
    /// <param name="step">The tracking name of the step at which an edit that changes no declaration stops.</param>
    public static IncrementalValueProvider<EquatableArray<Named<TModel>>> Models<TModel>(
        this IncrementalValuesProvider<Declaration<TModel>> declarations, string step)
        where TModel : class =>
        declarations.Select(static (declaration, _) => new Keyed<TModel>(declaration.Signature, declaration.Title, declaration.Named))
            .WithTrackingName(step)
            .Collect()
            .Select(static (all, _) => all
                .OrderBy(each => each.Signature, StringComparer.Ordinal).ThenBy(each => each.Title, StringComparer.Ordinal)
                .GroupBy(each => each.Signature, StringComparer.Ordinal).Select(same => same.First().Named).ToEquatableArray());

    /// <summary>What is wrong with each one, and those that are declared twice.</summary>
    public static IncrementalValuesProvider<SqlDiagnostic> Mistakes<TModel>(
        this IncrementalValuesProvider<Declaration<TModel>> declarations, DiagnosticDescriptor duplicate)
        where TModel : class =>
        declarations.Collect().SelectMany((all, _) => all.SelectMany(each => each.Mistakes).Concat(Duplicates(all, duplicate)));

    private static IEnumerable<SqlDiagnostic> Duplicates<TModel>(
        IEnumerable<Declaration<TModel>> all, DiagnosticDescriptor duplicate)
        where TModel : class
    {
        foreach (IGrouping<string, Declaration<TModel>> same in all.Where(each => each.Named.Model is not null)
            .GroupBy(each => each.Signature, StringComparer.Ordinal))
        {
            List<Declaration<TModel>> ordered = [.. same.OrderBy(each => each.Title, StringComparer.Ordinal)];
            foreach (Declaration<TModel> other in ordered.Skip(1))
            {
                yield return new SqlDiagnostic(duplicate, other.Place, [same.Key, $"by {ordered[0].Title}"]);
            }
        }
    }

    // A fault of the reader itself: reported where it was provoked, never silence.
    private static Declaration<TModel>? Guarded<TModel>(
        GeneratorAttributeSyntaxContext found,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, Declaration<TModel>?> read,
        CancellationToken stop)
        where TModel : class
    {
        try
        {
            return read(found, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SqlLocation place = CSharpPlace.Of(found.TargetNode);
            return new Declaration<TModel>(
                new Named<TModel>("", null), "", "", place,
                [new SqlDiagnostic(InternalDiagnostics.CompilerFault, place, [fault.GetType().Name, fault.Message, Fault.Frame(fault)])]);
        }
    }

    /// <summary>A declaration without its place, with what it is sorted by.</summary>
    private sealed record Keyed<TModel>(string Signature, string Title, Named<TModel> Named)
        where TModel : class;
}
