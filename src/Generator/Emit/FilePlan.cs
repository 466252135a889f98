using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>A file to be written, with everything that its text depends on: it is written anew only where that has changed.</summary>
/// <param name="Name">Without the ending; unique in the program.</param>
/// <param name="Namespace">Of the types in it; may be empty.</param>
internal abstract record FilePlan(string Name, string Namespace)
{
    /// <summary>A user's C# sees what is in it: it stands among the user's own names.</summary>
    public virtual bool IsPublic => false;

    /// <summary>Where in the SQL it comes from, for a fault of its emitter; <c>default</c>: from more than one place.</summary>
    public virtual SqlPlace Place => default;
}

/// <summary>The structs of nested types.</summary>
/// <param name="InRows">Those that rows in stores have.</param>
/// <param name="InKeys">Those that keys in stores have.</param>
internal sealed record TypesFile(
    string Name, string Namespace, EquatableArray<SqlType> Types, EquatableArray<SqlType> InRows, EquatableArray<SqlType> InKeys)
    : FilePlan(Name, Namespace);

/// <summary>How aggregates keep values of these types.</summary>
internal sealed record AggregatedTypesFile(string Name, string Namespace, EquatableArray<SqlType> Types) : FilePlan(Name, Namespace);

/// <summary>The row of a query on an attributed class, in that class.</summary>
internal sealed record HostFile(string Name, string Namespace, SourcePlan Source, HostPlan Host, string ProgramNamespace)
    : FilePlan(Name, Namespace)
{
    public override bool IsPublic => true;
}

/// <summary>The rows of sources as a user's C# sees them.</summary>
/// <remarks>One file for all: Roslyn compares each file's name with all others at each keystroke.</remarks>
internal sealed record PublicRowsFile(string Name, string Namespace, EquatableArray<DataSource> Sources) : FilePlan(Name, Namespace)
{
    public override bool IsPublic => true;
}

/// <summary>The row of a source as operators see it, and how it is read and written.</summary>
internal sealed record RowsFile(string Name, string Namespace, SourcePlan Source) : FilePlan(Name, Namespace);

/// <summary>An operator.</summary>
/// <param name="IsScanned">It takes the rows of a topic, and not those that another operator hands on.</param>
internal sealed record OperatorFile(string Name, string Namespace, OperatorPlan Operator, bool IsScanned) : FilePlan(Name, Namespace)
{
    public override SqlPlace Place => Operator switch
    {
        ProjectPlan project => PlaceOf(project.Columns),
        TableProjectPlan project => PlaceOf(project.Columns),
        TableRepartitionPlan repartition => repartition.Keys.Clause.Place,
        RepartitionPlan repartition => repartition.Keys.Clause.Place,
        StreamTableJoinPlan join => join.Join.Place,
        StreamStreamJoinPlan join => join.Join.Place,
        TableTableJoinPlan join => join.Join.Place,
        ForeignKeyRequestPlan request => request.Join.Place,
        ForeignKeyAnswerPlan answer => PlaceOf(answer.Columns),
        ForeignKeyResultPlan result => result.Join.Place,
        AggregatePlan aggregate => aggregate.Aggregation.GroupBy.Clause.Place,
        _ => default,
    };

    private static SqlPlace PlaceOf(EquatableArray<BoundColumnDefinition> columns) => columns.Count == 0 ? default : columns[0].Clause.Place;
}

/// <summary>The program of a task.</summary>
/// <param name="Part">Of the program's <see cref="Outline"/>.</param>
internal sealed record SubTopologyFile(string Name, string Namespace, SubTopologyPlan Part) : FilePlan(Name, Namespace);

/// <summary>What calls a user's methods.</summary>
internal sealed record FunctionsFile(string Name, string Namespace, EquatableArray<UserCall> Calls) : FilePlan(Name, Namespace);

/// <summary>The records of INSERT VALUES.</summary>
internal sealed record SeedsFile(string Name, string Namespace, EquatableArray<SeedPlan> Seeds) : FilePlan(Name, Namespace);

/// <summary>The topology as data.</summary>
/// <param name="Program">Its <see cref="Outline"/>, without its sources.</param>
internal sealed record TopologyFile(string Name, string Namespace, ProgramPlan Program) : FilePlan(Name, Namespace);

/// <summary>Typed access to the topology.</summary>
/// <param name="Program">Its <see cref="Outline"/>.</param>
internal sealed record HostingFile(string Name, string Namespace, ProgramPlan Program) : FilePlan(Name, Namespace)
{
    public override bool IsPublic => true;
}

/// <summary>C# that does not compile: what runs goes on as it was.</summary>
internal sealed record MistakesFile(string Name) : FilePlan(Name, Namespace: "")
{
    public override bool IsPublic => true;
}

/// <summary>A file of generated C#.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
