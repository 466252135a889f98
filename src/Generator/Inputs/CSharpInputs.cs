using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>Everything that C# says to the compiler.</summary>
internal sealed record CSharpInputs(
    EquatableArray<HostedQuery> Queries, EquatableArray<Named<RowType>> RowTypes, EquatableArray<Named<UserFunction>> Functions,
    EquatableArray<Named<UserAggregate>> Aggregates)
{
    public static readonly CSharpInputs None = new([], [], [], []);

    public EquatableArray<RowType> Rows => RowTypes.Select(each => each.Model).OfType<RowType>().ToEquatableArray();

    public EquatableArray<UserFunction> UserFunctions => Functions.Select(each => each.Model).OfType<UserFunction>().ToEquatableArray();

    /// <summary>What SQL sees of it.</summary>
    public CSharpDeclarations Declarations => new(
        Rows.Select(row => row.Source).ToEquatableArray(),
        UserFunctions.Select(each => each.Function).ToEquatableArray(),
        Aggregates.Select(each => each.Model).OfType<UserAggregate>().ToEquatableArray(),
        RowTypes.Where(each => each.Model is null).Select(each => each.Name).ToEquatableArray(),
        Functions.Where(each => each.Model is null).Select(each => each.Name)
            .Concat(Aggregates.Where(each => each.Model is null).Select(each => each.Name)).ToEquatableArray());
}
