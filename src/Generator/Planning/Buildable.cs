using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>Keeps what binds but has no operator yet away from the emitter: an error at its clause, never wrong code.</summary>
internal static class Buildable
{
    private const int MostDigits = DecimalType.MostDigits;

    /// <summary>The program without what cannot be built, and why it cannot.</summary>
    public static (BoundProgram Program, EquatableArray<SqlDiagnostic> Diagnostics) Filter(BoundProgram program)
    {
        List<SqlDiagnostic> found = [];
        HashSet<string> broken = new(StringComparer.Ordinal);
        foreach (DataSource source in program.Sources)
        {
            SqlDiagnostic[] mistakes = [.. Check(source)];
            found.AddRange(mistakes);
            if (mistakes.Length > 0)
            {
                broken.Add(source.Name);
            }
        }

        bool IsBroken(DataSource? source) => source is not null && broken.Contains(source.Name);
        List<BoundQuery> built = [.. program.Queries];
        List<BrokenSource> hosted = [];
        bool IsLeftOut(BoundQuery query)
        {
            if (IsBroken(query.Sink) || query.Select.Sources.Any(source => IsBroken(source.Source)))
            {
                return true;
            }

            SqlDiagnostic? mistake = Check(query.Select).FirstOrDefault();
            found.AddRange(mistake is null ? [] : [mistake]);
            return mistake is not null || BoundTrees.Of(query.Select).SelectMany(BoundTree.Walk).Any(part => HasTooManyDigits(part.Type));
        }

        // A class keeps its other half where its query is left out, and what reads that query is left out as well.
        for (int before = -1; before != hosted.Count;)
        {
            before = hosted.Count;
            foreach (BoundQuery query in built.Where(IsLeftOut).ToList())
            {
                built.Remove(query);
                if (query.HostType is not null && broken.Add(query.Sink.Name))
                {
                    hosted.Add(new BrokenSource(query.Sink, query.HostType));
                }
            }
        }

        BoundProgram rest = program with
        {
            Sources = program.Sources.Where(source => !IsBroken(source)).ToEquatableArray(),
            Broken =
            [
                .. program.Broken,
                .. hosted,
                .. program.Sources.Where(source => IsBroken(source) && hosted.All(query => query.Source.Name != source.Name))
                    .Select(source => new BrokenSource(source, HostType: null)),
            ],
            Queries = built.ToEquatableArray(),
            Inserts = program.Inserts.Where(insert => !IsBroken(insert.Target)).ToEquatableArray(),
            Connectors = program.Connectors.Where(connector => !IsBroken(connector.Source)).ToEquatableArray(),
        };
        return (rest, found.ToEquatableArray());
    }

    private static IEnumerable<SqlDiagnostic> Check(DataSource source)
    {
        if (source.IsDerived)
        {
            yield break;
        }

        foreach (ColumnSchema column in source.Columns)
        {
            if (HasTooManyDigits(column.Type))
            {
                yield return NotYet(source.Place, $"{column.Type} of {column.Name}", $": at most {MostDigits} digits are");
            }
        }
    }

    private static IEnumerable<SqlDiagnostic> Check(BoundSelect select)
    {
        foreach (BoundColumnDefinition column in select.Columns)
        {
            foreach (SqlDiagnostic found in Check(column.Expression, column.Clause, select))
            {
                yield return found;
            }
        }

        foreach (BoundTableFunction function in select.TableFunctions)
        {
            foreach (SqlDiagnostic found in Check(function.Elements, function.Clause, select))
            {
                yield return found;
            }
        }

        if (select.Joins.Count == 0 && select.Sources[0].Source.Kind == SourceKind.Table)
        {
            foreach (SqlDiagnostic found in CheckChanges(select))
            {
                yield return found;
            }
        }

        if (select.Where is { } where)
        {
            foreach (SqlDiagnostic found in Check(where.Condition, where.Clause, select))
            {
                yield return found;
            }
        }
    }

    // A change asks about the row as it was, too: whether it passed, and what is taken out of its group. When and where that row
    // came from is not kept.
    private static IEnumerable<SqlDiagnostic> CheckChanges(BoundSelect select)
    {
        List<(BoundExpression Expression, Clause Clause)> read = [];
        if (select.Where is { } where)
        {
            read.Add((where.Condition, where.Clause));
        }

        if (select.Aggregation is { } aggregation)
        {
            read.AddRange(aggregation.Aggregates.SelectMany(
                aggregate => aggregate.Arguments.Select(argument => (argument, aggregate.Clause))));
            read.AddRange(aggregation.GroupBy.Parts.Select(part => (part, aggregation.GroupBy.Clause)));
        }

        foreach ((BoundExpression expression, Clause clause) in read)
        {
            foreach (BoundColumn column in BoundTree.Walk(expression).OfType<BoundColumn>()
                .Where(column => column.Name is "ROWTIME" or "ROWPARTITION" or "ROWOFFSET"))
            {
                yield return NotYet(clause.Place, $"{column.Name} of a table, in WHERE, GROUP BY or an aggregate,");
            }
        }
    }

    // A column's own type is a mistake of what gives the column.
    private static IEnumerable<SqlDiagnostic> Check(BoundExpression expression, Clause clause, BoundSelect select)
    {
        foreach (BoundExpression part in BoundTree.Walk(expression))
        {
            if (part is BoundColumn { Source: >= 0, Name: "ROWPARTITION" or "ROWOFFSET" } column && select.Joins.Count > 0
                && select.Sources[column.Source].Source.Kind == SourceKind.Table)
            {
                yield return NotYet(clause.Place, $"{column.Name} of a joined table");
            }
            else if (part is not BoundColumn && HasTooManyDigits(part.Type))
            {
                yield return NotYet(clause.Place, $"{part.Type}", $": at most {MostDigits} digits are");
            }
        }
    }

    private static bool HasTooManyDigits(SqlType type) =>
        type is DecimalType { Precision: > MostDigits } || ClrTypes.Nested(type).Any(nested => nested switch
        {
            ArrayType array => array.Element is DecimalType { Precision: > MostDigits },
            MapType map => map.Value is DecimalType { Precision: > MostDigits },
            StructType structure => structure.Fields.Any(field => field.Type is DecimalType { Precision: > MostDigits }),
            _ => false,
        });

    private static SqlDiagnostic NotYet(SqlPlace place, string what, string hint = "") => new(
        PlanningDiagnostics.NotBuiltYet,
        place.ToLocation(),
        [what, hint]);
}
