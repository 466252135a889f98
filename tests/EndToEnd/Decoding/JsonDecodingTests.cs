using System.Text;
using Xunit;

namespace QueryGen.EndToEnd.Decoding;

/// <summary>The short way through a JSON record and the exact one agree about every record.</summary>
public sealed class JsonDecodingTests
{
    private const string AllTypes =
        "B BOOLEAN, I INTEGER, L BIGINT, D DOUBLE, P DECIMAL(8, 3), T VARCHAR, Y BYTES, DA DATE, TI TIME, TS TIMESTAMP, LAST VARCHAR";

    private const string Collections =
        "ID BIGINT, NUMBERS ARRAY<INTEGER>, NAMED MAP<VARCHAR, DOUBLE>, PAIR STRUCT<X INTEGER, Y VARCHAR>, COMMENT VARCHAR";

    [Fact]
    public void Values_of_all_types() => Agree(60_000, seed: 1, Columns(AllTypes), "*");

    [Fact]
    public void Columns_that_no_query_needs() => Agree(30_000, seed: 2, Columns(AllTypes), "T, L");

    [Fact]
    public void A_text_that_no_query_needs_is_refused_as_one_that_is_read()
    {
        (string, string)[] columns = [("T", "VARCHAR"), ("I", "INTEGER"), ("LAST", "VARCHAR")];
        using TwoReaders needed = TwoReaders.Of(Script(columns, "*"), "Value");
        using TwoReaders unneeded = TwoReaders.Of(Script(columns, "I"), "Value");
        Random random = new(10);
        const string Signs = "\"\\\\un/x00e9\u0001\t\u007f\u00e9 abcdefgh";
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] json = Encoding.UTF8.GetBytes($"{{\"T\":\"{Odd()}\",\"I\":1,\"LAST\":\"{Odd()}\"}}");
            bool isRead = needed.Compare(json, random);
            Assert.True(isRead == unneeded.Compare(json, random), Encoding.UTF8.GetString(json));
            read += isRead ? 1 : 0;
        }

        Assert.InRange(read, 1_000, 19_000);

        // Plain, but for one sign in three texts.
        string Odd()
        {
            char[] text = new string('a', random.Next(3) == 0 ? random.Next(150) : random.Next(20)).ToCharArray();
            for (int odd = random.Next(3) == 0 ? random.Next(1, 4) : 0; odd > 0 && text.Length > 0; odd--)
            {
                text[random.Next(text.Length)] = Signs[random.Next(Signs.Length)];
            }

            return new string(text);
        }
    }

    [Fact]
    public void Collections_and_structs() => Agree(25_000, seed: 3, Columns(Collections), "*");

    [Fact]
    public void Collections_that_no_query_needs() => Agree(10_000, seed: 4, Columns(Collections), "ID");

    [Fact]
    public void Names_of_all_lengths_and_cases() => Agree(25_000, seed: 5, [
        ("A", "INTEGER"), ("Ab", "INTEGER"), ("abc", "VARCHAR"), ("ABC", "VARCHAR"), ("FOUR", "INTEGER"), ("FIVE5", "INTEGER"),
        ("A_B@C[D]", "INTEGER"), ("with space", "VARCHAR"), ("CAF\u00c9", "INTEGER"), ("\u20ac_AMOUNT", "BIGINT"),
        ("A_NAME_OF_MORE_THAN_TWENTY_FOUR", "VARCHAR"), ("A_NAME_OF_MORE_THAN_THIRTY_TWO_BYTES_IN_ALL", "INTEGER"),
        ("A_NAME_THAT_IS_LONGER_THAN_THE_SIXTY_FOUR_BYTES_THAT_STAND_BEHIND_A_RECORD", "INTEGER"), ("mixedCase", "INTEGER"),
    ], "*");

    [Fact]
    public void A_name_that_a_column_without_readers_has_in_lower_case() =>
        Agree(5_000, seed: 9, [("ABC", "INTEGER"), ("abc", "INTEGER"), ("D", "INTEGER")], "ABC, D");

    [Fact]
    public void A_name_that_must_be_escaped() =>
        Agree(5_000, seed: 6, [("A\"B", "INTEGER"), ("C\\D", "VARCHAR"), ("x\":1,\"y", "INTEGER")], "*");

    [Fact]
    public void More_columns_than_one_method_reads()
    {
        string[] types = ["VARCHAR", "BIGINT", "ARRAY<INTEGER>"];
        Agree(10_000, seed: 7, [.. Enumerable.Range(0, 40).Select(i => ($"COLUMN_{i}", types[i % types.Length]))], "*");
    }

    [Fact]
    public void A_key_of_several_columns()
    {
        (string Name, string Type)[] keys = [("K1", "INTEGER"), ("K2", "VARCHAR")];
        Agree(20_000, seed: 8, keys, "*", "Key", """
            CREATE STREAM S (K1 INTEGER KEY, K2 VARCHAR KEY, V INTEGER) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE STREAM O AS SELECT * FROM S;
            """);
    }

    [Theory]
    [InlineData("BOOLEAN", "false")]
    [InlineData("INTEGER", "-2147483648")]
    [InlineData("BIGINT", "-9223372036854775808")]
    [InlineData("DOUBLE", "-1.7976931348623157E308")]
    [InlineData("DECIMAL(28, 14)", "-12345678901234.12345678901234")]
    [InlineData("DATE", "-2147483648")]
    [InlineData("TIME", "86399999")]
    [InlineData("TIMESTAMP", "-9223372036854775808")]
    [InlineData("VARCHAR", "\"\\u0001\\u0002\\u0003\"")]
    [InlineData("VARCHAR", "\"plain\"")]
    [InlineData("BYTES", "\"AQ==\"")]
    [InlineData("VARCHAR", "null")]
    [InlineData("BYTES", "null")]
    [InlineData("ARRAY<VARCHAR>", "[\"\\u0001\",null,\"\"]")]
    [InlineData("MAP<VARCHAR, INTEGER>", "{\"\\u0001\":-2147483648,\"b\":null}")]
    [InlineData("STRUCT<X INTEGER, Y ARRAY<INTEGER>, Z INTEGER>", "{\"X\":-2147483648,\"Y\":[-2147483648,1],\"Z\":-2147483648}")]
    public void The_longest_values_have_room(string type, string value)
    {
        // Of so many columns a byte too few for each would be seen.
        (string Name, string Type)[] columns = [.. Enumerable.Range(0, 60).Select(i => ($"C{i}", type))];
        using TwoReaders readers = TwoReaders.Of(Script(columns, "*"), "Value");
        string json = $"{{{string.Join(",", columns.Select(column => $"\"{column.Name}\":{value}"))}}}";
        Assert.Equal(json, readers.Rewrite(json));
    }

    private static (string Name, string Type)[] Columns(string declared) =>
        [.. declared.Split(", ").Aggregate(new List<string>(), Joined)
            .Select(column => column.Split(' ', 2)).Select(parts => (parts[0], parts[1]))];

    // A comma inside brackets does not end a column.
    private static List<string> Joined(List<string> columns, string part)
    {
        if (columns.Count > 0 && columns[^1].Count(c => c is '<' or '(') != columns[^1].Count(c => c is '>' or ')'))
        {
            columns[^1] += ", " + part;
        }
        else
        {
            columns.Add(part);
        }

        return columns;
    }

    private static string Script(IEnumerable<(string Name, string Type)> columns, string selected) => $"""
        CREATE STREAM S ({string.Join(", ", columns.Select(column => $"`{column.Name}` {column.Type}"))})
          WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM O AS SELECT {selected} FROM S;
        """;

    private static void Agree(
        int records, int seed, (string Name, string Type)[] columns, string selected, string side = "Value", string? script = null)
    {
        using TwoReaders readers = TwoReaders.Of(script ?? Script(columns, selected), side);
        RandomRecords source = new(seed, columns);
        int read = 0;
        for (int i = 0; i < records; i++)
        {
            read += readers.Compare(source.Next(), source.Random) ? 1 : 0;
        }

        // Both what is read and what is refused must be common, or the records would say little.
        Assert.InRange(read, records / 20, records * 19 / 20);
    }
}
