using System.Text;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>A program with names and types known, and what is wrong with it.</summary>
internal sealed record BindResult(BoundProgram Program, EquatableArray<SqlDiagnostic> Diagnostics);

/// <summary>The query of an attributed partial class.</summary>
/// <param name="HostType">The class's metadata name, for instance <c>Shop.PoorRatings</c>.</param>
/// <param name="Name">The class's own name, in Pascal case.</param>
internal sealed record HostedQuerySyntax(string HostType, string Name, ScriptSyntax Script)
{
    /// <summary>The stream or table that the query fills: <c>PoorRatings</c> gives <c>POOR_RATINGS</c>.</summary>
    public string SourceName { get; } = UpperSnake(Name);

    private static string UpperSnake(string name)
    {
        StringBuilder snake = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            snake.Append(startsWord && name[i - 1] != '_' ? "_" : "").Append(char.ToUpperInvariant(name[i]));
        }

        return snake.ToString();
    }
}

/// <summary>Syntax → bound tree, over all scripts and row types of a project at once. Never throws on bad SQL.</summary>
internal static class ProgramBinder
{
    /// <param name="scripts">In a fixed order: of two declarations of one name the second is the duplicate.</param>
    /// <param name="declaredInCSharp">Sources whose schema is a C# type.</param>
    public static BindResult Bind(
        EquatableArray<ScriptSyntax> scripts,
        EquatableArray<DataSource> declaredInCSharp,
        EquatableArray<ScalarFunction> userFunctions,
        EquatableArray<HostedQuerySyntax> attributeQueries,
        CancellationToken stop)
    {
        List<ScriptUnit> units =
        [
            .. scripts.Select(script => new ScriptUnit(script, null)),
            .. attributeQueries.Select(query => new ScriptUnit(query.Script, query)),
        ];
        StatementBinder statements = new(units, declaredInCSharp, new FunctionCatalog(userFunctions));
        foreach (StatementUnit unit in units.SelectMany(script => script.Statements))
        {
            stop.ThrowIfCancellationRequested();
            statements.Bind(unit);
        }

        BoundProgram program = statements.ToProgram(declaredInCSharp);
        return new BindResult(program, units.SelectMany(script => script.Report.InOrder()).ToEquatableArray());
    }
}
