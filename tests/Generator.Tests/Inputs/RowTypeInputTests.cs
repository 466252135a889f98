using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Inputs;
using QueryGen.Syntax;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>What a C# type with [Stream] or [Table] declares.</summary>
public sealed class RowTypeInputTests
{
    [Fact]
    public void A_record_declares_a_stream_by_its_parameters() => Assert.Equal(
        "RATING_ID BIGINT, USER_ID INTEGER, STARS DOUBLE, OK BOOLEAN, CHANNEL STRING, RAW BYTES, DAY DATE, CLOCK TIME, AT TIMESTAMP",
        CSharp.File("""
            [Stream("ratings")]
            public partial record Rating(
                long RatingId, int? UserId, double Stars, bool Ok, string Channel, byte[] Raw,
                DateOnly Day, TimeOnly? Clock, DateTimeOffset At);
            """).Schema());

    [Fact]
    public void Keys_come_first_and_types_may_be_named() => Assert.Equal(
        "ID INTEGER KEY, FULL_NAME STRING, club STRING, PRICE DECIMAL(10, 2)",
        CSharp.File("""
            [Table("customers")]
            public record Customer(
                string FullName, [Column(IsKey = true)] int Id, [Column("`club`")] string Status,
                [Column(Precision = 10, Scale = 2)] decimal Price);
            """).Schema());

    [Theory]
    [InlineData("public class R { public int A { get; set; } public int B; public int C => A; internal int D { get; set; } }")]
    [InlineData("public struct R { public int A { get; init; } public int B; public static int C; public readonly int D; }")]
    [InlineData("public record R(int A) { public int B { get; private protected set; } public required int B2 { get; set; } }", "A, B2")]
    [InlineData("public class Base { public int A { get; set; } } [Stream(\"r\")] public class R : Base { public int B { get; set; } }")]
    [InlineData("public class R(int a) { public int A { get; } = a; public int B { get; set; } }")]
    [InlineData("public class R { public R() { } public R(int a, int b) { A = a; B = b; } public int A { get; } public int B { get; } }")]
    [InlineData("public class R(int a, int left = 1) { public int A { get; } = a + left; public int B { get; set; } }")]
    public void Columns_are_what_can_be_read_and_set(string type, string columns = "A, B")
    {
        string code = type.Contains("[Stream", StringComparison.Ordinal) ? type : "[Stream(\"r\")] " + type;
        Assert.Equal(columns, string.Join(", ", CSharp.File(code).Row().Members.Select(member => member.Name)));
    }

    [Fact]
    public void A_row_is_made_by_its_constructor_and_what_is_set_behind_it()
    {
        RowType row = CSharp.File("""
            [Stream("r")]
            public class R(int @class, string? text = null)
            {
                public int Class { get; } = @class;
                public string? Text { get; } = text;
                public required int @event { get; set; }
            }
            """).Row();
        Assert.Equal(
            [
                new RowMember("CLASS", "Class", IsNullable: false, "@class", IsAssigned: false),
                new RowMember("TEXT", "Text", IsNullable: true, "text", IsAssigned: false),
                new RowMember("EVENT", "@event", IsNullable: false, null, IsAssigned: true),
            ],
            row.Members);
    }

    [Fact]
    public void A_required_member_is_set_even_where_the_constructor_makes_it() => Assert.Equal(
        new RowMember("A", "A", IsNullable: false, "a", IsAssigned: true),
        Assert.Single(CSharp.File("[Stream(\"r\")] public class R(int a) { public required int A { get; set; } = a; }").Row().Members));

    [Fact]
    public void Properties_of_the_attribute_are_those_of_sql()
    {
        DataSource source = CSharp.File("""
            [Stream("`my-ratings`", Topic = "my.ratings", KeyFormat = Format.Json, ValueFormat = Format.Delimited, ValueDelimiter = '\t',
                Partitions = 3, Replicas = 2, RetentionMs = 1000,
                OnError = OnError.DeadLetter, DeadLetterTopic = "dead")]
            public record Rating([Column(IsKey = true)] int Id, [Column(IsTimestamp = true)] long At);
            """).Row().Source;
        Assert.Equal(
            ("my-ratings", "my.ratings", SerdeFormat.Json, SerdeFormat.Delimited, '\t'),
            (source.Name, source.Topic, source.KeyFormat.Format, source.ValueFormat.Format, source.ValueFormat.Delimiter));
        Assert.Equal(
            (3, 2, 1000L, ErrorPolicy.DeadLetter, "dead", "AT"),
            (source.Partitions, source.Replicas, source.RetentionMs, source.OnError, source.DeadLetterTopic, source.TimestampColumn));
    }

    [Fact]
    public void Without_properties_the_topic_is_the_name_and_the_value_json()
    {
        DataSource source = CSharp.File("[Stream(\"ratings\")] public record Rating(int Id);").Row().Source;
        Assert.Equal(
            ("RATINGS", "ratings", SerdeFormat.Kafka, SerdeFormat.Json, SourceKind.Stream, "global::Shop.Rating"),
            (source.Name, source.Topic, source.KeyFormat.Format, source.ValueFormat.Format, source.Kind, source.RowTypeName));
    }

    [Fact]
    public void A_word_of_sql_as_a_member_is_quoted() => Assert.Equal(
        "FROM STRING, ORDER INTEGER, KEY INTEGER, HEADERS INTEGER, DATE DATE, STRUCT INTEGER, PRIMARY INTEGER",
        CSharp.File("""
            [Stream("table")]
            public record R(string From, int Order, int Key, int Headers, DateOnly Date, int Struct, int Primary);
            """).Schema());

    [Fact]
    public void Null_is_kept_away_from_a_parameter_that_cannot_be_null() => Assert.False(
        CSharp.File("[Stream(\"r\")] public class R(string a) { public string? A { get; } = a; }").Row().Members[0].IsNullable);

    [Fact]
    public void Sql_reads_what_csharp_declares() => CSharp
        .File("[Stream(\"ratings\")] public record Rating(int Stars);")
        .With("CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < 3;").IsRight();

    [Theory]
    [InlineData("[Stream(⟦\"two words\"⟧)] public record R(int A);", "QG4006", "two words")]
    [InlineData("[Stream(⟦\"\"⟧)] public record R(int A);", "QG4006", "stream")]
    [InlineData("[Stream(\"r\")] public record R([Column(⟦\"a b\"⟧)] int A);", "QG4006", "column")]
    [InlineData("[Stream(\"r\")] public record ⟦R⟧<T>(int A);", "QG4003", "generic")]
    [InlineData("[Stream(\"r\")] public static class ⟦R⟧;", "QG4003", "static")]
    [InlineData("[Stream(\"r\")] public abstract record ⟦R⟧(int A);", "QG4003", "abstract")]
    [InlineData("[Stream(\"r\")] public ref struct ⟦R⟧ { public int A; }", "QG4003", "ref struct")]
    [InlineData("[Stream(\"r\")] file record ⟦R⟧(int A);", "QG4003", "file")]
    [InlineData("public class O { [Stream(\"r\")] private record ⟦R⟧(int A); }", "QG4003", "private")]
    [InlineData("class O { class P { [Stream(\"r\")] public record ⟦R⟧(int A); } }", "QG4003", "P, in which it stands, is private")]
    [InlineData("public class O<T> { [Stream(\"r\")] public record ⟦R⟧(int A); }", "QG4003", "O, in which it stands, is generic")]
    [InlineData("[Table(\"r\")] public record struct ⟦R⟧([Column(IsKey = true)] int A);", "QG4003", "struct")]
    [InlineData("[Stream(\"r\")] public class ⟦R⟧(int a, string other) { public int A { get; } = a; }", "QG4003", "constructors")]
    [InlineData("[Stream(\"r\")] public class ⟦R⟧ { public int A { get; set; } R() { } }", "QG4003", "constructors")]
    [InlineData("[Stream(\"r\")] public record R(short ⟦A⟧);", "QG4004", "short", "use int")]
    [InlineData("[Stream(\"r\")] public record R(DateTime ⟦A⟧);", "QG4004", "DateTimeOffset")]
    [InlineData("[Stream(\"r\")] public record R(int[] ⟦A⟧);", "QG4004", "int[]", "in functions and aggregates also arrays")]
    [InlineData("[Stream(\"r\")] public record R(DayOfWeek ⟦A⟧);", "QG4004", "use string")]
    [InlineData("[Stream(\"r\")] public record R(float? ⟦A⟧);", "QG4004", "float?")]
    [InlineData("[Table(\"customers\")] public record ⟦R⟧(int A);", "QG4007", "CUSTOMERS", "IsKey")]
    [InlineData("[Stream(\"r\")] public class ⟦R⟧ { public int A => 1; }", "QG4008", "R")]
    [InlineData("[Stream(\"r\")] public record R(decimal ⟦A⟧);", "QG4011", "Precision = 10")]
    [InlineData("[Stream(\"r\")] public record R([Column(Precision = ⟦30⟧)] decimal A);", "QG4011", "30", "28")]
    [InlineData("[Stream(\"r\")] public record R([Column(Precision = ⟦0⟧)] decimal A);", "QG4011", "1 to 28")]
    [InlineData("[Stream(\"r\")] public record R([Column(Precision = 2, Scale = ⟦3⟧)] decimal A);", "QG4011", "0 to 2")]
    [InlineData("[Stream(\"r\")] public record R([Column(Scale = ⟦3⟧)] int A);", "QG4011", "no decimal")]
    [InlineData("[Stream(\"r\")] public record R(int A) { [⟦Column⟧(\"b\")] public int B => A; }", "QG4012", "B", "setter")]
    [InlineData("[Stream(\"r\")] public record R(int A) { [⟦Column⟧(\"b\")] public static int B; }", "QG4012", "static")]
    [InlineData("[Stream(\"r\")] public record R(int A) { [⟦Column⟧(\"b\")] internal int B { get; set; } }", "QG4012", "public")]
    public void A_type_that_cannot_be_a_row_is_reported_once_where_it_is_wrong(string code, string id, params string[] words) =>
        CSharp.File(code).Reports(Descriptors.Of(id), words);

    [Theory]
    [InlineData("[Stream(\"r\")] public record R(int A, [Column(\"a\")] int ⟦B⟧);", "QG2011", "A")]
    [InlineData("[Stream(\"r\")] public record R(int A, long ⟦Rowtime⟧);", "QG2008", "ROWTIME")]
    [InlineData("[Stream(\"r\", KeyFormat = Format.Kafka)] public record R([Column(IsKey = true)] bool ⟦A⟧, int B);", "QG2107", "KAFKA")]
    [InlineData("[Stream(\"r\", ValueFormat = Format.Kafka)] public record R(int A, int ⟦B⟧);", "QG2108", "KAFKA")]
    [InlineData("[Stream(\"r\", ValueFormat = ⟦(Format)9⟧)] public record R(int A);", "QG2106", "9")]
    [InlineData("[Stream(\"r\", Partitions = ⟦-1⟧)] public record R(int A);", "QG2101", "PARTITIONS")]
    [InlineData("[Stream(\"r\", ValueDelimiter = ⟦'|'⟧)] public record R(int A);", "QG2110", "VALUE_DELIMITER")]
    [InlineData("[Stream(\"r\", OnError = ⟦(OnError)7⟧)] public record R(int A);", "QG2101", "ON_ERROR")]
    [InlineData("[Stream(\"r\", DeadLetterTopic = ⟦\"d\"⟧)] public record R(int A);", "QG2120", "DLQ_TOPIC")]
    [InlineData("[Stream(\"r\")] public record R([Column(IsTimestamp = true)] int ⟦A⟧);", "QG2113", "INTEGER")]
    [InlineData(
        "[Stream(\"r\")] public record R([Column(IsTimestamp = true)] long A, [Column(IsTimestamp = true)] long ⟦B⟧);",
        "QG2102",
        "TIMESTAMP")]
    public void A_rule_of_sql_is_reported_at_the_csharp(string code, string id, params string[] words) =>
        CSharp.File(code).Reports(Descriptors.Of(id), words);

    [Fact]
    public void Two_types_of_one_name_are_reported_at_the_second() => CSharp
        .File("[Stream(\"r\")] public record A(int X); [Table(\"R\")] public record ⟦B⟧([Column(IsKey = true)] int X, int Y);")
        .Reports(RowTypeDiagnostics.DuplicateName, "R", "Shop.A");

    [Fact]
    public void Several_mistakes_are_reported_each() => CSharp
        .File("[Stream(\"r\")] public record R(short A, [Column(\"a b\")] int B, decimal C);")
        .ReportsAll(RowTypeDiagnostics.NoSqlType, RowTypeDiagnostics.IllegalName, RowTypeDiagnostics.DecimalDigits);

    [Fact]
    public void Sql_that_reads_a_wrong_type_is_no_second_mistake() => CSharp
        .File("[Stream(\"ratings\")] public record R(short ⟦A⟧);")
        .With("CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < 3;")
        .Reports(RowTypeDiagnostics.NoSqlType);

    [Theory]
    [InlineData("[Stream(\"r\")] public record R(Nothing A);")]
    [InlineData("[Stream] public record R(int A);")]
    [InlineData("[Stream(null!)] public record R(int A);")]
    public void What_the_csharp_compiler_reports_is_not_reported_twice(string code) => CSharp.File(code)
        .With("CREATE STREAM s (v INT) WITH (kafka_topic='s', value_format='JSON');").IsRight();
}
