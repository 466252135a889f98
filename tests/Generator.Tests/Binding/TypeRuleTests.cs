using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Types of expressions; language 2.</summary>
public sealed class TypeRuleTests
{
    [Theory]
    [InlineData("i + i", "INTEGER")]
    [InlineData("i + l", "BIGINT")]
    [InlineData("l * d", "DOUBLE")]
    [InlineData("n / d", "DOUBLE")]
    [InlineData("i / 2", "INTEGER")]
    [InlineData("n + n", "DECIMAL(7, 2)")]
    [InlineData("n - i", "DECIMAL(13, 2)")]
    [InlineData("n + l", "DECIMAL(22, 2)")]
    [InlineData("n * n", "DECIMAL(13, 4)")]
    [InlineData("n / n", "DECIMAL(15, 9)")]
    [InlineData("n % 1.5", "DECIMAL(3, 2)")]
    [InlineData("1.10 + 2.2", "DECIMAL(4, 2)")]
    [InlineData("1.5 * 2.50", "DECIMAL(6, 3)")]
    [InlineData(".5", "DECIMAL(2, 1)")]
    [InlineData("1e3", "DOUBLE")]
    [InlineData("2147483648", "BIGINT")]
    [InlineData("-2147483648", "INTEGER")]
    [InlineData("-n", "DECIMAL(6, 2)")]
    [InlineData("t + 'x'", "STRING")]
    [InlineData("t || 'x'", "STRING")]
    [InlineData("i < l", "BOOLEAN")]
    [InlineData("a[1]", "INTEGER")]
    [InlineData("m['k']", "BIGINT")]
    [InlineData("r->y->z", "STRING")]
    [InlineData("CASE WHEN b THEN 1 ELSE i END", "INTEGER")]
    [InlineData("CASE i WHEN 1 THEN 'one' END", "STRING")]
    [InlineData("CASE WHEN b THEN NULL ELSE l END", "BIGINT")]
    [InlineData("CAST(i AS DECIMAL(5, 2))", "DECIMAL(5, 2)")]
    [InlineData("CAST(NULL AS INT)", "INTEGER")]
    [InlineData("ARRAY[1, l, NULL]", "ARRAY<BIGINT>")]
    [InlineData("ARRAY[1, '2.50']", "ARRAY<DECIMAL(12, 2)>")]
    [InlineData("MAP('a' := 1, t := l)", "MAP<STRING, BIGINT>")]
    [InlineData("ARRAY[10, '2e1', l]", "ARRAY<DECIMAL(19, 0)>")]
    [InlineData("ARRAY[ARRAY[1], ARRAY['3', NULL]]", "ARRAY<ARRAY<INTEGER>>")]
    [InlineData("ARRAY[STRUCT(p := 1), STRUCT(p := '2', q := t)]", "ARRAY<STRUCT<P INTEGER, Q STRING>>")]
    [InlineData("STRUCT(p := i, q := STRUCT(z := t))", "STRUCT<P INTEGER, Q STRUCT<Z STRING>>")]
    [InlineData("ROUND(n)", "DECIMAL(4, 0)")]
    [InlineData("ROUND(n, 1)", "DECIMAL(6, 2)")]
    [InlineData("ROUND(d)", "BIGINT")]
    [InlineData("ROUND(d, 1)", "DOUBLE")]
    [InlineData("ABS(n)", "DECIMAL(6, 2)")]
    [InlineData("SQRT(i)", "DOUBLE")]
    [InlineData("GREATEST(n, 1.234)", "DECIMAL(7, 3)")]
    [InlineData("GREATEST(l, l)", "BIGINT")]
    [InlineData("COALESCE(t, 'x')", "STRING")]
    [InlineData("IFNULL(a, a)", "ARRAY<INTEGER>")]
    [InlineData("NULLIF(i, 0)", "INTEGER")]
    [InlineData("MAP_KEYS(m)", "ARRAY<STRING>")]
    [InlineData("ARRAY_CONTAINS(a, 1)", "BOOLEAN")]
    [InlineData("SPLIT(t, ',')", "ARRAY<STRING>")]
    [InlineData("SUBSTRING(y, 1)", "BYTES")]
    [InlineData("TIMESTAMPADD(DAYS, 1, moment)", "TIMESTAMP")]
    [InlineData("UNIX_TIMESTAMP()", "BIGINT")]
    [InlineData("FROM_UNIXTIME(i)", "TIMESTAMP")]
    [InlineData("FORMAT_TIMESTAMP(moment, 'yyyy')", "STRING")]
    [InlineData("AS_VALUE(id)", "INTEGER")]
    public void Expression_has_the_type(string item, string type) => Assert.Equal(type, Sql.Value(item).X().Type.ToString());

    [Fact]
    public void Operands_are_converted_to_the_type_of_the_operation()
    {
        BoundArithmetic sum = Assert.IsType<BoundArithmetic>(Sql.Value("i + l").X());
        Assert.Equal(SqlType.BigInt, Assert.IsType<BoundCast>(sum.Left).Type);
        Assert.IsType<BoundColumn>(sum.Right);
    }

    [Fact]
    public void Constants_are_converted_while_compiling()
    {
        BoundComparison comparison = Assert.IsType<BoundComparison>(Sql.Value("l < 3").X());
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 3L), comparison.Right);
        Assert.Equal(new BoundLiteral(SqlType.Double, 1.5), Assert.IsType<BoundComparison>(Sql.Value("d > 1.5").X()).Right);
    }

    [Fact]
    public void An_integer_beside_a_decimal_is_a_decimal_of_its_size()
    {
        BoundArithmetic sum = Assert.IsType<BoundArithmetic>(Sql.Value("n + 1").X());
        Assert.Equal(new BoundLiteral(new DecimalType(10, 0), "1"), sum.Right);
    }

    [Fact]
    public void A_text_beside_a_time_is_read_as_that_time() =>
        Assert.Equal(SqlType.Date, Assert.IsType<BoundComparison>(Sql.Value("day > '2024-01-01'").X()).Right.Type);

    [Fact]
    public void A_text_beside_rowtime_is_read_while_compiling()
    {
        BoundPredicate where = Sql.Where("ROWTIME >= '2024-05-01T10:30:00+0200'").Select().Where!;
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 1714552200000L), Assert.IsType<BoundComparison>(where.Condition).Right);
    }

    [Fact]
    public void Between_reads_texts_beside_rowtime_too()
    {
        BoundBetween between = Assert.IsType<BoundBetween>(
            Sql.Where("ROWTIME BETWEEN '1970' AND '1970-01-02'").Select().Where!.Condition);
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 0L), between.Lower);
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 86_400_000L), between.Upper);
    }

    [Fact]
    public void Members_of_in_become_the_common_type_and_nulls_leave()
    {
        BoundIn list = Assert.IsType<BoundIn>(Sql.Value("i IN (1, '2', NULL)").X());
        Assert.Equal([new BoundLiteral(SqlType.Integer, 1), new BoundLiteral(SqlType.Integer, 2)], list.Items);
    }

    [Fact]
    public void Case_with_an_operand_becomes_conditions()
    {
        BoundCase cases = Assert.IsType<BoundCase>(Sql.Value("CASE i WHEN 1 THEN 'a' ELSE NULL END").X());
        Assert.Equal(ComparisonOperator.Equal, Assert.IsType<BoundComparison>(cases.Whens[0].Condition).Operator);
        Assert.Equal(new BoundLiteral(SqlType.String, null), cases.Else);
    }

    [Theory]
    [InlineData("⟦b + 1⟧", "BOOLEAN")]
    [InlineData("⟦t - 'x'⟧", "STRING")]
    [InlineData("⟦t + 1⟧", "CAST the other side to STRING")]
    [InlineData("1 + ⟦t * 2⟧", "STRING")]
    [InlineData("⟦NULL + NULL⟧", "NULL")]
    public void Arithmetic_of_other_types_is_reported(string item, string words) =>
        Sql.Value(item).Reports(BindingDiagnostics.ArithmeticTypes, words);

    [Theory]
    [InlineData("⟦t = 1⟧")]
    [InlineData("⟦b < TRUE⟧")]
    [InlineData("⟦a < a⟧")]
    [InlineData("⟦clock = day⟧")]
    [InlineData("⟦i BETWEEN 'a' AND 3⟧")]
    [InlineData("⟦a IS DISTINCT FROM 1⟧")]
    public void Comparison_of_other_types_is_reported(string condition) =>
        Sql.Where(condition).Reports(BindingDiagnostics.ComparisonTypes);

    [Theory]
    [InlineData("i = ⟦NULL⟧")]
    [InlineData("⟦NULL⟧ < i")]
    [InlineData("i IS DISTINCT FROM ⟦NULL⟧")]
    [InlineData("⟦NULL⟧ IN (1, 2)")]
    public void Comparison_with_null_is_reported(string condition) =>
        Sql.Where(condition).Reports(BindingDiagnostics.ComparisonWithNull, "IS NULL");

    [Theory]
    [InlineData("CASE WHEN b THEN i ELSE ⟦l⟧ END", "BIGINT")]
    [InlineData("CASE WHEN b THEN 'x' WHEN i = 1 THEN ⟦2⟧ END", "INTEGER")]
    public void Branches_of_case_have_one_type(string item, string words) =>
        Sql.Value(item).Reports(BindingDiagnostics.CaseTypes, words);

    [Fact]
    public void Case_of_nulls_has_no_type() =>
        Sql.Value("⟦CASE WHEN b THEN NULL END⟧").Reports(BindingDiagnostics.CaseWithoutType);

    [Fact]
    public void When_is_a_condition() =>
        Sql.Value("CASE WHEN ⟦i⟧ THEN 1 END").Reports(BindingDiagnostics.NotBoolean, "WHEN", "INTEGER");

    [Theory]
    [InlineData("⟦i⟧")]
    [InlineData("b AND ⟦i⟧")]
    [InlineData("NOT ⟦t⟧")]
    [InlineData("⟦'true'⟧")]
    public void Where_is_a_condition(string condition) => Sql.Where(condition).Reports(BindingDiagnostics.NotBoolean);

    [Theory]
    [InlineData("⟦CAST(b AS INT)⟧")]
    [InlineData("⟦CAST(i AS DATE)⟧")]
    [InlineData("⟦CAST(a AS INT)⟧")]
    [InlineData("⟦CAST(a AS ARRAY<DATE>)⟧")]
    [InlineData("⟦CAST(day AS TIME)⟧")]
    [InlineData("⟦CAST(y AS STRING)⟧")]
    public void Casts_that_do_not_exist_are_reported(string item) => Sql.Value(item).Reports(BindingDiagnostics.CastNotSupported);

    [Theory]
    [InlineData("ARRAY[1, ⟦b⟧]", "INTEGER")]
    [InlineData("MAP('a' := 1, 'b' := ⟦moment⟧)", "TIMESTAMP")]
    [InlineData("ARRAY[ARRAY[1], ⟦ARRAY['x']⟧]", "ARRAY<STRING>")]
    public void Members_without_a_common_type_are_reported(string item, string words) =>
        Sql.Value(item).Reports(BindingDiagnostics.NoCommonType, words);

    [Theory]
    [InlineData("i IN (1, ⟦'x'⟧)")]
    [InlineData("b IN (⟦'maybe'⟧)")]
    [InlineData("day IN (⟦'soon'⟧)")]
    [InlineData("clock IN ('10:00', ⟦'25:00'⟧)")]
    [InlineData("ARRAY[moment, ⟦'yesterday'⟧]")]
    public void A_text_that_is_no_value_of_the_type_is_reported(string item) =>
        Sql.Value(item).Reports(BindingDiagnostics.LiteralNotOfType);

    [Theory]
    [InlineData("⟦ARRAY[]⟧")]
    [InlineData("⟦ARRAY[NULL]⟧")]
    [InlineData("⟦MAP('a' := NULL)⟧")]
    public void Constructors_need_a_typed_member(string item) =>
        Sql.Value(item).Reports(BindingDiagnostics.ConstructorWithoutType);

    [Theory]
    [InlineData("⟦t⟧[1]", "STRING")]
    [InlineData("a[⟦'x'⟧]", "INTEGER")]
    [InlineData("m[⟦1⟧]", "STRING")]
    public void Subscripts_fit_what_they_stand_behind(string item, string words) =>
        Sql.Value(item).Reports(BindingDiagnostics.SubscriptTypes, words);

    [Fact]
    public void Only_structs_have_fields() => Sql.Value("⟦m⟧->k").Reports(BindingDiagnostics.FieldOfNonStruct, "MAP");

    [Fact]
    public void Only_structs_have_a_star() =>
        Sql.With("CREATE STREAM o AS SELECT id, ⟦t⟧->* FROM s;").Reports(BindingDiagnostics.FieldOfNonStruct);

    [Fact]
    public void Fields_of_a_struct_have_different_names() =>
        Sql.Value("STRUCT(p := 1, ⟦p⟧ := 2)").Reports(BindingDiagnostics.DuplicateField, "'P'");

    [Theory]
    [InlineData("⟦i⟧ LIKE 'x%'")]
    [InlineData("t LIKE ⟦3⟧")]
    public void Like_is_for_text(string condition) => Sql.Where(condition).Reports(BindingDiagnostics.LikeOperands);

    [Fact]
    public void A_sign_is_for_numbers() => Sql.Value("⟦-t⟧").Reports(BindingDiagnostics.SignType, "STRING");

    [Fact]
    public void A_timestamp_text_is_checked() =>
        Sql.Where("ROWTIME > ⟦'yesterday'⟧").Reports(BindingDiagnostics.TimestampLiteral, "'yesterday'");

    [Fact]
    public void Null_alone_is_no_column() => Sql.Value("⟦NULL⟧").Reports(BindingDiagnostics.ColumnWithoutType);

    [Fact]
    public void Time_units_stand_in_calls_that_take_them() =>
        Sql.Value("ABS(⟦DAYS⟧, 1)").Reports(BindingDiagnostics.TimeUnitNotHere, "'DAYS'");

    [Fact]
    public void A_column_may_have_the_name_of_a_unit() => Assert.Equal(SqlType.Date, Sql.Value("COALESCE(day, day)").X().Type);

    [Fact]
    public void Decimal_sizes_are_checked() => Sql.Value("CAST(i AS ⟦DECIMAL(2, 3)⟧)").Reports(BindingDiagnostics.DecimalSize);

    [Fact]
    public void At_time_zone_is_not_built_yet() =>
        Sql.Value("⟦moment AT TIME ZONE 'UTC'⟧").Reports(BindingDiagnostics.AtTimeZone, "CONVERT_TZ");
}
