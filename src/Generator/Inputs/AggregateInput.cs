using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>Structs and static classes with [SqlAggregate] → aggregates of SQL.</summary>
internal static class AggregateInput
{
    private const string Example = "[SqlAggregate(Precision = 10, Scale = 2)]";

    public static IncrementalValuesProvider<Declaration<UserAggregate>> From(IncrementalGeneratorInitializationContext context) =>
        Declarations.From(context, "SqlAggregateAttribute", static (found, stop) => Read(found, stop));

    private static Declaration<UserAggregate>? Read(GeneratorAttributeSyntaxContext found, CancellationToken stop)
    {
        if (found.TargetSymbol is not INamedTypeSymbol type)
        {
            return null;
        }

        SqlLocation place = CSharpPlace.Of(type, CSharpPlace.Of(found.TargetNode));
        AttributeArguments attribute = new(found.Attributes[0], place, stop);
        Mistakes mistakes = new();
        string? name = FunctionInput.ReadName(type, "aggregate", attribute, place, mistakes);
        UserAggregate? aggregate = null;
        if ((type.IsStatic ? StateAggregateInput.Obstacle(type) : Obstacle(type)) is { } obstacle)
        {
            mistakes.Report(RowTypeDiagnostics.AggregateType, place, type.Name, obstacle);
        }
        else if (name is not null)
        {
            UserTypeReader types = new(mistakes, Example, stop);
            aggregate = type.IsStatic
                ? StateAggregateInput.Read(type, name, attribute, place, mistakes, types)
                : ReadAggregate(type, name, attribute, place, mistakes, types);
        }

        return new Declaration<UserAggregate>(
            new Named<UserAggregate>(name ?? "", aggregate),
            aggregate is null ? name ?? "" : Signature(aggregate),
            type.ToDisplayString(),
            place,
            mistakes.ToArray());
    }

    private static string? Obstacle(INamedTypeSymbol type)
    {
        IMethodSymbol[] adds = MethodsOf(type, "Add");
        IMethodSymbol[] results = MethodsOf(type, "Result");
        IMethodSymbol[] constructors = ConstructorsOf(type);
        return Reach.Obstacle(type) is { } obstacle ? $"it cannot be reached, {obstacle}"
            : type.IsGenericType ? "it is generic"
            : type.IsRefLikeType ? "it is a ref struct, which cannot be kept"
            : !type.IsUnmanagedType ? "it is kept in a store's memory, so its fields hold no class, string or array"
            : adds.Length == 0 ? "it has no method Add, which takes in a row"
            : adds.Length > 1 ? "it has several methods Add; write a struct for each"
            : results.Length != 1 || results[0].Parameters.Length > 0 || results[0].ReturnsVoid
                ? "it has no method Result() that gives the aggregate's value"
            : constructors.Length > 1 ? "it has several constructors with parameters; write a struct for each"
            : adds[0].Parameters.Length == 0 ? "its Add takes nothing of a row"
            : Parameters(adds[0]).Concat(constructors.SelectMany(Parameters)).Select(Obstacle).FirstOrDefault(each => each is not null)
                ?? (IsVariadic(adds[0]) && constructors.Any(IsVariadic)
                    ? "Add and the constructor both have params: it could not be told where the constants begin" : null);
    }

    private static string? Obstacle(IParameterSymbol parameter) =>
        parameter.RefKind is not (RefKind.None or RefKind.In) ? $"'{parameter.Name}' is passed by reference"
        : parameter is { IsOptional: true, IsParams: false }
            ? $"'{parameter.Name}' may be left out, which is not supported; write a second struct"
        : null;

    private static UserAggregate? ReadAggregate(
        INamedTypeSymbol type, string name, AttributeArguments attribute, SqlLocation place, Mistakes mistakes, UserTypeReader types)
    {
        IMethodSymbol add = MethodsOf(type, "Add")[0];
        IMethodSymbol result = MethodsOf(type, "Result")[0];
        UserParameter[] row = types.Parameters(add, place);
        UserParameter[] constants = [.. ConstructorsOf(type).SelectMany(constructor => types.Parameters(constructor, place))];
        bool canUndo = HasTwin(type, "Undo", add, place, mistakes);
        bool canMerge = CanMerge(type, place, mistakes);
        UserType? gives = types.Result(result.ReturnType, attribute, "The result", CSharpPlace.Of(result, place));
        return mistakes.IsBroken ? null : new UserAggregate(
            name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), row.ToEquatableArray(), constants.ToEquatableArray(),
            gives!, LayoutOf(type), canUndo, canMerge);
    }

    // A state that was written with other fields must not be read.
    private static string LayoutOf(ITypeSymbol type) => string.Join(", ", type.GetMembers().OfType<IFieldSymbol>()
        .Where(field => !field.IsStatic && !field.IsConst)
        .Select(field => $"{field.Name} {(IsOwnStruct(field.Type) ? $"({LayoutOf(field.Type)})" : field.Type.ToDisplayString())}"));

    private static bool IsOwnStruct(ITypeSymbol type) => type.TypeKind == TypeKind.Struct && !type.DeclaringSyntaxReferences.IsEmpty;

    // Undo takes what Add takes.
    private static bool HasTwin(INamedTypeSymbol type, string name, IMethodSymbol add, SqlLocation place, Mistakes mistakes)
    {
        IMethodSymbol[] found = MethodsOf(type, name);
        bool isTwin = found.Length == 1 && found[0].Parameters.Length == add.Parameters.Length && found[0].Parameters
            .Zip(add.Parameters, (left, right) => SymbolEqualityComparer.IncludeNullability.Equals(left.Type, right.Type)
                && left.IsParams == right.IsParams).All(same => same);
        if (found.Length > 0 && !isTwin)
        {
            mistakes.Report(
                RowTypeDiagnostics.AggregateType, CSharpPlace.Of(found[0], place), type.Name,
                $"its {name} does not take what its Add takes");
        }

        return isTwin;
    }

    private static bool CanMerge(INamedTypeSymbol type, SqlLocation place, Mistakes mistakes)
    {
        IMethodSymbol[] found = MethodsOf(type, "Merge");
        bool isRight = found is [{ Parameters: [{ RefKind: RefKind.None or RefKind.In } other] }]
            && SymbolEqualityComparer.Default.Equals(other.Type, type);
        if (found.Length > 0 && !isRight)
        {
            mistakes.Report(
                RowTypeDiagnostics.AggregateType, CSharpPlace.Of(found[0], place), type.Name,
                $"its Merge does not take another {type.Name}");
        }

        return isRight;
    }

    private static IMethodSymbol[] MethodsOf(INamedTypeSymbol type, string name) =>
    [
        .. type.GetMembers(name).OfType<IMethodSymbol>()
            .Where(method => !method.IsStatic && !method.IsGenericMethod && Reach.IsReachable(method)),
    ];

    private static IMethodSymbol[] ConstructorsOf(INamedTypeSymbol type) =>
        [.. type.InstanceConstructors.Where(constructor => constructor.Parameters.Length > 0 && Reach.IsReachable(constructor))];

    private static IEnumerable<IParameterSymbol> Parameters(IMethodSymbol method) => method.Parameters;

    private static bool IsVariadic(IMethodSymbol method) => method.Parameters.Any(parameter => parameter.IsParams);

    private static string Signature(UserAggregate aggregate) => $"{aggregate.Name}({aggregate.Shown})";
}
