using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Support;
using QueryGen.Text;
using EmbeddedText = QueryGen.Text.EmbeddedText;

namespace QueryGen.Inputs;

/// <summary>Where each character of a C# string literal's text stands in its file.</summary>
internal static class LiteralMap
{
    /// <summary>The place of a text that an expression gives. Exact for a literal; else the expression as a whole.</summary>
    public static EmbeddedText Of(ExpressionSyntax expression, string text)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
        {
            expression = inner.Expression;
        }

        SourceText file = expression.SyntaxTree.GetText();
        TextPosition At(int offset)
        {
            LinePosition found = file.Lines.GetLinePosition(offset);
            return new TextPosition(found.Line, found.Character);
        }

        EquatableArray<TextPosition> positions = [];
        if (expression is LiteralExpressionSyntax { Token: { ContainsDiagnostics: false } token })
        {
            Mapped mapped = Map(token);

            // The proof of the map: what it read is what C# read.
            if (mapped.Text == text)
            {
                positions = mapped.Offsets.Select(offset => At(token.SpanStart + offset)).ToEquatableArray();
            }
        }

        return new EmbeddedText(At(expression.SpanStart), At(expression.Span.End), positions);
    }

    private static Mapped Map(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.SingleLineRawStringLiteralToken => SingleLineRaw(token.Text),
        SyntaxKind.MultiLineRawStringLiteralToken => MultiLineRaw(token.Text),
        _ when token.Text.StartsWith("@", StringComparison.Ordinal) => Verbatim(token.Text),
        _ => Regular(token.Text),
    };

    // "a\tb": an escape is one character, or a pair of surrogates.
    private static Mapped Regular(string token)
    {
        Mapped map = new();
        int i = 1;
        while (i < token.Length - 1)
        {
            int start = i;
            map.Add(token[i] == '\\' ? Escape(token, ref i) : token[i++].ToString(), start);
        }

        return map.End(token.Length - 1);
    }

    private static string Escape(string token, ref int i)
    {
        char kind = token[i + 1];
        i += 2;
        switch (kind)
        {
            case 'u':
                return Hex(token, ref i, most: 4);
            case 'x':
                return Hex(token, ref i, most: 4);
            case 'U':
                return Hex(token, ref i, most: 8);
            default:
                int index = "0abefnrtv".IndexOf(kind);
                return index < 0 ? kind.ToString() : "\0\a\b\u001b\f\n\r\t\v"[index].ToString();
        }
    }

    private static string Hex(string token, ref int i, int most)
    {
        int start = i;
        while (i < token.Length && i - start < most && Uri.IsHexDigit(token[i]))
        {
            i++;
        }

        return int.TryParse(token.Substring(start, i - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            && code is >= 0 and <= 0x10FFFF
            ? code > char.MaxValue ? char.ConvertFromUtf32(code) : ((char)code).ToString()
            : "";
    }

    // @"a""b": a doubled quote is one.
    private static Mapped Verbatim(string token)
    {
        Mapped map = new();
        for (int i = 2; i < token.Length - 1; i++)
        {
            map.Add(token[i].ToString(), i);
            i += token[i] == '"' ? 1 : 0;
        }

        return map.End(token.Length - 1);
    }

    private static Mapped SingleLineRaw(string token)
    {
        int quotes = Quotes(token);
        Mapped map = new();
        for (int i = quotes; i < token.Length - quotes; i++)
        {
            map.Add(token[i].ToString(), i);
        }

        return map.End(Math.Max(quotes, token.Length - quotes));
    }

    // The white space before the closing quotes is taken away from every line, and with it the last line end.
    private static Mapped MultiLineRaw(string token)
    {
        int quotes = Quotes(token);
        int last = LineStart(token, token.Length - quotes);
        int indentation = token.Length - quotes - last;
        int end = last - LineEndBefore(token, last);
        int i = token.IndexOf('\n') is var newLine && newLine >= 0 ? newLine + 1 : token.IndexOf('\r') + 1;
        Mapped map = new();
        bool isAtStart = true;
        while (i < end)
        {
            for (int left = isAtStart ? indentation : 0; left > 0 && i < end && token[i] is not ('\r' or '\n'); left--)
            {
                i++;
            }

            if (i < end)
            {
                isAtStart = token[i] == '\n' || (token[i] == '\r' && token[i + 1] != '\n');
                map.Add(token[i].ToString(), i);
                i++;
            }
        }

        return map.End(end);
    }

    private static int Quotes(string token) => token.TakeWhile(c => c == '"').Count();

    private static int LineStart(string token, int before)
    {
        int i = before;
        while (token[i - 1] is not ('\r' or '\n'))
        {
            i--;
        }

        return i;
    }

    private static int LineEndBefore(string token, int lineStart) =>
        token[lineStart - 1] == '\n' && lineStart > 1 && token[lineStart - 2] == '\r' ? 2 : 1;

    /// <summary>A text as it is read, with the offset in its token of each of its UTF-16 units and of its end.</summary>
    private sealed class Mapped
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _offsets = [];

        public string Text => _text.ToString();

        public IEnumerable<int> Offsets => _offsets;

        public void Add(string units, int offset)
        {
            _text.Append(units);
            _offsets.AddRange(Enumerable.Repeat(offset, units.Length));
        }

        public Mapped End(int offset)
        {
            _offsets.Add(offset);
            return this;
        }
    }
}
