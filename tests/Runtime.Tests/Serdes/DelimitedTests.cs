using System.Text;
using QueryGen.Serdes;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed class DelimitedTests : IDisposable
{
    private readonly RecordArena _arena = new();
    private readonly OutputBuffer _output = new(256);

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Texts_are_quoted_as_ksqlDB_does_and_read_back(char delimiter)
    {
        Random random = new(delimiter);
        for (int i = 0; i < 20_000; i++)
        {
            string?[] fields = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomField(random, delimiter))];
            string line = Written(fields, delimiter);

            Assert.Equal(string.Join(delimiter, fields.Select((field, index) => Quoted(field, delimiter, index == 0))), line);
            if (line.Length > 0)
            {
                Assert.Equal(fields.Select(field => string.IsNullOrEmpty(field) ? null : field), Read(line, fields.Length, delimiter));
            }
        }
    }

    [Theory]
    [InlineData("1,22,333", "1|22|333")]
    [InlineData("-1,007,+5", "-1|7|5")]
    [InlineData(",,", "null|null|null")]
    [InlineData("\"1\",\"\",2147483648", "1|null|2147483648")]
    [InlineData("9223372036854775807,123456789012345,1234567890123456", "9223372036854775807|123456789012345|1234567890123456")]
    public void Integers_are_read(string line, string expected)
    {
        DelimitedReader fields = new(_arena.Text(line).Span, ',', _arena);
        Assert.True(fields.Read(out long? a));
        Assert.True(fields.Read(out long? b));
        Assert.True(fields.Read(out long? c));
        Assert.True(fields.End());
        Assert.Equal(expected, string.Join('|', new[] { a, b, c }.Select(value => value?.ToString() ?? "null")));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1 ")]
    [InlineData("x")]
    [InlineData("2147483648")]
    [InlineData("\"1")]
    public void What_is_no_integer_is_an_error(string line)
    {
        DelimitedReader fields = new(_arena.Text(line).Span, ',', _arena);
        Assert.False(fields.Read(out int? _));
        Assert.Equal(new SerdeError("A", "a field is missing or is not a INTEGER"), fields.Error("value", ("A", "INTEGER")));
    }

    [Fact]
    public void Too_few_and_too_many_fields_are_errors()
    {
        DelimitedReader few = new(_arena.Text("1").Span, ',', _arena);
        Assert.False(few.Read(out int? _) && few.Read(out int? _) && few.End());
        Assert.Equal("B", few.Error("value", ("A", "INTEGER"), ("B", "INTEGER")).Column);

        DelimitedReader many = new(_arena.Text("1,2").Span, ',', _arena);
        Assert.False(many.Read(out int? _) && many.End());
        Assert.Equal(new SerdeError("value", "there are more than 1 fields"), many.Error("value", ("A", "INTEGER")));

        DelimitedReader blank = new(_arena.Text("").Span, ',', _arena);
        Assert.False(blank.Read(out int? _));
    }

    [Theory]
    [InlineData(-7, 1, "\"-7\",1")]
    [InlineData(7, -1, "7,-1")]
    [InlineData(null, -1, ",-1")]
    public void A_first_field_that_begins_with_a_sign_is_quoted(int? first, int? second, string expected)
    {
        _output.Begin(0);
        DelimitedWriter fields = new(_output, ',', 2 * DelimitedWriter.IntegerBytes);
        fields.Write(first);
        fields.Write(second);
        fields.EndValue();
        _output.End();

        Assert.Equal(expected, Encoding.UTF8.GetString(_output[0].Value));
    }

    [Fact]
    public void Only_the_first_line_counts()
    {
        DelimitedReader fields = new(_arena.Text("a,b\r\nc,d").Span, ',', _arena);
        Assert.True(fields.Read(out Text a));
        Assert.True(fields.Read(out Text b));
        Assert.True(fields.End());
        Assert.Equal("a b", $"{a} {b}");
    }

    public void Dispose()
    {
        _arena.Dispose();
        _output.Dispose();
    }

    private static string? RandomField(Random random, char delimiter)
    {
        string signs = $"abc-+Z9 #!\"\r\n\\\u00e9{delimiter}";
        return random.Next(6) switch
        {
            0 => null,
            1 => "",
            2 => new string('x', random.Next(200)) + (random.Next(2) == 0 ? signs[random.Next(signs.Length)] : ""),
            _ => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => signs[random.Next(signs.Length)])),
        };
    }

    private static string Quoted(string? field, char delimiter, bool isFirst)
    {
        bool mustQuote = field is not null && (field.Length == 0
            ? isFirst
            : field[0] <= '#' || (isFirst && !char.IsAsciiLetterOrDigit(field[0])) || field[^1] <= ' '
                || field.IndexOfAny([delimiter, '"', '\r', '\n']) >= 0);
        return mustQuote ? $"\"{field!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field ?? "";
    }

    private string Written(string?[] values, char delimiter)
    {
        _output.Clear();
        _output.Begin(0);
        DelimitedWriter fields = new(_output, delimiter, values.Sum(value => DelimitedWriter.MostBytes(_arena.Text(value))));
        foreach (string? value in values)
        {
            fields.Write(_arena.Text(value));
        }

        fields.EndValue();
        _output.End();
        _arena.Reset();
        return Encoding.UTF8.GetString(_output[0].Value);
    }

    private List<string?> Read(string line, int count, char delimiter)
    {
        DelimitedReader fields = new(_arena.Text(line).Span, delimiter, _arena);
        List<string?> read = [];
        for (int i = 0; i < count; i++)
        {
            Assert.True(fields.Read(out Text field), line);
            read.Add(field.ToString());
        }

        Assert.True(fields.End(), line);
        _arena.Reset();
        return read;
    }
}
