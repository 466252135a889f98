using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>What is wrong with one declaration in C#.</summary>
internal sealed class Mistakes
{
    private readonly List<SqlDiagnostic> _found = [];

    /// <summary>It cannot be used; also where C#'s own compiler says why.</summary>
    public bool IsBroken { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, SqlLocation place, params string[] arguments) =>
        Add(new SqlDiagnostic(descriptor, place, arguments.ToEquatableArray()));

    public void Add(SqlDiagnostic mistake)
    {
        _found.Add(mistake);
        IsBroken = true;
    }

    /// <summary>A type that SQL does not have; one that C# does not have either is reported by C#'s compiler.</summary>
    public void ReportType(string subject, ITypeSymbol type, SqlLocation place)
    {
        IsBroken = true;
        if (type.TypeKind != TypeKind.Error)
        {
            Report(RowTypeDiagnostics.NoSqlType, place, subject, type.ToDisplayString(), MemberType.WayOut(type));
        }
    }

    public EquatableArray<SqlDiagnostic> ToArray() => _found.ToEquatableArray();
}
