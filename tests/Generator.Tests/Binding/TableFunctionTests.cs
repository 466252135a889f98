using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

public sealed class TableFunctionTests
{
    [Fact]
    public void A_map_is_no_argument() => Sql.Value("⟦EXPLODE(m)⟧").Reports(BindingDiagnostics.NoOverload, "EXPLODE");

    [Fact]
    public void Where_takes_none() => Sql.Where("⟦EXPLODE⟧(a) > 1").Reports(BindingDiagnostics.TableFunctionNotHere, "not in WHERE");

    [Fact]
    public void Case_takes_none() => Sql.Value("⟦CASE WHEN b THEN EXPLODE(a) ELSE 1 END⟧")
        .Reports(BindingDiagnostics.TableFunctionNotHere, "CASE");

    [Fact]
    public void One_does_not_stand_in_another() => Sql.Value("⟦EXPLODE(ARRAY[EXPLODE(a)])⟧")
        .Reports(BindingDiagnostics.TableFunctionNotHere, "EXPLODE makes many rows of one: another one");

    [Fact]
    public void A_query_with_groups_takes_none() => Sql.With(
        "CREATE TABLE o AS SELECT id, ⟦EXPLODE⟧(COLLECT_LIST(i)) AS x, COUNT(*) AS n FROM s GROUP BY id;")
        .Reports(BindingDiagnostics.TableFunctionNotHere, "GROUP BY");

    [Fact]
    public void A_table_takes_none() => Sql.With("CREATE TABLE o AS SELECT id, ⟦CUBE_EXPLODE⟧(ARRAY[name]) AS x FROM c;")
        .Reports(BindingDiagnostics.TableFunctionNotHere, "a table's");

    [Fact]
    public void A_key_is_not_made_of_one() => Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY ⟦EXPLODE⟧(a);")
        .Reports(BindingDiagnostics.TableFunctionNotHere, "not in PARTITION BY");
}
