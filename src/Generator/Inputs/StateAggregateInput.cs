using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>Static classes with [SqlAggregate] → aggregates whose state is a value of SQL, which their methods take and give.</summary>
internal static class StateAggregateInput
{
    /// <summary>Why a static class cannot be an aggregate; null where it can.</summary>
    public static string? Obstacle(INamedTypeSymbol type)
    {
        IMethodSymbol[] adds = MethodsOf(type, "Add");
        IMethodSymbol[] undos = MethodsOf(type, "Undo");
        IMethodSymbol[] results = MethodsOf(type, "Result");
        return Reach.Obstacle(type) is { } obstacle ? $"it cannot be reached, {obstacle}"
            : adds.Length == 0 ? "it has no method Add, which takes in a row"
            : adds.Length > 1 || undos.Length > 1 || results.Length > 1 ? "it has several methods of one name; write a class for each"
            : adds[0].Parameters.Length < 2 ? "its Add takes nothing of a row: the state comes first, then what the row gives"
            : undos.Length == 1 && undos[0].Parameters.Length != adds[0].Parameters.Length ? "its Undo does not take what its Add takes"
            : results.Length == 1 && results[0].Parameters.Length != 1 ? "its Result takes the state and nothing else"
            : adds.Concat(undos).Concat(results).Select(FunctionInput.Obstacle).FirstOrDefault(found => found is not null);
    }

    public static UserAggregate? Read(
        INamedTypeSymbol type, string name, AttributeArguments attribute, SqlLocation place, Mistakes mistakes, UserTypeReader types)
    {
        UserFunction? Method(string method) => MethodsOf(type, method).FirstOrDefault() is { } found
            ? FunctionInput.ReadFunction(
                found, $"{name}_{method}", attribute, CSharpPlace.Of(found, place), types, mistakes, isTable: false)
            : null;
        UserFunction? add = Method("Add");
        UserFunction? undo = Method("Undo");
        UserFunction? result = Method("Result");
        if (mistakes.IsBroken || add is null)
        {
            return null;
        }

        if (Mismatch(add, undo, result) is { } mismatch)
        {
            mistakes.Report(RowTypeDiagnostics.AggregateType, place, type.Name, mismatch);
            return null;
        }

        IMethodSymbol symbol = MethodsOf(type, "Add")[0];
        IEnumerable<UserParameter> row = symbol.Parameters.Select(
            (parameter, i) => new UserParameter(parameter.Name, add.Parameters[i], parameter.IsParams)).Skip(1);
        return new UserAggregate(
            name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), row.ToEquatableArray(), [],
            result?.Result ?? add.Result, Layout: "", CanUndo: undo is not null, CanMerge: false)
        {
            Methods = new UserMethods(add, undo, result),
        };
    }

    private static string? Mismatch(UserFunction add, UserFunction? undo, UserFunction? result) =>
        add.Parameters[0].Type != add.Result.Type
            ? "its Add does not give what it takes first: the state"
        : new[] { add, undo, result }.OfType<UserFunction>().Any(method => !method.Parameters[0].IsNullable)
            ? "the state is null before a group's first row; write '?' behind its type"
        : undo is not null && (!Types(undo).SequenceEqual(Types(add)) || undo.Result.Type != add.Result.Type)
            ? "its Undo does not take and give what its Add does"
        : result is not null && result.Parameters[0].Type != add.Result.Type
            ? "its Result does not take what its Add gives"
        : null;

    private static IEnumerable<SqlType> Types(UserFunction method) => method.Parameters.Select(parameter => parameter.Type);

    private static IMethodSymbol[] MethodsOf(INamedTypeSymbol type, string name) =>
        [.. type.GetMembers(name).OfType<IMethodSymbol>().Where(Reach.IsReachable)];
}
