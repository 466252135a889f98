using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>Static methods with [SqlFunction] → functions of SQL.</summary>
internal static class FunctionInput
{
    public static IncrementalValuesProvider<Declaration<UserFunction>> From(IncrementalGeneratorInitializationContext context) =>
        Declarations.From(context, "SqlFunctionAttribute", static (found, stop) => Read(found, stop));

    private static Declaration<UserFunction>? Read(GeneratorAttributeSyntaxContext found, CancellationToken stop)
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
            function = ReadFunction(method, name, attribute, result, mistakes);
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

    private static string? Obstacle(IMethodSymbol method)
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
            : method.IsGenericMethod ? "it is generic"
            : !Reach.IsReachable(method) ? "it is private or protected; write internal or public"
            : method.ReturnsVoid ? "it returns nothing"
            : method.RefKind != RefKind.None ? "it returns a reference"
            : method.Parameters.Select(Obstacle).FirstOrDefault(found => found is not null);
    }

    private static string? Obstacle(IParameterSymbol parameter) =>
        parameter.RefKind is not (RefKind.None or RefKind.In) ? $"'{parameter.Name}' is passed by reference"
        : parameter.IsParams ? $"'{parameter.Name}' takes several arguments, which is not supported yet"
        : parameter.IsOptional ? $"'{parameter.Name}' may be left out, which is not supported yet; write a second method without it"
        : null;

    private static UserFunction? ReadFunction(
        IMethodSymbol method, string name, AttributeArguments attribute, SqlLocation resultPlace, Mistakes mistakes)
    {
        List<Parameter> parameters = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (ReadType(parameter.Type, parameter.Name, CSharpPlace.Of(parameter, resultPlace), mistakes) is { } type)
            {
                parameters.Add(new Parameter(parameter.Name, type));
            }
        }

        SqlType? result = ReadType(method.ReturnType, "The result", resultPlace, mistakes) is not { } returned ? null
            : DecimalDigits.Apply(
                returned, attribute, "The result", resultPlace, "[SqlFunction(Precision = 10, Scale = 2)]", mistakes);
        if (mistakes.IsBroken)
        {
            return null;
        }

        ScalarFunction function = new(
            name, parameters.ToEquatableArray(), result, $"UserFunctions.{name}", NeedsArena: true, IsUserDefined: true);
        string owner = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        string escaped = SyntaxFacts.GetKeywordKind(method.Name) == SyntaxKind.None ? method.Name : "@" + method.Name;
        return new UserFunction(
            function, $"{owner}.{escaped}", method.Parameters.Select(each => MemberType.Of(each.Type).IsNullable).ToEquatableArray());
    }

    private static SqlType? ReadType(ITypeSymbol type, string subject, SqlLocation place, Mistakes mistakes)
    {
        if (MemberType.Of(type).Type is { } found)
        {
            return found;
        }

        mistakes.ReportType(subject, type, place);
        return null;
    }

    private static string Signature(ScalarFunction function) =>
        $"{function.Name}({string.Join(", ", function.Parameters.Select(parameter =>
            parameter.Type == SignatureBuilder.AnyDecimal ? "DECIMAL" : parameter.Type!.ToString()))})";
}
