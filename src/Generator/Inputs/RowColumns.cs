using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Inputs;

/// <summary>A column that a member of a C# type declares.</summary>
internal sealed record RowColumn(SqlType Type, bool IsKey, bool IsTimestamp, SqlLocation Place, RowMember Member)
{
    public string Name => Member.Column;
}

/// <summary>Members of a C# type → columns.</summary>
internal sealed class RowColumns(SqlLocation place, Mistakes mistakes, CancellationToken stop)
{
    /// <summary>The columns that can be understood.</summary>
    public IReadOnlyList<RowColumn> Read(INamedTypeSymbol type, IReadOnlyList<MemberSymbol> members)
    {
        CheckOthers(type, members);
        return [.. members.Select(Read).OfType<RowColumn>()];
    }

    // [Column] on what is no column would have no effect: somebody means something else.
    private void CheckOthers(INamedTypeSymbol type, IReadOnlyList<MemberSymbol> columns)
    {
        foreach (ISymbol member in RowMembers.Declared(type))
        {
            if (Find(member.GetAttributes(), CSharpPlace.Of(member, place), stop) is { } attribute
                && !columns.Any(column => SymbolEqualityComparer.Default.Equals(column.Symbol, member)))
            {
                mistakes.Report(RowTypeDiagnostics.NotAColumn, attribute.Place, member.Name, RowMembers.WhyNot(member));
            }
        }
    }

    private RowColumn? Read(MemberSymbol member)
    {
        SqlLocation here = CSharpPlace.Of(member.Symbol, place);
        AttributeArguments? attribute = Find(member, here, stop);
        (SqlType? type, bool isNullable) = MemberType.Of(member.Type);
        isNullable &= member.Parameter is null || MemberType.Of(member.Parameter.Type).IsNullable;
        if (type is null)
        {
            mistakes.ReportType(member.Symbol.Name, member.Type, here);
            return null;
        }

        string? name = attribute?.Text is { } written ? ReadName(written, attribute) : SqlName.FromCSharp(member.Symbol.Name);
        SqlType? sized = DecimalDigits.Apply(
            type, attribute, member.Symbol.Name, here, "[Column(Precision = 10, Scale = 2)]", mistakes);
        if (name is null || sized is null)
        {
            return null;
        }

        RowMember made = new(
            name,
            Escaped(member.Symbol),
            isNullable,
            member.Parameter is { } parameter ? Escaped(parameter) : null,
            IsAssigned: member.Parameter is null || member.IsRequired);
        return new RowColumn(
            sized, attribute?.Find<bool>("IsKey") == true, attribute?.Find<bool>("IsTimestamp") == true, here, made);
    }

    private string? ReadName(string written, AttributeArguments attribute)
    {
        string? name = SqlName.Read(written);
        if (name is null)
        {
            mistakes.Report(
                RowTypeDiagnostics.IllegalName,
                attribute.TextPlace,
                written,
                "column",
                "write letters, digits and '_', or quote it: `…`");
        }

        return name;
    }

    /// <summary>The [Column] of a member, or of the parameter that makes it.</summary>
    public static AttributeArguments? Find(MemberSymbol member, SqlLocation here, CancellationToken stop) =>
        Find(member.Symbol.GetAttributes(), here, stop) ?? Find(member.Parameter?.GetAttributes() ?? [], here, stop);

    /// <summary>A name as C# writes it.</summary>
    public static string Escaped(ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;

    private static AttributeArguments? Find(ImmutableArray<AttributeData> attributes, SqlLocation here, CancellationToken stop) =>
        attributes.FirstOrDefault(each => each.AttributeClass?.ToDisplayString() == "QueryGen.ColumnAttribute") is { } found
            ? new AttributeArguments(found, here, stop)
            : null;
}
