using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Inputs;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>Each character of a literal's text is found where it is written.</summary>
public sealed class LiteralMapTests
{
    private const string Raw = "\"\"\"";

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"plain\"")]
    [InlineData("\"\\0\\a\\b\\e\\f\\n\\r\\t\\v\\'\\\"\\\\x\"")]
    [InlineData("\"\\x4\\x41\\x00412\\u0042\\U0001F600é😀\"")]
    [InlineData("@\"\"")]
    [InlineData("@\"a\"\"b\\n\nc\r\nd\"")]
    [InlineData(Raw + "a\"b\\n" + Raw)]
    [InlineData("\"" + Raw + "a" + Raw + "b" + Raw + "\"")]
    [InlineData(Raw + "\n" + Raw, false)]
    [InlineData(Raw + "\n  \n  " + Raw)]
    [InlineData(Raw + "  \n  a\n\n   b\n\t\n  " + Raw, false)]
    [InlineData(Raw + "  \n  a\n\n   b\n \n  c" + "\n  " + Raw)]
    [InlineData(Raw + "\r\n\ta\r\n\r\n\t\tb\r\n\t" + Raw)]
    [InlineData(Raw + "\ra\rb\r" + Raw)]
    public void Every_unit_has_its_place(string literal, bool isValid = true)
    {
        string code = $"class C\n{{\n  const string Text = {literal};\n}}";
        SourceText file = SourceText.From(code);
        LiteralExpressionSyntax expression = CSharpSyntaxTree.ParseText(file).GetRoot().DescendantNodes()
            .OfType<LiteralExpressionSyntax>().Single();
        string text = expression.Token.ValueText;

        EmbeddedText map = LiteralMap.Of(expression, text);

        Assert.Equal(isValid ? text.Length + 1 : 0, map.Positions.Count);
        for (int i = 0; i < map.Positions.Count - 1; i++)
        {
            int at = Offset(file, map.Positions[i]);
            bool isSecondHalf = i > 0 && map.Positions[i] == map.Positions[i - 1];
            Assert.True(code[at] == text[i] || code[at] == '\\' || isSecondHalf, $"unit {i} is {text[i]}, its place has {code[at]}");
        }

        if (isValid)
        {
            Assert.InRange(
                Offset(file, map.Positions[^1]), expression.SpanStart, expression.Span.End - 1);
        }
    }

    private static int Offset(SourceText file, TextPosition position) => file.Lines[position.Line].Start + position.Column;
}
