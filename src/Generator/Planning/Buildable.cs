using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>Keeps what binds but has no operator yet away from the emitter: an error at its clause, never wrong code.</summary>
internal static class Buildable
{
    private const int MostDigits = 28;

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

        List<BoundQuery> built = [];
        foreach (BoundQuery query in program.Queries)
        {
            bool isReported = broken.Contains(query.Sink.Name) || query.Select.Sources.Any(source => broken.Contains(source.Source.Name));
            SqlDiagnostic? mistake = isReported ? null : Check(query.Select).FirstOrDefault();
            if (mistake is not null)
            {
                found.Add(mistake);
            }
            else if (!isReported)
            {
                built.Add(query);
            }
        }

        bool IsBroken(DataSource? source) => source is not null && broken.Contains(source.Name);
        BoundProgram rest = program with
        {
            Sources = program.Sources.Where(source => !IsBroken(source)).ToEquatableArray(),
            Broken = [.. program.Broken, .. program.Sources.Where(IsBroken).Select(source => new BrokenSource(source, HostType: null))],
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

        if (source.Window.Kind == WindowKind.Session)
        {
            yield return NotYet(source.Place, "A source of session windows");
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

        if (select.Where is { } where)
        {
            foreach (SqlDiagnostic found in Check(where.Condition, where.Clause, select))
            {
                yield return found;
            }
        }

        foreach (BoundAggregate aggregate in select.Aggregation?.Aggregates ?? [])
        {
            SqlType? type = aggregate.Argument?.Type;
            bool isPlain = type is null || type.Kind is SqlKind.Boolean or SqlKind.Integer or SqlKind.BigInt or SqlKind.Double
                or SqlKind.Decimal or SqlKind.String or SqlKind.Date or SqlKind.Time or SqlKind.Timestamp;
            if (!isPlain && aggregate.Kind is not (AggregateKind.Count or AggregateKind.CountStar))
            {
                yield return NotYet(aggregate.Clause.Place, $"{aggregate.Clause.Sql} over {type}");
            }
        }
    }

    private static IEnumerable<SqlDiagnostic> Check(BoundExpression expression, Clause clause, BoundSelect select)
    {
        foreach (BoundExpression part in BoundTrees.All(expression))
        {
            if (part is BoundColumn { Source: >= 0, Name: "ROWPARTITION" or "ROWOFFSET" } column && select.Joins.Count > 0
                && select.Sources[column.Source].Source.Kind == SourceKind.Table)
            {
                yield return NotYet(clause.Place, $"{column.Name} of a joined table");
            }
            else if (HasTooManyDigits(part.Type))
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
