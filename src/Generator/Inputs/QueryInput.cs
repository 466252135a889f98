using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using StatementSyntax = QueryGen.Syntax.StatementSyntax;

namespace QueryGen.Inputs;

/// <summary>A class with [Query], and its SQL before it is parsed.</summary>
/// <param name="HostType">The class with its namespace, as C# writes it.</param>
/// <param name="IsPublic">Seen from outside of its assembly.</param>
/// <param name="IsBroken">It cannot hold a query.</param>
internal sealed record QueryClass(string HostType, string Name, bool IsPublic, bool IsBroken, SqlScript Script);

/// <summary>A class with [Query], parsed.</summary>
internal sealed record HostedQuery(HostedQuerySyntax Syntax, bool IsPublic, EquatableArray<SqlDiagnostic> Diagnostics);

/// <summary>Partial classes with [Query] → their queries.</summary>
internal static class QueryInput
{
    // What the emitted half of the class declares.
    private static readonly string[] Emitted = ["Row", "Topology", "Subscribe", "GetAsync", "_rows"];

    private static readonly SymbolDisplayFormat WithNamespace = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(
        SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static IncrementalValuesProvider<Declaration<QueryClass>> From(IncrementalGeneratorInitializationContext context) =>
        Declarations.From(context, "QueryAttribute", static (found, stop) => Read(found, stop));

    /// <summary>The query of a class, which stands in a file of the project.</summary>
    /// <param name="folder">The folder that the paths in <c>#line</c> count from.</param>
    public static HostedQuery Parse(QueryClass host, string folder, CancellationToken stop)
    {
        SqlScript script = host.Script with { DisplayPath = ProjectPath.Relative(host.Script.Path, folder) };
        ParseResult parsed = SqlParser.ParseQuery(script, stop);
        DiagnosticBag report = CheckStatements(parsed, script);
        ScriptSyntax syntax = report.HasErrors ? parsed.Syntax with { Statements = [] } : parsed.Syntax;
        return new HostedQuery(
            new HostedQuerySyntax(host.HostType, host.Name, syntax, host.IsBroken),
            host.IsPublic,
            [.. parsed.Diagnostics, .. report.ToArray()]);
    }

    private static DiagnosticBag CheckStatements(ParseResult parsed, SqlScript script)
    {
        DiagnosticBag report = new(script);
        EquatableArray<StatementSyntax> statements = parsed.Syntax.Statements;
        if (statements.Count == 0 && parsed.Diagnostics.Count == 0)
        {
            // There are no characters to point at: the whole argument it is.
            report = new DiagnosticBag(script with { Embedded = script.Embedded! with { Positions = [] } });
            report.Report(RowTypeDiagnostics.QueryText, new SourceSpan(0, 0), "there is none");
        }
        else if (statements.FirstOrDefault(each => each is not (SelectStatementSyntax or CreateAsSelectSyntax)) is { } other)
        {
            report.Report(RowTypeDiagnostics.QueryText, other.Span, "this is another statement; it belongs into a .sql file");
        }
        else if (statements.Count > 1)
        {
            report.Report(RowTypeDiagnostics.QueryText, statements[1].Span, "this is a second one; give it a class of its own");
        }

        return report;
    }

    private static Declaration<QueryClass>? Read(GeneratorAttributeSyntaxContext found, CancellationToken stop)
    {
        if (found.TargetSymbol is not INamedTypeSymbol type || found.TargetNode is not TypeDeclarationSyntax syntax)
        {
            return null;
        }

        SqlLocation place = CSharpPlace.Of(syntax.Identifier);
        AttributeArguments attribute = new(found.Attributes[0], place, stop);
        if (attribute is not { Text: { } sql, TextSyntax: { } argument })
        {
            return null;
        }

        Mistakes mistakes = new();
        if (Obstacle(type, syntax) is { } obstacle)
        {
            mistakes.Report(RowTypeDiagnostics.QueryClass, place, type.Name, obstacle);
        }
        else if (type.GetMembers().FirstOrDefault(IsInTheWay) is { } member)
        {
            string reason = member is IMethodSymbol { MethodKind: MethodKind.Constructor }
                ? "it has a constructor of its own, and is given one; remove it"
                : $"it is given a member named '{member.Name}'; rename this one";
            mistakes.Report(RowTypeDiagnostics.QueryClass, CSharpPlace.Of(member, place), type.Name, reason);
        }

        string host = type.ToDisplayString(WithNamespace);
        QueryClass query = new(
            host, type.Name, Reach.IsPublic(type), mistakes.IsBroken,
            new SqlScript(syntax.SyntaxTree.FilePath, sql, LiteralMap.Of(argument, sql)));
        return new Declaration<QueryClass>(
            new Named<QueryClass>(SqlName.FromCSharp(type.Name), query), host, host, place, mistakes.ToArray());
    }

    private static string? Obstacle(INamedTypeSymbol type, TypeDeclarationSyntax syntax) =>
        type.ContainingType is { } outer ? $"it stands in {outer.Name}; move it out, into a namespace"
        : type.IsRecord ? "it is a record; write class"
        : type.IsStatic ? "it is static"
        : type.IsAbstract ? "it is abstract"
        : Reach.Obstacle(type) is { } obstacle ? obstacle
        : !syntax.Modifiers.Any(SyntaxKind.PartialKeyword) ? "it is not partial; write partial class"
        : null;

    private static bool IsInTheWay(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } || Emitted.Contains(member.Name);
}
