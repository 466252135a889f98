using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>What a class with [Query] declares, and that mistakes in its SQL stand inside the C# string.</summary>
public sealed class QueryInputTests
{
    private const string Ratings =
        "CREATE STREAM ratings (user_id INT, stars INT, message STRING) WITH (kafka_topic='r', value_format='JSON');";
    private const string Constants = "const string Text = \"SELECT star FROM ratings\"; const int star = 1;";
    private const string Raw = "\"\"\"";

    [Fact]
    public void A_class_holds_a_query_over_a_stream_of_a_script()
    {
        GeneratorRunResult result = CSharp.Query("\"SELECT * FROM ratings WHERE stars < 3\"").With(Ratings).Run();
        Assert.Empty(result.Diagnostics);
        string text = result.GeneratedSources.Single(source => source.HintName == "Poor.Row.g.cs").SourceText.ToString();
        Assert.Contains("namespace Shop;", text, StringComparison.Ordinal);
        Assert.Contains("public sealed record Row(int? UserId, int? Stars, string? Message);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_reads_what_a_class_fills() => CSharp.Query("\"SELECT * FROM ratings WHERE stars < 3\"")
        .With(Ratings + "CREATE STREAM worst AS SELECT * FROM poor WHERE stars < 2;").IsRight();

    [Fact]
    public void A_class_may_choose_name_topic_and_formats()
    {
        GeneratorRunResult result = CSharp
            .Query("\"CREATE STREAM bad WITH (kafka_topic='worst', value_format='DELIMITED') AS SELECT * FROM ratings;\"")
            .With(Ratings).Run();
        Assert.Empty(result.Diagnostics);
        Assert.Contains(result.GeneratedSources, source => source.HintName == "BadQuery.g.cs");
    }

    [Theory]
    [InlineData("\"SELECT ⟦star⟧ FROM ratings\"")]
    [InlineData("\"SELECT stars,\\t\\u0020⟦star⟧ FROM ratings\"")]
    [InlineData("\"SELECT '\\x41\\U0001F600\\\"\\\\\\e' AS a, ⟦star⟧ FROM ratings\"")]
    [InlineData("\"SELECT stars,\\r\\n ⟦star⟧ FROM ratings\"")]
    [InlineData("@\"SELECT '\"\"' AS a,\n  ⟦star⟧ FROM ratings\"")]
    [InlineData("@\"SELECT '\"\"' AS a,\r\n  ⟦star⟧ FROM ratings\"")]
    [InlineData(Raw + "SELECT \"STARS\", ⟦star⟧ FROM ratings" + Raw)]
    [InlineData(Raw + "\n    SELECT stars,\n\n        ⟦star⟧\n    FROM ratings\n    " + Raw)]
    [InlineData(Raw + "\r\n    SELECT stars,\r\n\r\n        ⟦star⟧\r\n    FROM ratings\r\n    " + Raw)]
    [InlineData(Raw + "\"  \nSELECT stars, ⟦star⟧ FROM ratings\n" + Raw + "\"")]
    [InlineData("(\"SELECT ⟦star⟧ FROM ratings\")")]
    [InlineData("sql: \"SELECT ⟦star⟧ FROM ratings\"")]
    [InlineData("\"SELECT 'é' || '\\u00e9', ⟦star⟧ FROM ratings\"")]
    public void A_mistake_in_a_literal_stands_at_its_characters(string argument) =>
        CSharp.Query(argument).With(Ratings).Reports(BindingDiagnostics.UnknownColumn, "STAR");

    [Theory]
    [InlineData("⟦\"SELECT star\" + \" FROM ratings\"⟧")]
    [InlineData("⟦Text⟧")]
    [InlineData("⟦$\"SELECT {nameof(star)} FROM ratings\"⟧")]
    public void A_mistake_in_a_constant_stands_at_the_argument(string argument) => CSharp
        .File($"[Query({argument})] public partial class Poor {{ {Constants} }}")
        .With(Ratings).Reports(BindingDiagnostics.UnknownColumn, "STAR");

    [Fact]
    public void A_syntax_error_stands_at_its_characters_too() =>
        CSharp.Query("\"SELECT stars FROM ratings WHERE stars ⟦<⟧\"").With(Ratings).Reports(SyntaxDiagnostics.Expected);

    [Fact]
    public void Several_mistakes_in_one_query_are_several_diagnostics() => CSharp.Query("\"SELECT star, moon FROM ratings\"")
        .With(Ratings).ReportsAll(BindingDiagnostics.UnknownColumn, BindingDiagnostics.UnknownColumn);

    [Theory]
    [InlineData("public class ⟦Poor⟧;", "partial")]
    [InlineData("public partial record ⟦Poor⟧;", "record")]
    [InlineData("public static partial class ⟦Poor⟧;", "static")]
    [InlineData("public abstract partial class ⟦Poor⟧;", "abstract")]
    [InlineData("public partial class ⟦Poor⟧<T>;", "generic")]
    [InlineData("file partial class ⟦Poor⟧;", "file")]
    [InlineData("public partial class Poor { public ⟦Poor⟧(int i) { } }", "constructor")]
    [InlineData("public partial class ⟦Poor⟧(int i) { int I => i; }", "constructor")]
    [InlineData("public partial class Poor { public int ⟦Row⟧; }", "'Row'")]
    public void A_class_that_cannot_hold_a_query_is_reported_once(string type, string word) => CSharp
        .File($"[Query(\"SELECT * FROM ratings\")] {type}").With(Ratings).Reports(RowTypeDiagnostics.QueryClass, "Poor", word);

    [Fact]
    public void A_class_in_a_class_is_moved_out() => CSharp
        .File("public partial class Outer { [Query(\"SELECT * FROM ratings\")] public partial class ⟦Poor⟧; }")
        .With(Ratings).Reports(RowTypeDiagnostics.QueryClass, "Outer");

    [Fact]
    public void A_wrong_class_and_wrong_sql_are_two_mistakes() => CSharp
        .File("[Query(\"SELECT star FROM ratings\")] public class Poor;").With(Ratings)
        .ReportsAll(RowTypeDiagnostics.QueryClass, BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Nothing_is_emitted_into_a_class_that_cannot_hold_it()
    {
        GeneratorRunResult result = CSharp.File("[Query(\"SELECT * FROM ratings\")] public class Poor;").With(Ratings).Run();
        Assert.DoesNotContain(result.GeneratedSources, source => source.HintName.StartsWith("Poor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("⟦\"\"⟧", "none")]
    [InlineData("\"⟦INSERT INTO ratings (stars) VALUES (1)⟧\"", "another statement")]
    [InlineData("\"SELECT * FROM ratings; ⟦SELECT * FROM ratings⟧\"", "second")]
    public void An_attribute_holds_one_query(string argument, string word) =>
        CSharp.Query(argument).With(Ratings).Reports(RowTypeDiagnostics.QueryText, word);

    [Fact]
    public void The_name_of_the_class_must_be_free() => CSharp
        .Query("\"⟦SELECT * FROM ratings⟧\"").With(Ratings + "CREATE STREAM poor AS SELECT * FROM ratings;")
        .Reports(RowTypeDiagnostics.DuplicateName, "POOR", "test.ksql, line 1");

    [Fact]
    public void A_query_over_a_wrong_class_is_no_second_mistake() => CSharp
        .File("[Query(\"SELECT ⟦star⟧ FROM ratings\")] public partial class Poor;")
        .With(Ratings + "CREATE STREAM o AS SELECT star FROM poor;").Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Emitted_lines_are_those_of_the_csharp_file()
    {
        GeneratorRunResult result = CSharp
            .Query(Raw + "\n    SELECT *\n    FROM ratings\n    WHERE stars < 3\n    " + Raw).With(Ratings).Run();
        string text = result.GeneratedSources.Single(source => source.HintName == "PoorQuery.g.cs").SourceText.ToString();
        Assert.Contains("#line (7, 11)-(7, 20) \"Rows.cs\"", text, StringComparison.Ordinal);
    }
}
