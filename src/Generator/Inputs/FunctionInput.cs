using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>Static methods with [SqlFunction] or [SqlTableFunction] → functions of SQL.</summary>
internal static class FunctionInput
{
    private const string Scalar = "SqlFunction";
    private const string Table = "SqlTableFunction";

    public static IncrementalValuesProvider<Declaration<UserFunction>> From(IncrementalGeneratorInitializationContext context)
    {
        var scalars = Declarations.From(context, Scalar + "Attribute", static (found, stop) => Read(found, Scalar, stop));
        var tables = Declarations.From(context, Table + "Attribute", static (found, stop) => Read(found, Table, stop));
        return scalars.Collect().Combine(tables.Collect()).SelectMany(static (both, _) => both.Left.AddRange(both.Right));
    }

    private static Declaration<UserFunction>? Read(GeneratorAttributeSyntaxContext found, string attributeName, CancellationToken stop)
    {
        if (found.TargetSymbol is not IMethodSymbol method)
        {
            return null;
        }

        SqlLocation place = CSharpPlace.Of(method, CSharpPlace.Of(found.TargetNode));
        AttributeArguments attribute = new(found.Attributes[0], place, stop);
        Mistakes mistakes = new();
        string? name = ReadName(method, "function", attribute, place, mistakes);
        UserFunction? function = null;
        if (Obstacle(method) is { } obstacle)
        {
            mistakes.Report(RowTypeDiagnostics.FunctionMethod, place, method.Name, obstacle);
        }
        else if (name is not null)
        {
            SqlLocation result = found.TargetNode is MethodDeclarationSyntax syntax ? CSharpPlace.Of(syntax.ReturnType) : place;
            UserTypeReader types = new(mistakes, $"[{attributeName}(Precision = 10, Scale = 2)]", stop);
            function = ReadFunction(method, name, attribute, result, types, mistakes, attributeName == Table);
        }

        return new Declaration<UserFunction>(
            new Named<UserFunction>(name ?? "", function),
            function is null ? name ?? "" : Signature(function.Function),
            $"{method.ContainingType.ToDisplayString()}.{method.Name}",
            place,
            mistakes.ToArray());
    }

    /// <summary>The name in SQL: the attribute's, or the symbol's in SQL's way. Null where it cannot be one, which is reported.</summary>
    /// <param name="kind">What is named, for messages.</param>
    public static string? ReadName(ISymbol symbol, string kind, AttributeArguments attribute, SqlLocation place, Mistakes mistakes)
    {
        string written = attribute.Text ?? symbol.Name;
        SqlLocation here = attribute.Text is null ? place : attribute.TextPlace;
        string name = attribute.Text is null ? SqlName.FromCSharp(symbol.Name) : written.ToUpperInvariant();
        if (!SqlName.IsPlain(name) || Keywords.IsReserved(name))
        {
            mistakes.Report(RowTypeDiagnostics.IllegalName, here, written, kind, SqlName.IsPlain(name)
                ? "it is a reserved word"
                : "a name is letters, digits and '_'");
            return null;
        }

        if (FunctionCatalog.IsBuiltIn(name))
        {
            mistakes.Report(RowTypeDiagnostics.DuplicateFunction, here, name, "it is SQL's own");
        }

        return name;
    }

    /// <summary>Why SQL cannot call a method; null where it can.</summary>
    public static string? Obstacle(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return "it is a local function";
        }

        if (Reach.Obstacle(method.ContainingType) is { } obstacle)
        {
            return $"{method.ContainingType.Name} cannot be reached, {obstacle}";
        }

        return !method.IsStatic ? "it is not static"
            : !Reach.IsReachable(method) ? "it is private or protected; write internal or public"
            : method.ReturnsVoid ? "it returns nothing"
            : method.RefKind != RefKind.None ? "it returns a reference"
            : method.TypeParameters.Select(parameter => Obstacle(parameter, method))
                .Concat(method.Parameters.Select(Obstacle)).FirstOrDefault(found => found is not null);
    }

    // It stands for what a call has in its row: NULLs among them, and structs that SQL makes.
    private static string? Obstacle(ITypeParameterSymbol parameter, IMethodSymbol method) =>
        parameter.HasReferenceTypeConstraint || parameter.HasValueTypeConstraint || parameter.HasNotNullConstraint
            || parameter.HasConstructorConstraint || parameter.ConstraintTypes.Length > 0
            ? $"'{parameter.Name}' has a constraint, and any value of SQL may come for it"
        : !method.Parameters.Any(each => Holds(each.Type, parameter))
            ? $"'{parameter.Name}' is in no parameter, so no call could tell it"
        : null;

    private static bool Holds(ITypeSymbol type, ITypeParameterSymbol parameter) => type switch
    {
        ITypeParameterSymbol => SymbolEqualityComparer.Default.Equals(type, parameter),
        IArrayTypeSymbol array => Holds(array.ElementType, parameter),
        INamedTypeSymbol named => named.TypeArguments.Any(argument => Holds(argument, parameter)),
        _ => false,
    };

    private static string? Obstacle(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.None or RefKind.In ? null : $"'{parameter.Name}' is passed by reference";

    /// <summary>A method that can be called; null where something is reported.</summary>
    public static UserFunction? ReadFunction(
        IMethodSymbol method, string name, AttributeArguments attribute, SqlLocation resultPlace, UserTypeReader types, Mistakes mistakes,
        bool isTable)
    {
        UserParameter[] taken = types.Parameters(method, resultPlace);

        UserType? gives = types.Result(method.ReturnType, attribute, "The result", resultPlace);
        if (isTable && gives is { Type: not ArrayType })
        {
            mistakes.Report(
                RowTypeDiagnostics.FunctionMethod, resultPlace, method.Name,
                $"a table function gives many values, and this one gives one {UserParameter.Describe(gives.Type)}; "
                    + "write IEnumerable<…> or an array");
        }

        if (mistakes.IsBroken)
        {
            return null;
        }

        ScalarFunction function = new(
            name, taken.Select((each, i) => each.ToParameter(method.Parameters[i] is { IsOptional: true, IsParams: false }))
                .ToEquatableArray(), gives!.Type, $"UserFunctions.{name}", NeedsArena: true, IsUserDefined: true,
            IsTable: isTable);
        string owner = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new UserFunction(
            function, $"{owner}.{RowColumns.Escaped(method)}", taken.Select(each => each.Type).ToEquatableArray(), gives,
            method.TypeParameters.Select(parameter => parameter.Name).ToEquatableArray());
    }

    private static string Signature(ScalarFunction function) => $"{function.Name}({string.Join(", ", function.Parameters.Select(
        parameter => (parameter.Type is { } type ? UserParameter.Describe(type) : "any") + (parameter.IsVariadic ? "…" : "")))})";
}
